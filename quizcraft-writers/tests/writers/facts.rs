//! The drafts of the fact writer, which it has reviewed with the aliases of keywords, are all kept.

use std::collections::BTreeSet;
use std::sync::Arc;

use quizcraft_core::gateway::{Brief, QuestionWriter};
use quizcraft_core::{Asked, Draft, GameId, Keywords, Kinds, PlayerId, QuestionsLimit};
use quizcraft_generator::{FACTS, FactWriter};
use quizcraft_writers::Writers;

use crate::support::{Scripted, drafts, write};

/// One in this many names of subjects is a keyword of the test.
const STEP: usize = 11;
/// The keywords that have aliases, and others that were difficult.
const KNOWN: [&str; 12] = [
    "Holland",
    "UK",
    "USA",
    "America",
    "Napoleon",
    "capitals",
    "chemistry",
    "Joséphine",
    "1970s",
    "World War II",
    "Burma",
    "Persia",
];

/// Returns names of subjects and topics: the first cells of rows in the facts files.
fn keywords() -> BTreeSet<String> {
    let lines = FACTS.iter().flat_map(|(_, file)| file.lines());
    let names = lines.filter_map(|line| match line.strip_prefix("topic: ") {
        Some(topic) => Some(topic.to_owned()),
        None => line
            .split_once(" | ")
            .map(|(name, _)| name.trim().to_owned()),
    });
    let valid = names.filter(|name| Keywords::new([name]).is_ok());
    let every = valid.step_by(STEP);
    every.chain(KNOWN.map(str::to_owned)).collect()
}

fn brief(keyword: &str, seed: u8, kinds: Kinds) -> Brief {
    brief_on(&[keyword], seed, kinds)
}

fn brief_on(keywords: &[&str], seed: u8, kinds: Kinds) -> Brief {
    let (game, player) = (
        GameId::from_bytes([seed; 32]),
        PlayerId::from_bytes([0; 32]),
    );
    let keywords = Keywords::new(keywords).unwrap();
    Brief::new(game, player, keywords, QuestionsLimit::DEFAULT).with_kinds(kinds)
}

#[test]
fn no_draft_of_the_fact_writer_is_dropped() {
    let facts = FactWriter::new();
    let writers = Writers::new(Arc::new(facts.clone()));
    let (mut games, mut questions, mut changed) = (0, 0, Vec::new());
    for keyword in keywords() {
        for (seed, kinds) in [(1, Kinds::SINGLE), (2, Kinds::ALL)] {
            let brief = brief(&keyword, seed, kinds);
            let Ok(alone) = write(&facts, &brief) else {
                continue;
            };
            let composed = write(&writers, &brief).unwrap_or_default();
            games += 1;
            questions += alone.len();
            if alone != composed {
                changed.push((keyword.clone(), kinds, alone.len(), composed.len()));
            }
        }
    }
    println!("{games} games with {questions} questions");
    assert!(games >= 500, "{games}");
    assert!(
        changed.is_empty(),
        "{} games are changed: {changed:#?}",
        changed.len()
    );
}

#[test]
fn repeats_of_the_fact_writer_are_kept() {
    let facts = FactWriter::new();
    let writers = Writers::new(Arc::new(facts.clone()));
    let mut asked = Asked::default();
    for seed in 0..12 {
        let brief = brief("Slovenia", seed, Kinds::SINGLE).with_asked(asked.clone());
        let alone = write(&facts, &brief).unwrap();
        assert_eq!(write(&writers, &brief).unwrap(), alone, "game {seed}");
        let new = alone.iter().rev().map(Draft::fingerprint);
        asked = Asked::restore(new.chain(asked.iter()));
    }
}

#[test]
fn a_keyword_that_no_fact_knows_gets_its_share_beside_one_that_fills_the_game() {
    let facts = FactWriter::new();
    for (keywords, share) in [
        (&["chemistry", "Arvanel Town"][..], 7),
        (&["chemistry", "Arvanel Town", "music"], 5),
        (&["chemistry", "music"], 0),
    ] {
        let model = Scripted::knowing(drafts("elm", 60));
        let writers = Writers::new(Arc::new(facts.clone())).then(Arc::clone(&model) as _);
        let brief = brief_on(keywords, 1, Kinds::SINGLE);
        let alone = write(&facts, &brief).unwrap();
        let expected = [&alone[..15 - share], &drafts("elm", share)].concat();
        assert_eq!(write(&writers, &brief).unwrap(), expected, "{keywords:?}");
        assert_eq!(model.briefs().len(), usize::from(share > 0));
    }
}

#[test]
fn an_unknown_keyword_has_the_suggestions_of_the_fact_writer() {
    let facts = FactWriter::new();
    let writers = Writers::new(Arc::new(facts.clone())).then(Arc::new(facts.clone()));
    let brief = brief("qwertz", 1, Kinds::SINGLE);
    let failure = |writer: &dyn QuestionWriter| write(writer, &brief).unwrap_err().to_string();
    assert_eq!(failure(&writers), failure(&facts));
}
