//! Splits texts into words, including the symbols that belong to a word.

/// How consecutive initials, such as "U.S.A.", are split into words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Initials {
    /// As one word: "U.S.A." becomes "USA", and "J. R. R. Tolkien" becomes "JRR Tolkien".
    Joined,
    /// As one word each.
    Separate,
}

/// A run of letters and digits, with the other characters around it.
#[derive(Clone, Copy)]
struct Run<'a> {
    /// The characters between the previous run and this one.
    before: &'a str,
    text: &'a str,
    /// The characters between this run and the next one.
    after: &'a str,
    is_last: bool,
}

/// Splits a folded text into words and calls `emit` with each.
///
/// A symbol belongs to a word if it changes its meaning: "C#", "C++" and "°C" are different from
/// "C". "R&B" and "AT&T" are one word each, and so are numbers with a separator ("3.14", "7:1",
/// "1/2"). All other symbols separate words.
pub(crate) fn words(folded: &str, initials: Initials, mut emit: impl FnMut(&str)) {
    // The current word. The next run can continue it.
    let mut word = String::new();
    let mut previous: Option<Run<'_>> = None;
    for run in runs(folded) {
        if let Some(joint) = previous.and_then(|previous| joint(previous, run, initials)) {
            word.push_str(joint);
        } else {
            if previous.is_some() {
                emit(&word);
                word.clear();
            }
            match prefix(run, previous.is_none()) {
                // ".NET" is found with and without the full stop.
                Some('.') => emit(&format!(".{}", run.text)),
                Some(sign) => word.push(sign),
                None => {}
            }
        }
        word.push_str(run.text);
        word.push_str(suffix(run));
        previous = Some(run);
    }
    if previous.is_some() {
        emit(&word);
    }
}

/// Returns the runs of letters and digits of a text.
fn runs(text: &str) -> impl Iterator<Item = Run<'_>> {
    let (mut before, mut rest) = split_at(text, char::is_alphanumeric);
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let (text, others) = split_at(rest, |c| !c.is_alphanumeric());
        let (after, next) = split_at(others, char::is_alphanumeric);
        let run = Run {
            before,
            text,
            after,
            is_last: next.is_empty(),
        };
        (before, rest) = (after, next);
        Some(run)
    })
}

/// Splits the text before the first character that satisfies the predicate.
fn split_at(text: &str, is_end: impl Fn(char) -> bool) -> (&str, &str) {
    let end = text.find(is_end).unwrap_or(text.len());
    text.split_at_checked(end).unwrap_or((text, ""))
}

/// Returns the text that joins two consecutive runs into one word, or `None` if they are two words.
fn joint<'a>(previous: Run<'a>, next: Run<'a>, initials: Initials) -> Option<&'a str> {
    let letters = || is_letter(previous.text) && is_letter(next.text);
    let any_letter = || is_letter(previous.text) || is_letter(next.text);
    let digits =
        || ends_with_digit(previous.text) && next.text.starts_with(|c: char| c.is_ascii_digit());
    match next.before {
        "." if letters() => (initials == Initials::Joined).then_some(""),
        ". " if letters() && next.after.starts_with('.') => {
            (initials == Initials::Joined).then_some("")
        }
        "&" if any_letter() => Some("&"),
        " & " if letters() => Some("&"),
        "." | ":" | "/" if digits() => Some(next.before),
        "⁄" if digits() => Some("/"),
        "," if is_number(previous.text) && is_number(next.text) && next.text.len() == 3 => Some(""),
        _ => None,
    }
}

/// Returns the symbol before a run that belongs to the word: the degree sign of "°C", or the full
/// stop of ".NET" and of file extensions.
fn prefix(run: Run<'_>, is_first: bool) -> Option<char> {
    let before = run.before;
    if is_letter(run.text) && before.trim_end().ends_with('°') {
        return Some('°');
    }
    let rest = before.strip_suffix('.')?;
    let is_prefix = !rest.ends_with('.') && (is_first || !rest.is_empty());
    (is_prefix && run.text.starts_with(char::is_alphabetic)).then_some('.')
}

/// Returns the symbols after a run that belong to the word: those of "C#", "B♭", "C++" and "50%".
fn suffix(run: Run<'_>) -> &str {
    if is_number(run.text) {
        return if run.after.starts_with('%') { "%" } else { "" };
    }
    if !is_letter(run.text) {
        return "";
    }
    let (symbols, rest) = split_at(run.after, |c| !matches!(c, '#' | '♭' | '+'));
    // A single plus sign between two runs is an operator: "a+b".
    let is_operator = symbols == "+" && rest.is_empty() && !run.is_last;
    if is_operator { "" } else { symbols }
}

/// Returns whether the word is a single letter.
fn is_letter(word: &str) -> bool {
    let mut characters = word.chars();
    characters.next().is_some_and(char::is_alphabetic) && characters.next().is_none()
}

/// Returns whether the word consists of ASCII digits.
fn is_number(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_digit())
}

fn ends_with_digit(word: &str) -> bool {
    word.ends_with(|c: char| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(text: &str) -> String {
        split(text, Initials::Joined)
    }

    fn split(text: &str, initials: Initials) -> String {
        let mut all = Vec::new();
        words(text, initials, |word| all.push(word.to_owned()));
        all.join(" ")
    }

    #[test]
    fn a_symbol_that_changes_the_meaning_belongs_to_the_word() {
        for (text, expected) in [
            ("c# and f#, g# (b♭)", "c# and f# g# b♭"),
            ("c++, c++11 and c+", "c++ c++ 11 and c+"),
            ("a+b=c", "a b c"),
            ("music+ #music", "music music"),
            ("na+", "na"),
            ("20 °c is 68°f", "20 °c is 68 °f"),
            ("45° n", "45 °n"),
            (".net", ".net net"),
            ("asp.net and (.net)", "asp net and .net net"),
            ("node.js", "node js"),
            ("wait ...what", "wait what"),
            ("at&t, r&b, r & b, rock&roll", "at&t r&b r&b rock roll"),
            ("ac/dc and h2o", "ac dc and h2o"),
            ("7:1, 3.14, 1/2, 9/11, 50%", "7:1 3.14 1/2 9/11 50%"),
            ("1,000 or 1,234,567", "1000 or 1234567"),
            ("1,2 and 1, 234", "1 2 and 1 234"),
            ("20th-century", "20th century"),
            ("", ""),
            ("#+.&", ""),
        ] {
            assert_eq!(joined(text), expected, "{text}");
        }
    }

    #[test]
    fn initials_are_joined_or_separate() {
        for (text, joined_initials, separate_initials) in [
            ("u.s.a.", "usa", "u s a"),
            ("u.k", "uk", "u k"),
            ("u. s. a. today", "usa today", "u s a today"),
            ("j.r.r. tolkien", "jrr tolkien", "j r r tolkien"),
            ("washington, d.c.", "washington dc", "washington d c"),
            (
                "franklin d. roosevelt",
                "franklin d roosevelt",
                "franklin d roosevelt",
            ),
            ("vitamin c. a day", "vitamin c a day", "vitamin c a day"),
        ] {
            assert_eq!(joined(text), joined_initials, "{text}");
            assert_eq!(split(text, Initials::Separate), separate_initials, "{text}");
        }
    }
}
