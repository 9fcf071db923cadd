//! The solution in other words.

use super::article::Item;
use super::case::Case;
use super::mutation::with_wrong;

/// Offers the solution in other words as a wrong option, once for each form that the solution has.
pub(super) fn paraphrases(item: &Item, good: &Case) -> Vec<Case> {
    let forms = forms(&item.proposal.solution).into_iter();
    let forms = forms.chain(item.spellings.iter().cloned());
    let forms = forms.filter(|form| *form != item.proposal.solution);
    let cases = forms.map(|form| Case {
        proposal: with_wrong(item, 0, form.clone()),
        synonyms: vec![form],
        ..good.clone()
    });
    cases.collect()
}

/// Returns other forms of an answer.
fn forms(answer: &str) -> Vec<String> {
    let words: Vec<&str> = answer.split(' ').collect();
    let is_year = answer.len() == 4 && answer.bytes().all(|byte| byte.is_ascii_digit());
    if is_year {
        return vec![format!("The year {answer}"), format!("AD {answer}")];
    }
    if answer.starts_with(|c: char| c.is_ascii_digit()) {
        return vec![format!("About {answer}"), format!("Exactly {answer}")];
    }
    let mut forms = vec![
        answer.to_uppercase(),
        format!("The {answer}"),
        format!("{answer} itself"),
    ];
    let [first, .., last] = words.as_slice() else {
        return forms;
    };
    if words
        .iter()
        .all(|word| word.starts_with(char::is_uppercase))
    {
        let rest = words.get(1..).unwrap_or_default().join(" ");
        forms.push(format!(
            "{last}, {}",
            answer.trim_end_matches(last).trim_end()
        ));
        forms.extend(
            first
                .chars()
                .next()
                .map(|letter| format!("{letter}. {rest}")),
        );
        forms.push((*last).to_owned());
        if words.len() > 2 {
            forms.push(
                words
                    .iter()
                    .filter_map(|word| word.chars().next())
                    .collect(),
            );
        }
    }
    forms
}
