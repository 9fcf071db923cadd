//! Faults that are put into good questions.

use std::sync::Arc;

use quizcraft_author::Proposal;
use quizcraft_core::{Choice, Clarification, Draft, Prompt};

use super::article::{GoldArticle, Item};
use super::case::Case;
use super::injections::{INSTRUCTIONS, LINKS, injected};
use super::paraphrases::paraphrases;
use super::seconds::{in_other_sentence, in_same_sentence, unstated};

/// A fault, or none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Mutation {
    /// No fault.
    Good,
    /// Solution and a wrong option are exchanged.
    SwappedKey,
    /// The same, and another sentence is cited that contains the new solution.
    SwappedKeyAndSentence,
    /// A wrong option is right too, and the cited sentence says so.
    SecondInSentence,
    /// The same, but another sentence of the article says so.
    SecondInArticle,
    /// The same, but the article does not say so.
    SecondUnstated,
    /// A wrong option is the solution in other words.
    Paraphrase,
    /// A sentence without the solution is cited.
    WrongSentence,
    /// A sentence is cited that contains the solution, but proves nothing, and neither do its neighbours.
    WrongSentenceWithSolution,
    /// The prompt ends in the middle of a word.
    TruncatedPrompt,
    /// The solution ends in the middle of a word.
    TruncatedSolution,
    /// The clarification ends in the middle of a word.
    TruncatedClarification,
    /// A wrong option ends in the middle of a word.
    TruncatedOption,
    /// The question is in the game already.
    Duplicate,
    /// The question is in the game already, in other words.
    Reworded,
    /// Another writer has asked the question, in other words where the facts have some.
    OfOtherWriter,
    /// A text contains an instruction to readers or models.
    Instruction,
    /// A text contains a link.
    Link,
    /// The prompt contains the solution.
    SolutionInPrompt,
    /// One option has another form.
    MixedForm,
}

impl Mutation {
    /// All mutations.
    pub(crate) const ALL: [Self; 20] = [
        Self::Good,
        Self::SwappedKey,
        Self::SwappedKeyAndSentence,
        Self::SecondInSentence,
        Self::SecondInArticle,
        Self::SecondUnstated,
        Self::Paraphrase,
        Self::WrongSentence,
        Self::WrongSentenceWithSolution,
        Self::TruncatedPrompt,
        Self::TruncatedSolution,
        Self::TruncatedClarification,
        Self::TruncatedOption,
        Self::Duplicate,
        Self::Reworded,
        Self::OfOtherWriter,
        Self::Instruction,
        Self::Link,
        Self::SolutionInPrompt,
        Self::MixedForm,
    ];

    /// Returns the questions of the article with the index `index`, with this fault. There are none if the fault cannot
    /// be put into it.
    pub(super) fn cases(self, article: &GoldArticle, item: &Item, index: usize) -> Vec<Case> {
        let good = Case {
            article: Arc::clone(&article.article),
            proposal: item.proposal.clone(),
            truths: item.truths.clone(),
            synonyms: Vec::new(),
            earlier: None,
            others: Vec::new(),
        };
        let proposals: Vec<Proposal> = match self {
            Self::SecondInSentence => return in_same_sentence(article, item, &good),
            Self::SecondInArticle => return in_other_sentence(item, &good),
            Self::SecondUnstated => return unstated(article, item, &good),
            Self::Paraphrase => return paraphrases(item, &good),
            Self::Duplicate | Self::Reworded | Self::OfOtherWriter => {
                return self.repeated(item, &good).into_iter().collect();
            }
            Self::Good => vec![item.proposal.clone()],
            Self::SwappedKey => vec![swapped(item, index)],
            Self::SwappedKeyAndSentence => {
                swapped_with_sentence(article, item).into_iter().collect()
            }
            Self::WrongSentence => cited(article, item, |has_solution| !has_solution),
            Self::WrongSentenceWithSolution => cited(article, item, |has_solution| has_solution),
            Self::TruncatedPrompt => truncated(item, |proposal| &mut proposal.prompt),
            Self::TruncatedSolution => truncated(item, |proposal| &mut proposal.solution),
            Self::TruncatedClarification => truncated(item, |proposal| &mut proposal.clarification),
            Self::TruncatedOption => match item.proposal.wrong_options.first() {
                None => Vec::new(),
                Some(option) => cut(option)
                    .map(|cut| with_wrong(item, 0, cut))
                    .into_iter()
                    .collect(),
            },
            Self::Instruction => injected(item, index, &INSTRUCTIONS),
            Self::Link => injected(item, index, &LINKS),
            Self::SolutionInPrompt => in_prompt(item),
            Self::MixedForm => mixed(item),
        };
        let with = |proposal| Case {
            proposal,
            ..good.clone()
        };
        proposals.into_iter().map(with).collect()
    }

    /// Returns the question after an equal one.
    fn repeated(self, item: &Item, good: &Case) -> Option<Case> {
        let reworded = || {
            let prompt = item.rewordings.first()?.clone();
            Some(Proposal {
                prompt,
                ..item.proposal.clone()
            })
        };
        let case = good.clone();
        Some(match self {
            Self::OfOtherWriter => Case {
                others: vec![draft(&reworded().unwrap_or_else(|| item.proposal.clone()))?],
                ..case
            },
            Self::Reworded => Case {
                earlier: Some(reworded()?),
                ..case
            },
            _ => Case {
                earlier: Some(item.proposal.clone()),
                ..case
            },
        })
    }
}

