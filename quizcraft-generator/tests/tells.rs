//! Nothing but knowledge helps to find the right option, and games differ.

#[expect(dead_code, reason = "every test file uses its own part of the helpers")]
mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use common::{game, written};
use quizcraft_core::{
    Draft, GameId, Keywords, Play, PlayerId, Question, QuestionIndex, Questions, Restored,
    StoredGame, StoredStatus, Timestamp,
};
use quizcraft_generator::FactWriter;

/// Above this, four counts that chance has made even are one in a thousand.
const CHI_SQUARE: f64 = 16.27;

/// At least ten thousand questions, as many about each topic.
#[expect(
    clippy::unwrap_used,
    reason = "what helps a test may panic as the test may"
)]
static QUESTIONS: LazyLock<Vec<Draft>> = LazyLock::new(|| {
    let names: Vec<_> = FactWriter::new()
        .topics()
        .map(|t| t.name().to_owned())
        .collect();
    let seeds = 0..u8::try_from(10_000 / (names.len() * 45)).unwrap() + 2;
    let games = seeds.flat_map(|seed| names.iter().map(move |name| game(&[name], seed, 50)));
    games.flatten().collect()
});

fn chi_square(counts: [u32; 4]) -> f64 {
    let even = f64::from(counts.iter().sum::<u32>()) / 4.0;
    let apart = counts.map(|count| (f64::from(count) - even).powi(2) / even);
    apart.iter().sum()
}

fn numbers(draft: &Draft) -> Option<Vec<i32>> {
    draft
        .options()
        .map(|option| option.as_str().parse().ok())
        .collect()
}

/// The place at which a player sees the right option of this question.
#[expect(
    clippy::unwrap_used,
    reason = "what helps a test may panic as the test may"
)]
fn place(number: usize, draft: &Draft) -> usize {
    let mut id = [0; 32];
    id[..8].copy_from_slice(&number.to_be_bytes());
    let status = StoredStatus::Ready {
        answered: Some(0),
        correct: Some(0),
    };
    let stored = StoredGame {
        id: GameId::from_bytes(id),
        player: PlayerId::from_bytes([1; 32]),
        keywords: Keywords::new(["any"]).unwrap(),
        created: Timestamp::from_secs(1_600_000_000),
        limit: 1,
        status,
    };
    let Ok(Restored::Whole(game)) = stored.restore() else {
        return usize::MAX;
    };
    let index = QuestionIndex::new(i64::try_from(number % 15).unwrap().saturating_add(1)).unwrap();
    let question = Question::restore(index, draft.clone(), None);
    let play = Play::new(game, Questions::restore(vec![question]).unwrap()).unwrap();
    let options = play.pose().unwrap().options;
    options
        .iter()
        .position(|option| option == draft.solution())
        .unwrap()
}

#[test]
fn the_right_option_stands_at_every_place_as_often() {
    let mut places = [0; 4];
    let four = QUESTIONS
        .iter()
        .filter(|draft| draft.options().count() == 4);
    for (number, draft) in four.enumerate() {
        places[place(number, draft)] += 1;
    }
    println!("places {places:?}, chi-square {:.1}", chi_square(places));

    assert!(chi_square(places) < CHI_SQUARE, "{places:?}");
}

#[test]
fn ten_thousand_questions_are_measured() {
    assert!(QUESTIONS.len() >= 10_000, "{}", QUESTIONS.len());
}

#[test]
fn the_right_number_has_every_rank_as_often() {
    let mut ranks = [0; 4];
    for numbers in QUESTIONS
        .iter()
        .filter_map(numbers)
        .filter(|n| n.len() == 4)
    {
        ranks[numbers
            .iter()
            .filter(|number| **number < numbers[0])
            .count()] += 1;
    }
    println!("ranks {ranks:?}, chi-square {:.1}", chi_square(ranks));

    assert!(chi_square(ranks) < CHI_SQUARE, "{ranks:?}");
}

#[test]
fn the_longest_option_is_right_hardly_more_often_than_by_chance() {
    let (mut right, mut chance) = (0.0, 0.0);
    for draft in QUESTIONS.iter() {
        let lengths: Vec<_> = draft
            .options()
            .map(|o| o.as_str().chars().count())
            .collect();
        let longest = lengths.iter().max().unwrap();
        let equals = lengths.iter().filter(|length| *length == longest).count();
        right += if lengths[0] == *longest {
            1.0 / f64::from(u8::try_from(equals).unwrap())
        } else {
            0.0
        };
        chance += 1.0 / f64::from(u8::try_from(lengths.len()).unwrap());
    }
    let excess = (right - chance) / f64::from(u32::try_from(QUESTIONS.len()).unwrap());
    println!("longest right more often than by chance: {excess:.3}");

    assert!(excess <= 0.05, "{excess}");
}

#[test]
fn a_round_number_is_right_as_often_as_by_chance() {
    let (mut right, mut all, mut questions) = (0, 0, 0);
    for numbers in QUESTIONS
        .iter()
        .filter_map(numbers)
        .filter(|n| n.len() == 4)
    {
        right += i32::from(numbers[0] % 10 == 0);
        all += i32::try_from(numbers.iter().filter(|n| **n % 10 == 0).count()).unwrap();
        questions += 1;
    }
    let excess = (f64::from(right) - f64::from(all) / 4.0) / f64::from(questions);
    println!("round right more often than by chance: {excess:.3}");

    assert!(excess.abs() <= 0.05, "{excess}");
}

/// The prompts of one player's game.
#[expect(
    clippy::unwrap_used,
    reason = "what helps a test may panic as the test may"
)]
fn prompts(words: &[&str], game: u8) -> BTreeSet<String> {
    let drafts = written(&FactWriter::new(), words, game, 15).unwrap();
    drafts
        .iter()
        .map(|draft| draft.prompt().to_string())
        .collect()
}

#[test]
fn two_games_share_fewer_prompts_than_facts_drawn_by_chance() {
    let facts: BTreeMap<_, _> = FactWriter::new()
        .topics()
        .map(|t| (t.name().to_owned(), t.facts()))
        .collect();
    let (mut shared, mut expected) = (0.0, 0.0);
    for (name, facts) in &facts {
        let games: Vec<_> = (0..12).map(|seed| prompts(&[name], seed)).collect();
        for (one, other) in games.iter().zip(&games[1..]) {
            shared += f64::from(u32::try_from(one.intersection(other).count()).unwrap());
            expected += 15.0 * 15.0 / f64::from(u32::try_from(*facts).unwrap());
        }
    }
    println!("shared {shared}, expected {expected:.1}");

    assert!(shared < expected, "{shared} {expected}");
}

#[test]
fn sixty_games_on_twenty_keywords_have_mostly_different_prompts() {
    let keywords = [
        "capitals",
        "Europe",
        "Africa",
        "Asia",
        "chemistry",
        "symbols",
        "Napoleon",
        "history",
        "battles",
        "kings",
        "treaties",
        "music",
        "opera",
        "composers",
        "albums",
        "space",
        "planets",
        "moons",
        "stars",
        "missions",
    ];
    let games = keywords
        .iter()
        .flat_map(|word| (0..3).map(move |game| prompts(&[word], game)));
    let asked: Vec<_> = games.flatten().collect();
    let different = asked.iter().collect::<BTreeSet<_>>().len();
    println!("{different} of {} prompts differ", asked.len());

    assert!(
        different * 10 >= asked.len() * 6,
        "{different} of {}",
        asked.len()
    );
}
