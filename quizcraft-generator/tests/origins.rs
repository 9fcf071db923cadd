//! Wrong options come from the same place and time as the solution.

#[expect(dead_code, reason = "every test file uses some of the helpers")]
mod common;

use common::game;
use quizcraft_core::Draft;

fn games(sets: &[&[&str]], seeds: std::ops::Range<u8>) -> Vec<Draft> {
    let games = seeds.flat_map(|seed| sets.iter().map(move |keywords| game(keywords, seed, 50)));
    games.flatten().collect()
}

#[test]
fn a_japanese_director_mostly_has_a_wrong_option_from_japan() {
    let japanese = ["Akira Kurosawa", "Yasujirō Ozu", "Hayao Miyazaki"];
    let drafts = games(
        &[&["Akira Kurosawa"], &["Japanese film"], &["samurai"]],
        0..30,
    );
    let asked = drafts
        .iter()
        .filter(|draft| japanese.contains(&draft.solution().as_str()));
    let asked: Vec<_> = asked
        .filter(|draft| draft.prompt().as_str().contains("direct"))
        .collect();
    let beside = asked.iter().filter(|draft| {
        let mut wrong = draft.wrong().iter();
        wrong.any(|wrong| japanese.contains(&wrong.as_str()))
    });
    let beside = beside.count();

    assert!(asked.len() >= 30, "{}", asked.len());
    assert!(
        beside * 10 >= asked.len() * 9,
        "{beside} of {}",
        asked.len()
    );
}
