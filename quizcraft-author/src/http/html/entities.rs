use quick_xml::escape::resolve_html5_entity;

/// The maximum number of characters of a character reference, without `&`.
const MAX_CHARS: usize = 33;

/// Returns a text with its character references (`&amp;`, `&#233;`, `&#xe9;`) replaced. Unknown ones are kept.
pub(in crate::http) fn decoded(text: &str) -> String {
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        decoded.push_str(before);
        rest = match reference(after) {
            Some((name, tail)) if push_reference(&mut decoded, name) => tail,
            _ => {
                decoded.push('&');
                after
            }
        };
    }
    decoded.push_str(rest);
    decoded
}

/// Returns the name of a character reference, and the text after it.
fn reference(text: &str) -> Option<(&str, &str)> {
    // The search ends after a few characters, so that a text of many `&` costs no more.
    let mut near = text.char_indices().take(MAX_CHARS);
    let (end, _) = near.find(|(_, character)| *character == ';')?;
    let (name, tail) = text.split_at_checked(end)?;
    Some((name, tail.strip_prefix(';')?))
}

/// Appends the text of a character reference, and returns whether there is one.
fn push_reference(decoded: &mut String, name: &str) -> bool {
    if let Some(number) = name.strip_prefix('#') {
        let number = match number.strip_prefix(['x', 'X']) {
            Some(digits) => u32::from_str_radix(digits, 16),
            None => number.parse(),
        };
        let character = number.ok().and_then(char::from_u32);
        character.inspect(|one| decoded.push(*one)).is_some()
    } else {
        let text = resolve_html5_entity(name);
        text.inspect(|text| decoded.push_str(text)).is_some()
    }
}
