//! Neither position nor length nor numbers are cues for the solution, and games differ.

#[expect(dead_code, reason = "every test file uses some of the helpers")]
mod common;

use std::collections::BTreeSet;
use std::sync::LazyLock;

use common::{game, games_in_a_row, written};
use quizcraft_core::{
    Draft, GameId, Keywords, Kinds, Play, PlayerId, Question, QuestionIndex, Questions, Restored,
    StoredGame, StoredStatus, Timestamp,
};
use quizcraft_generator::FactWriter;

/// The 0.1 % critical value of the chi-square distribution with three degrees of freedom.
const CHI_SQUARE: f64 = 16.27;

/// At least ten thousand questions, equally many about each topic.
#[expect(clippy::unwrap_used, reason = "test helpers may panic")]
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

/// Returns the position of the solution among the options that a player sees.
#[expect(clippy::unwrap_used, reason = "test helpers may panic")]
fn place(number: usize, draft: &Draft) -> usize {
    let mut id = [0; 32];
    id[..8].copy_from_slice(&number.to_be_bytes());
    let status = StoredStatus::Ready {
        answered: Some(0),
        correct: Some(0),
        score: None,
    };
    let stored = StoredGame {
        id: GameId::from_bytes(id),
        player: PlayerId::from_bytes([1; 32]),
        keywords: Keywords::new(["any"]).unwrap(),
        kinds: Kinds::default(),
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
fn the_solution_has_every_position_equally_often() {
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
fn the_right_number_has_every_rank_equally_often() {
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
fn the_longest_option_is_hardly_more_often_right_than_by_chance() {
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
fn years_rarely_differ_in_equal_steps() {
    let years = QUESTIONS.iter().filter_map(numbers);
    let mut years: Vec<_> = years.filter(|n| n.len() == 4 && n[0] > 1000).collect();
    for numbers in &mut years {
        numbers.sort_unstable();
    }
    let even = years
        .iter()
        .filter(|n| n[1] - n[0] == n[2] - n[1] && n[2] - n[1] == n[3] - n[2]);
    let (even, all) = (even.count(), years.len());
    println!("{even} of {all} in equal steps");

    // Nearly every recent year occurs in the facts, so four consecutive years are possible.
    assert!(all >= 100 && even * 100 <= all * 3, "{even} of {all}");
}

#[test]
fn a_round_year_is_right_as_often_as_by_chance() {
    let years = QUESTIONS.iter().filter_map(numbers);
    let years: Vec<_> = years.filter(|n| n.len() == 4 && n[0] > 1000).collect();
    let round = |n: &&i32| **n % 10 == 0;
    let right = years.iter().filter(|n| round(&&n[0])).count();
    let all: usize = years.iter().map(|n| n.iter().filter(round).count()).sum();
    println!(
        "{right} of {} right years are round, {all} of all",
        years.len()
    );

    // At most three standard deviations of a binomial distribution from a quarter of all.
    let (four, excess) = (4 * years.len(), (4 * right).abs_diff(all));
    assert!(
        excess * excess * years.len() <= 9 * all * (four - all),
        "{right} of {}, {all}",
        years.len()
    );
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

/// Returns the prompts of a game with 15 questions.
#[expect(clippy::unwrap_used, reason = "test helpers may panic")]
fn prompts(words: &[&str], game: u8) -> BTreeSet<String> {
    let drafts = written(&FactWriter::new(), words, game, 15).unwrap();
    drafts
        .iter()
        .map(|draft| draft.prompt().to_string())
        .collect()
}

#[test]
fn games_of_one_player_repeat_no_fact_while_there_are_others() {
    for topic in FactWriter::new().topics() {
        let games = games_in_a_row(&FactWriter::new(), &[topic.name()], 4, 15);
        // One prompt may have several solutions, each of which is another fact.
        let fact = |draft: &Draft| format!("{} {}", draft.prompt(), draft.solution());
        let asked: Vec<_> = games.iter().flatten().map(fact).collect();
        let different: BTreeSet<_> = asked.iter().collect();
        assert_eq!(different.len(), asked.len(), "{}", topic.name());
    }
}

#[test]
fn facts_used_longest_ago_are_repeated_first() {
    // Forty facts, each with its own prompt.
    let rows: Vec<_> = (0..40)
        .map(|n| format!("n{n} | v{n} | Note {n}."))
        .collect();
    let file = format!(
        "topic: Numbers\ntable: number\ncolumn: value\n  ask: What is {{name}}?\n  \
         tell: {{Name}} is {{value}}.\nrows: name | value | note\n{}\n",
        rows.join("\n")
    );
    let writer = FactWriter::from_files([("numbers.txt", file.as_str())]).unwrap();
    let games = games_in_a_row(&writer, &["numbers"], 9, 10);
    let prompts: Vec<BTreeSet<_>> = games
        .iter()
        .map(|game| game.iter().map(Draft::prompt).collect())
        .collect();

    let first: BTreeSet<_> = prompts[..4].iter().flatten().collect();
    assert_eq!(first.len(), 40, "four games use every fact once");
    for (game, again) in prompts.iter().zip(&prompts[4..]) {
        assert_eq!(game, again, "the fifth game repeats the first");
    }
}

#[test]
fn prompts_of_sixty_games_are_mostly_different() {
    let keywords = [
        "capitals",
        "Africa",
        "chemistry",
        "gold",
        "Napoleon",
        "battles",
        "opera",
        "space",
        "moons",
        "directors",
        "inventors",
        "novels",
        "painters",
        "Olympic Games",
        "rivers",
        "animals",
        "bones",
        "mathematicians",
        "Python",
        "Greek gods",
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