fn draft(proposal: &Proposal) -> Option<Draft> {
    let wrong = proposal.wrong_options.iter().map(Choice::new);
    let prompt = Prompt::new(&proposal.prompt).ok()?;
    let solution = Choice::new(&proposal.solution).ok()?;
    let wrong = wrong.collect::<Result<_, _>>().ok()?;
    let clarification = Clarification::new(&proposal.clarification).ok()?;
    Draft::single(prompt, solution, wrong, clarification).ok()
}

/// Returns the question with another wrong option at an index.
pub(super) fn with_wrong(item: &Item, index: usize, option: impl Into<String>) -> Proposal {
    let mut proposal = item.proposal.clone();
    if let Some(wrong) = proposal.wrong_options.get_mut(index) {
        *wrong = option.into();
    }
    proposal
}

/// Exchanges the solution with one of the wrong options, also in the clarification, as a model does that believes it.
fn swapped(item: &Item, index: usize) -> Proposal {
    let wrong = item.proposal.wrong_options.len().max(1);
    let at = index.checked_rem(wrong).unwrap_or(0);
    let mut proposal = with_wrong(item, at, item.proposal.solution.clone());
    if let Some(solution) = item.proposal.wrong_options.get(at) {
        proposal.solution.clone_from(solution);
        proposal.clarification = item.own().replace(&item.proposal.solution, solution);
    }
    proposal
}

/// Exchanges the solution with a wrong option that another sentence contains, and cites this sentence.
fn swapped_with_sentence(article: &GoldArticle, item: &Item) -> Option<Proposal> {
    let wrong = 0..item.proposal.wrong_options.len();
    let mut swapped = wrong.map(|at| swapped(item, at));
    swapped.find_map(|proposal| {
        let mut sentences = article.article.sentences();
        let (sentence, _) = sentences.find(|(_, text)| has_words(text, &proposal.solution))?;
        Some(Proposal {
            sentence: sentence.get(),
            ..proposal
        })
    })
}

/// Cites the next sentence that proves nothing, with or without the solution. Neither does a sentence beside it.
fn cited(article: &GoldArticle, item: &Item, is_wanted: impl Fn(bool) -> bool) -> Vec<Proposal> {
    let sentences = || article.article.sentences();
    let is_proof = |text: &str| item.truths.iter().any(|truth| truth.sentence == text);
    let proofs = || sentences().filter(|(_, text)| is_proof(text));
    let is_near_proof = |number: u16| proofs().any(|(proof, _)| proof.get().abs_diff(number) <= 1);
    let after = sentences().filter(|(number, _)| number.get() > item.proposal.sentence);
    let mut others = after
        .chain(sentences())
        .filter(|(number, _)| !is_near_proof(number.get()));
    let other = others.find(|(_, text)| is_wanted(has_words(text, &item.proposal.solution)));
    let cite = |number: u16| Proposal {
        sentence: number,
        ..item.proposal.clone()
    };
    other
        .map(|(number, _)| cite(number.get()))
        .into_iter()
        .collect()
}

/// Returns whether a text contains some words side by side.
fn has_words(text: &str, words: &str) -> bool {
    let spaced = |text: &str| {
        let words = text
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty());
        let words: Vec<String> = words.map(str::to_lowercase).collect();
        format!(" {} ", words.join(" "))
    };
    spaced(text).contains(&spaced(words))
}

/// Cuts one text in the middle of its last word of three letters or more.
fn truncated(item: &Item, text: impl Fn(&mut Proposal) -> &mut String) -> Vec<Proposal> {
    let mut proposal = item.proposal.clone();
    let Some(cut) = cut(text(&mut proposal)) else {
        return Vec::new();
    };
    *text(&mut proposal) = cut;
    vec![proposal]
}

/// Returns a text without the second half of its last word, or `None` if that has less than three letters.
fn cut(text: &str) -> Option<String> {
    let text = text.trim_end_matches(|c: char| !c.is_alphanumeric());
    let word = text.rsplit(|c: char| !c.is_alphabetic()).next()?;
    let letters = word.chars().count();
    let dropped = letters.div_ceil(2);
    let kept = text.chars().count().saturating_sub(dropped);
    (letters >= 3).then(|| text.chars().take(kept).collect())
}

/// Puts the solution into the prompt, at its end and at its start.
fn in_prompt(item: &Item) -> Vec<Proposal> {
    let (prompt, solution) = (&item.proposal.prompt, &item.proposal.solution);
    let question = prompt.trim_end_matches('?');
    let prompts = [
        format!("{question}, if it is {solution}?"),
        format!("Beside {solution}, {prompt}"),
    ];
    let with = |prompt| Proposal {
        prompt,
        ..item.proposal.clone()
    };
    prompts.map(with).into_iter().collect()
}

/// Gives one wrong option another form: a number among words or words among numbers, a sentence, and small letters.
fn mixed(item: &Item) -> Vec<Proposal> {
    let solution = &item.proposal.solution;
    let is_number = solution
        .trim_start_matches('-')
        .starts_with(|c: char| c.is_ascii_digit());
    let other = if is_number {
        "Never since then"
    } else {
        "1492"
    };
    let sentence =
        format!("It is certainly and without any doubt not {solution}, but another one of them.");
    let mut all = vec![with_wrong(item, 0, other), with_wrong(item, 0, sentence)];
    let option = item.proposal.wrong_options.first();
    if let Some(option) = option.filter(|option| option.starts_with(char::is_uppercase)) {
        all.push(with_wrong(item, 0, option.to_lowercase()));
    }
    all
}
