//! What the player enters, by the kind of question.

use quizcraft_core::{Kind, Posed, RawResponse, Unit};

/// What the player enters for a question.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Entry {
    /// A response, which the question may not allow.
    Response(RawResponse),
    /// Leave the game.
    Leave,
    /// The text names no options.
    Invalid,
}

impl Entry {
    /// Parses a line, or the character of a key.
    pub(super) fn parse(text: &str, posed: &Posed) -> Self {
        let text = text.trim();
        if text.eq_ignore_ascii_case(leave(posed.kind)) {
            return Self::Leave;
        }
        match posed.kind {
            Kind::Single => option(text, posed).map_or(Self::Invalid, Self::Response),
            Kind::Multiple | Kind::Order => {
                options(text, posed).map_or(Self::Invalid, Self::Response)
            }
            _ => Self::Response(text.into()),
        }
    }
}

/// Returns the option with this number.
fn option(text: &str, posed: &Posed) -> Option<RawResponse> {
    let place = text.parse::<usize>().ok()?.checked_sub(1)?;
    posed
        .options
        .get(place)
        .map(|option| option.as_str().into())
}

/// Returns the options with these digits. A question has fewer than ten.
fn options(text: &str, posed: &Posed) -> Option<RawResponse> {
    let digits = text.chars().filter(|c| !c.is_whitespace() && *c != ',');
    let chosen = digits.map(|digit| {
        let place = usize::try_from(digit.to_digit(10)?).ok()?.checked_sub(1)?;
        posed.options.get(place).map(ToString::to_string)
    });
    chosen.collect::<Option<_>>().map(RawResponse::List)
}

/// Returns the line that leaves the game. The answer to a question may be the letter q.
const fn leave(kind: Kind) -> &'static str {
    match kind {
        Kind::Text => "/q",
        _ => "q",
    }
}

/// Returns whether a single key is a response. Other responses end with the Enter key.
pub(super) const fn is_one_key(kind: Kind) -> bool {
    matches!(kind, Kind::Single)
}

/// Returns what the player can enter.
pub(super) fn hint(posed: &Posed) -> String {
    let (leave, options) = (leave(posed.kind), posed.options.len());
    match posed.kind {
        Kind::Single => format!("Press 1 to {options}, or {leave} to leave."),
        Kind::Multiple => {
            format!("Type the numbers of all right options, such as 13, or {leave} to leave.")
        }
        Kind::Order => {
            format!(
                "Type the numbers of all {options} items in order, such as 312, or {leave} to leave."
            )
        }
        Kind::Number => match posed.unit.as_ref().map(Unit::as_str) {
            Some(unit) => format!("Type a number ({unit}), or {leave} to leave."),
            None => format!("Type a number, or {leave} to leave."),
        },
        _ => format!("Type the answer, or {leave} to leave."),
    }
}
