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
/// Faults that belong together, and the goal for the share of them that is caught, in per cent. A solution in other words
/// is no second right answer, and has no goal.
const GOALS: [(&str, &[Mutation], Option<usize>); 4] = [
    (
        "swapped keys caught",
        &[Mutation::SwappedKey, Mutation::SwappedKeyAndSentence],
        Some(98),
    ),
    (
        "second right answers caught, if the article states them",
        &[Mutation::SecondInSentence, Mutation::SecondInArticle],
        Some(85),
    ),
    (
        "second right answers caught, whether the article states them or not",
        &[
            Mutation::SecondInSentence,
            Mutation::SecondInArticle,
            Mutation::SecondUnstated,
        ],
        Some(85),
    ),
    (
        "solutions in other words caught",
        &[Mutation::Paraphrase],
        None,
    ),
];
const GOOD_KEPT: usize = 90;

/// Prints what each stage caught, and the goals.
pub(crate) fn print(out: &mut impl Write, gold: &Gold, figures: &Figures) -> io::Result<()> {
    let (questions, articles) = (gold.questions(), gold.articles().len());
    writeln!(
        out,
        "{questions} questions about {articles} articles ({} left out)\n",
        gold.unused()
    )?;
    writeln!(
        out,
        "{:<37} {:>5} {:>5} {:>6} {:>6} | {:>7} {:>7} {:>8}",
        "dropped", "of", "rules", "review", "solver", "code", "perfect", "careless"
    )?;
    for (name, mutations) in GOOD.iter().chain(&FAULTS) {
        let caught = figures.together(mutations);
        writeln!(
            out,
            "{name:<37} {:>5} {:>5} {:>6} {:>6} | {:>7} {:>7} {:>8}",
            caught.questions,
            caught.by_rules,
            caught.by_review,
            caught.by_perfect_reader,
            percent(caught.in_code()),
            percent(caught.with_perfect_reader()),
            percent(caught.with_careless_reader()),
        )?;
    }
    writeln!(
        out,
        "\nThe solver is a script, not a model: a perfect reader, and a careless one, which agrees with every question."
    )?;
    goals(
        out,
        "the perfect reader",
        figures,
        Caught::with_perfect_reader,
    )?;
    goals(
        out,
        "the careless reader",
        figures,
        Caught::with_careless_reader,
    )?;
    let kept = figures.kept_in_games();
    writeln!(
        out,
        "\nGood questions kept in games of up to 15: {kept} of {questions}"
    )
}

fn goals(
    out: &mut impl Write,
    reader: &str,
    figures: &Figures,
    share: impl Fn(&Caught) -> usize,
) -> io::Result<()> {
    writeln!(out, "\nGoals, with {reader}:")?;
    for (name, mutations, goal) in GOALS {
        goal_line(out, name, share(&figures.together(mutations)), goal)?;
    }
    let dropped = share(&figures.together(&[Mutation::Good]));
    let kept = 1_000_usize.saturating_sub(dropped);
    goal_line(out, "good questions kept", kept, Some(GOOD_KEPT))
}

fn goal_line(
    out: &mut impl Write,
    name: &str,
    permille: usize,
    goal: Option<usize>,
) -> io::Result<()> {
    let share = percent(permille);
    let Some(goal) = goal else {
        return writeln!(out, "  {name}: {share} (no goal)");
    };
    let is_met = permille >= goal.saturating_mul(10);
    let verdict = if is_met { "met" } else { "missed" };
    writeln!(out, "  {name}: {share} (goal {goal} %, {verdict})")
}

/// Prints the reasons for which questions were dropped, and some that should have been dropped or kept.
pub(crate) fn explain(out: &mut impl Write, figures: &Figures, examples: usize) -> io::Result<()> {
    for (name, mutations) in GOOD.iter().chain(&FAULTS) {
        let caught = figures.together(mutations);
        writeln!(out, "\n{name}: {:?}", caught.reasons)?;
        let found = caught.surprises;
        let step = found.len().checked_div(examples).unwrap_or(0).max(1);
        for example in found.iter().step_by(step).take(examples) {
            writeln!(out, "  {example}")?;
        }
    }
    Ok(())
}

/// Returns thousandths as per cent.
pub(crate) fn percent(permille: usize) -> String {
    let (whole, tenth) = (permille.checked_div(10), permille.checked_rem(10));
    format!("{}.{} %", whole.unwrap_or(0), tenth.unwrap_or(0))
}
