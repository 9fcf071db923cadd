//! The words of a text, with the symbols that are a part of them.

/// How a row of single letters with full stops is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Initials {
    /// As one word: "U.S.A." is "USA", and "J. R. R. Tolkien" is "JRR Tolkien".
    Joined,
    /// Each by itself, as the initials of a name.
    Apart,
}

/// A run of letters and digits, with what stands before and after it.
#[derive(Clone, Copy)]
struct Piece<'a> {
    before: &'a str,
    word: &'a str,
    after: &'a str,
    /// Whether another run follows directly after `after`.
    followed: bool,
}

/// Splits a folded text into words, and hands each over.
///
/// A symbol belongs to a word where it makes another word of it: "C#" and "C++" are not "C", "°C"
/// is none of them, "R&B" and "AT&T" are one word each, and so is a number with a separator in it
/// ("3.14", "7:1", "1/2"). All other symbols only separate words.
pub(crate) fn words(folded: &str, initials: Initials, mut take: impl FnMut(&str)) {
    // The word that may go on with the next run.
    let mut word = String::new();
    let mut last: Option<Piece<'_>> = None;
    for piece in pieces(folded) {
        if let Some(joint) = last.and_then(|last| joint(last, piece, initials)) {
            word.push_str(joint);
        } else {
            if last.is_some() {
                take(&word);
                word.clear();
            }
            match prefix(piece, last.is_none()) {
                Some('.') => take(&format!(".{}", piece.word)),
                Some(sign) => word.push(sign),
                None => {}
            }
        }
        word.push_str(piece.word);
        word.push_str(marks(piece));
        last = Some(piece);
    }
    if last.is_some() {
        take(&word);
    }
}

fn pieces(text: &str) -> impl Iterator<Item = Piece<'_>> {
    let (mut before, mut rest) = split_at(text, char::is_alphanumeric);
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let (word, others) = split_at(rest, |c| !c.is_alphanumeric());
        let (after, next) = split_at(others, char::is_alphanumeric);
        let piece = Piece {
            before,
            word,
            after,
            followed: !next.is_empty(),
        };
        (before, rest) = (after, next);
        Some(piece)
    })
}

/// Returns the text up to the first such character, and from there on.
fn split_at(text: &str, is_end: impl Fn(char) -> bool) -> (&str, &str) {
    let end = text.find(is_end).unwrap_or(text.len());
    text.split_at_checked(end).unwrap_or((text, ""))
}

/// Returns what joins a run to the one before it, if they are one word.
fn joint<'a>(last: Piece<'a>, next: Piece<'a>, initials: Initials) -> Option<&'a str> {
    let letters = || is_letter(last.word) && is_letter(next.word);
    let either = || is_letter(last.word) || is_letter(next.word);
    let digits =
        || ends_with_digit(last.word) && next.word.starts_with(|c: char| c.is_ascii_digit());
    match next.before {
        "." if letters() => (initials == Initials::Joined).then_some(""),
        ". " if letters() && next.after.starts_with('.') => {
            (initials == Initials::Joined).then_some("")
        }
        "&" if either() => Some("&"),
        " & " if letters() => Some("&"),
        "." | ":" | "/" if digits() => Some(next.before),
        "⁄" if digits() => Some("/"),
        "," if is_number(last.word) && is_number(next.word) && next.word.len() == 3 => Some(""),
        _ => None,
    }
}

/// Returns the sign before a run that belongs to the word. One with a full stop before it is known
/// with and without that, as ".NET" and the endings of files are.
fn prefix(piece: Piece<'_>, is_first: bool) -> Option<char> {
    let before = piece.before;
    if is_letter(piece.word) && before.trim_end().ends_with('°') {
        return Some('°');
    }
    let stop = before.strip_suffix('.')?;
    let dotted = !stop.ends_with('.') && (is_first || !stop.is_empty());
    (dotted && piece.word.starts_with(char::is_alphabetic)).then_some('.')
}

/// Returns the symbols after a run that are a part of the word: those of "C#", "B♭" and "C++", and
/// a per cent sign.
fn marks(piece: Piece<'_>) -> &str {
    if is_number(piece.word) {
        return if piece.after.starts_with('%') {
            "%"
        } else {
            ""
        };
    }
    if !is_letter(piece.word) {
        return "";
    }
    let (marks, rest) = split_at(piece.after, |c| !matches!(c, '#' | '♭' | '+'));
    // Between two letters or numbers a plus sign adds them up.
    let adds = marks == "+" && rest.is_empty() && piece.followed;
    if adds { "" } else { marks }
}

fn is_letter(word: &str) -> bool {
    let mut characters = word.chars();
    characters.next().is_some_and(char::is_alphabetic) && characters.next().is_none()
}

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
        joined_as(text, Initials::Joined)
    }

    fn joined_as(text: &str, initials: Initials) -> String {
        let mut all = Vec::new();
        words(text, initials, |word| all.push(word.to_owned()));
        all.join(" ")
    }

    #[test]
    fn a_symbol_belongs_to_the_word_that_it_makes_another_of() {
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
    fn initials_are_one_word_or_one_each() {
        for (text, together, apart) in [
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
            assert_eq!(joined(text), together, "{text}");
            assert_eq!(joined_as(text, Initials::Apart), apart, "{text}");
        }
    }
}
