//! The table of what each stage caught.

use std::io::{self, Write};

use crate::evaluation::{Caught, Figures, Gold, Mutation};

/// A line of the table.
type Line = (&'static str, &'static [Mutation]);

const GOOD: &[Line] = &[("good questions", &[Mutation::Good])];
const FAULTS: [Line; 19] = [
    ("swapped key", &[Mutation::SwappedKey]),
    (
        "swapped key and sentence",
        &[Mutation::SwappedKeyAndSentence],
    ),
    (
        "second right answer, in the sentence",
        &[Mutation::SecondInSentence],
    ),
    (
        "second right answer, in the article",
        &[Mutation::SecondInArticle],
    ),
    (
        "second right answer, not stated",
        &[Mutation::SecondUnstated],
    ),
    ("solution in other words", &[Mutation::Paraphrase]),
    ("wrong sentence", &[Mutation::WrongSentence]),
    (
        "wrong sentence with the solution",
        &[Mutation::WrongSentenceWithSolution],
    ),
    ("truncated prompt", &[Mutation::TruncatedPrompt]),
    ("truncated solution", &[Mutation::TruncatedSolution]),
    (
        "truncated clarification",
        &[Mutation::TruncatedClarification],
    ),
    ("truncated wrong option", &[Mutation::TruncatedOption]),
    ("duplicate", &[Mutation::Duplicate]),
    ("duplicate in other words", &[Mutation::Reworded]),
    ("question of another writer", &[Mutation::OfOtherWriter]),
    ("instruction", &[Mutation::Instruction]),
    ("link", &[Mutation::Link]),
    ("solution in the prompt", &[Mutation::SolutionInPrompt]),
    ("option of another form", &[Mutation::MixedForm]),
];
/// The goals in per cent.
const GOALS: [(&str, &[Mutation], usize); 2] = [
    (
        "swapped keys caught",
        &[Mutation::SwappedKey, Mutation::SwappedKeyAndSentence],
        98,
    ),
    (
        "second right answers caught, if the article states them",
        &[
            Mutation::SecondInSentence,
            Mutation::SecondInArticle,
            Mutation::Paraphrase,
        ],
        85,
    ),
];
const GOOD_KEPT: usize = 90;

/// Prints the figures of the gold set with a perfect reader and with a careless one.
pub(crate) fn print(
    out: &mut impl Write,
    gold: &Gold,
    perfect: &Figures,
    careless: &Figures,
) -> io::Result<()> {
    let (articles, unused) = (gold.articles().len(), gold.unused());
    let questions = gold.questions();
    writeln!(
        out,
        "{questions} questions about {articles} articles ({unused} left out)\n"
    )?;
    writeln!(
        out,
        "{:<38} {:>6} {:>6} {:>6} {:>6} {:>8} {:>8}",
        "dropped", "of", "rules", "review", "solver", "perfect", "careless"
    )?;
    for (name, mutations) in GOOD.iter().chain(&FAULTS) {
        let (perfect, careless) = (perfect.together(mutations), careless.together(mutations));
        writeln!(
            out,
            "{name:<38} {:>6} {:>6} {:>6} {:>6} {:>8} {:>8}",
            perfect.questions,
            perfect.by_rules,
            perfect.by_review,
            perfect.by_solver,
            percent(perfect.permille()),
            percent(careless.permille()),
        )?;
    }
    goals(out, "a perfect reader", perfect)?;
    goals(out, "a careless reader", careless)
}

fn goals(out: &mut impl Write, reader: &str, figures: &Figures) -> io::Result<()> {
    writeln!(out, "\nGoals, with {reader}:")?;
    for (name, mutations, goal) in GOALS {
        goal_line(out, name, figures.together(mutations).permille(), goal)?;
    }
    let dropped = figures.together(&[Mutation::Good]).permille();
    goal_line(
        out,
        "good questions kept",
        1_000_usize.saturating_sub(dropped),
        GOOD_KEPT,
    )
}

fn goal_line(out: &mut impl Write, name: &str, permille: usize, goal: usize) -> io::Result<()> {
    let verdict = if permille >= goal.saturating_mul(10) {
        "met"
    } else {
        "missed"
    };
    writeln!(
        out,
        "  {name}: {} (goal {goal} %, {verdict})",
        percent(permille)
    )
}

/// Prints the reasons for which questions were dropped, and some that should have been dropped or kept.
pub(crate) fn explain(out: &mut impl Write, figures: &Figures, examples: usize) -> io::Result<()> {
    for (name, mutations) in GOOD.iter().chain(&FAULTS) {
        let Caught {
            reasons,
            examples: found,
            ..
        } = figures.together(mutations);
        writeln!(out, "\n{name}: {reasons:?}")?;
        let step = found.len().checked_div(examples).unwrap_or(0).max(1);
        for example in found.iter().step_by(step).take(examples) {
            writeln!(out, "  {example}")?;
        }
    }
    Ok(())
}

fn percent(permille: usize) -> String {
    let (whole, tenth) = (permille.checked_div(10), permille.checked_rem(10));
    format!("{}.{} %", whole.unwrap_or(0), tenth.unwrap_or(0))
}
