//! Templates: sentences with placeholders for name and value.

use super::error::Problem;
use super::label::{Label, capitalised};

/// A sentence with the placeholders `{name}` and `{value}`, or `{Name}` and `{Value}` at the start
/// of a sentence, which are filled with a capital letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Template(String);

/// The purpose of a template. It determines the required placeholders.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// A question for the value (`ask:`).
    Forward,
    /// A question for the name (`back:`).
    Reverse,
    /// A statement of the fact (`tell:`).
    Statement,
    /// A further statement about the row.
    Note,
    /// An instruction to put rows in order (`order:`).
    Order,
}

impl Template {
    pub(crate) fn parse(text: &str, purpose: Purpose) -> Result<Self, Problem> {
        let found = placeholders(text);
        let (needs, name, value, end) = match purpose {
            Purpose::Forward => ("{name}", true, false, '?'),
            Purpose::Reverse => ("{value}", false, true, '?'),
            Purpose::Statement => ("{name} and {value}", true, true, '.'),
            Purpose::Note => ("at most {name}", found.0, false, '.'),
            Purpose::Order => ("no placeholder", false, false, '.'),
        };
        if found == (name, value) && text.ends_with(end) && !has_stray_braces(text) {
            return Ok(Self(text.to_owned()));
        }
        Err(Problem::Template {
            template: text.to_owned(),
            needs,
            end,
        })
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// Fills a template without a placeholder for the value.
    pub(crate) fn fill_name(&self, name: &Label) -> String {
        let name = name.in_sentence();
        fill(&self.0, &name, &name)
    }
}

/// Fills the placeholders of a template with a name and a value in their forms within a sentence.
pub(crate) fn fill(template: &str, name: &str, value: &str) -> String {
    let length = template.len().saturating_add(name.len());
    let mut filled = String::with_capacity(length.saturating_add(value.len()));
    let mut rest = template;
    while let Some((before, from_brace)) = rest.find('{').and_then(|at| rest.split_at_checked(at)) {
        filled.push_str(before);
        rest = if let Some(rest) = from_brace.strip_prefix("{name}") {
            filled.push_str(name);
            rest
        } else if let Some(rest) = from_brace.strip_prefix("{Name}") {
            filled.push_str(&capitalised(name));
            rest
        } else if let Some(rest) = from_brace.strip_prefix("{value}") {
            filled.push_str(value);
            rest
        } else if let Some(rest) = from_brace.strip_prefix("{Value}") {
            filled.push_str(&capitalised(value));
            rest
        } else {
            filled.push('{');
            from_brace.strip_prefix('{').unwrap_or_default()
        };
    }
    filled.push_str(rest);
    // A value may end with a full stop of its own ("Washington, D.C.").
    if filled.contains("..") {
        return filled.replace("..", ".");
    }
    filled
}

/// Returns whether the text has a placeholder for the name, and one for the value.
fn placeholders(text: &str) -> (bool, bool) {
    let has = |forms: [&str; 2]| forms.iter().any(|form| text.contains(form));
    (has(["{name}", "{Name}"]), has(["{value}", "{Value}"]))
}

fn has_stray_braces(text: &str) -> bool {
    let known = ["{name}", "{Name}", "{value}", "{Value}"];
    let rest = known.iter().fold(text.to_owned(), |rest, placeholder| {
        rest.replace(placeholder, "")
    });
    rest.contains(['{', '}'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_filled_and_capitalised() {
        let template = Template::parse("{Name} uses the {value}.", Purpose::Statement).unwrap();

        let told = fill(template.as_str(), "the Netherlands", "euro");

        assert_eq!(told, "The Netherlands uses the euro.");
    }

    #[test]
    fn a_question_must_not_contain_its_answer() {
        for text in [
            "Is {value} the capital of {name}?",
            "What?",
            "{name}",
            "{nmae}?",
        ] {
            assert!(Template::parse(text, Purpose::Forward).is_err(), "{text}");
        }
    }
}
