//! The recall and the precision of each stage.

use std::io::{self, Write};

use crate::evaluation::{Figures, Stage, Stages};
use crate::table::percent;

/// The shares of faulty questions among all proposals for which the precision is printed, in per cent.
const FAULTY: [u128; 2] = [50, 10];

/// Prints the recall and the precision of each stage.
pub(crate) fn print(out: &mut impl Write, figures: &Figures) -> io::Result<()> {
    let stages = Stages::of(figures);
    let [many, few] = FAULTY;
    writeln!(
        out,
        "\nEach stage, if every fault is equally frequent. Recall: the share that the stage drops of the faulty questions\n\
         that it receives. Precision: the share of faulty questions among those that it drops. Kept: the share of good\n\
         questions among those that it keeps. The last two also depend on how many proposals are faulty.\n"
    )?;
    writeln!(
        out,
        "{:<22} {:>8} | {:>9} {:>9} | {:>9} {:>9}",
        "", "", "precision", "precision", "kept", "kept"
    )?;
    writeln!(
        out,
        "{:<22} {:>8} | {:>9} {:>9} | {:>9} {:>9}",
        "faulty proposals",
        "recall",
        format!("{many} %"),
        format!("{few} %"),
        format!("{many} %"),
        format!("{few} %"),
    )?;
    for (name, stage) in [
        ("rules", stages.rules),
        ("review", stages.review),
        ("solver (perfect)", stages.perfect_reader),
        ("solver (careless)", stages.careless_reader),
        ("all, solver perfect", stages.with_perfect_reader),
        ("all, solver careless", stages.with_careless_reader),
    ] {
        print_stage(out, name, &stage)?;
    }
    Ok(())
}

fn print_stage(out: &mut impl Write, name: &str, stage: &Stage) -> io::Result<()> {
    let shown = |share: Option<usize>| share.map_or_else(|| "none".to_owned(), percent);
    let recall = shown(stage.recall());
    let [many, few] = FAULTY.map(|faulty| shown(stage.precision(faulty)));
    write!(out, "{name:<22} {recall:>8} | {many:>9} {few:>9}")?;
    let [many, few] = FAULTY.map(|faulty| shown(stage.good_among_kept(faulty)));
    writeln!(out, " | {many:>9} {few:>9}")
}
