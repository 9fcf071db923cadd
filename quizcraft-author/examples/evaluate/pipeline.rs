//! Games that are written with a model.

use std::error::Error;
use std::io::Write;

use quizcraft_author::{Author, Report};
use quizcraft_core::gateway::{Brief, Causes, Expense, WriteError};
use quizcraft_core::{Choice, Drafts, GameId, Keywords, PlayerId, QuestionsLimit};

/// Writes a game about each keyword. Prints its questions, and what each stage dropped and why.
pub(crate) fn run(
    out: &mut impl Write,
    author: &Author,
    keywords: &[String],
    limit: QuestionsLimit,
) -> Result<(), Box<dyn Error>> {
    // An invalid keyword is reported before the first call of the model.
    let briefs = keywords.iter().map(|keyword| brief(keyword, limit));
    let briefs = briefs.collect::<Result<Vec<_>, _>>()?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    writeln!(out, "\nGames by {}:", author.name())?;
    for (keyword, brief) in keywords.iter().zip(&briefs) {
        let (result, report) = runtime.block_on(author.compose(brief));
        writeln!(out, "\n{keyword}")?;
        print_report(out, &report)?;
        print_questions(out, &result)?;
    }
    Ok(())
}

fn brief(keyword: &str, limit: QuestionsLimit) -> Result<Brief, Box<dyn Error>> {
    let (game, player) = (GameId::from_bytes([1; 32]), PlayerId::from_bytes([0; 32]));
    let brief = Brief::new(game, player, Keywords::new([keyword])?, limit);
    Ok(brief.with_expense(Expense::Allowed))
}

fn print_report(out: &mut impl Write, report: &Report) -> std::io::Result<()> {
    let (passed, spending, times) = (report.passed(), report.spending(), report.times());
    writeln!(
        out,
        "  {} articles, {} proposed, {} checked, {} selected, {} solved, {} written",
        passed.articles,
        passed.proposed,
        passed.checked,
        passed.selected,
        passed.solved,
        passed.written,
    )?;
    writeln!(
        out,
        "  {} calls, {} of them failed, {} tokens; research {:.1?}, writing {:.1?}, solving {:.1?}",
        spending.calls(),
        spending.failed(),
        spending.tokens(),
        times.research,
        times.write,
        times.solve,
    )?;
    for (reason, count) in report.drops() {
        writeln!(out, "  dropped: {count} × {reason}")?;
    }
    Ok(())
}

fn print_questions(
    out: &mut impl Write,
    result: &Result<Drafts, WriteError>,
) -> std::io::Result<()> {
    let drafts = match result {
        Ok(drafts) => drafts,
        Err(error) => return writeln!(out, "  no questions: {}", Causes(error)),
    };
    for draft in drafts.iter() {
        let wrong: Vec<&str> = draft.wrong().iter().map(Choice::as_str).collect();
        let (prompt, solution) = (draft.prompt(), draft.solution());
        writeln!(out, "  {prompt} + {solution} - {}", wrong.join(" / "))?;
    }
    Ok(())
}
