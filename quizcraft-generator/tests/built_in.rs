//! Properties of games from the built-in facts.

#[expect(dead_code, reason = "every test file uses some of the helpers")]
mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use common::{game, written};
use quizcraft_core::{Choice, Draft};
use quizcraft_generator::FactWriter;

/// The minimum number of questions for a keyword of a topic.
const MIN_QUESTIONS: usize = 3;

/// The questions of many games about each topic, composed once for all tests.
static GAMES: LazyLock<Vec<Draft>> = LazyLock::new(|| {
    let topics: Vec<_> = FactWriter::new().topics().collect();
    let seeds = 0..5;
    let games = seeds.flat_map(|seed| topics.iter().map(move |t| game(&[t.name()], seed, 50)));
    games.flatten().collect()
});

/// Asserts that `is_wrong` holds for no question.
fn assert_none(is_wrong: impl Fn(&Draft) -> bool) {
    let wrong: Vec<_> = GAMES.iter().filter(|draft| is_wrong(draft)).collect();
    assert!(wrong.is_empty(), "{} questions: {wrong:#?}", wrong.len());
}

#[test]
fn topics_have_enough_facts_and_none_dominates() {
    let counts: Vec<_> = FactWriter::new()
        .topics()
        .map(|topic| topic.facts())
        .collect();
    let sum: usize = counts.iter().sum();

    assert!(counts.len() >= 45 && sum >= 9_000, "{counts:?}");
    assert!(
        counts.iter().all(|&count| count >= 80 && count * 10 <= sum),
        "{counts:?}"
    );
}

#[test]
fn every_keyword_of_a_topic_yields_questions() {
    let (writer, mut small) = (FactWriter::new(), Vec::new());
    for topic in writer.topics() {
        assert!(topic.example().ends_with('?'));
        for keyword in topic.keywords() {
            let count = written(&writer, &[keyword], 3, 5).map_or(0, |game| game.iter().len());
            small.extend((count < MIN_QUESTIONS).then(|| format!("{keyword}: {count}")));
        }
    }
    assert!(small.is_empty(), "{small:#?}");
}

#[test]
fn every_question_has_four_options() {
    assert_none(|draft| draft.options().count() != 4);
}

#[test]
fn no_question_has_two_right_options() {
    assert_none(|draft| {
        let options: Vec<_> = draft.options().map(Choice::as_str).collect();
        let both = |one, other| options.contains(&one) && options.contains(&other);
        let riyal = draft.solution().as_str().starts_with('R');
        let heaven = draft.prompt().as_str().contains("god of the sky");
        riyal && both("Rial", "Riyal") || heaven && both("Jupiter", "Uranus")
    });
}

#[test]
fn clarifications_state_the_solution() {
    let states = |draft: &&Draft| {
        let whole = format!("{} {}", draft.prompt(), draft.clarification()).to_lowercase();
        let solution = draft.solution().as_str().to_lowercase();
        let words: Vec<_> = solution.split(|c: char| !c.is_alphanumeric()).collect();
        words.iter().all(|word| whole.contains(word))
    };
    let stated = GAMES.iter().filter(states).count();

    for draft in GAMES.iter().filter(|draft| !states(draft)).take(40) {
        println!(
            "{} | {} | {}",
            draft.prompt(),
            draft.solution(),
            draft.clarification()
        );
    }
    // A few facts would reveal a later solution, so that only a second fact is left.
    assert!(
        stated * 100 >= GAMES.len() * 97,
        "{stated} of {}",
        GAMES.len()
    );
}

#[test]
fn plural_names_have_plural_verbs() {
    let several = [
        "Bahamas",
        "Maldives",
        "Netherlands",
        "Philippines",
        "United States",
        "Emirates",
        "Brandenburg Concertos",
        "Hungarian Rhapsodies",
        "Planets",
    ];
    let is_one = |text: &str, name: &str, verb: &str| {
        let asked = ["the ", "The "].map(|the| format!("{verb} {the}{name}"));
        // In a statement the subject of "was the Netherlands" is singular, so only questions count.
        let question = text.ends_with('?');
        text.starts_with(&format!("The {name} {verb} "))
            || (question && asked.iter().any(|asked| text.contains(asked)))
    };
    assert_none(|draft| {
        let texts = [draft.prompt().as_str(), draft.clarification().as_str()];
        texts.iter().any(|text| {
            let mut named = several.iter();
            named.any(|name| {
                ["is", "was", "has"]
                    .iter()
                    .any(|verb| is_one(text, name, verb))
            })
        })
    });
}

#[test]
fn disputed_facts_are_not_asked() {
    assert_none(|draft| {
        let (prompt, solution) = (draft.prompt().as_str(), draft.solution().as_str());
        let bosworth = format!("{prompt} {solution}").contains("Bosworth");
        let text = draft.clarification().as_str();
        bosworth && prompt.contains("command")
            || text.contains("or the other way round")
            || text.contains("Both commanders")
    });
}

#[test]
fn no_prompt_contains_its_solution() {
    let words = |text: &str| format!(" {} ", text.to_lowercase().replace(['?', ','], ""));
    assert_none(|draft| {
        let solution = words(draft.solution().as_str());
        words(draft.prompt().as_str()).contains(&solution)
    });
}

#[test]
fn no_name_in_a_prompt_reveals_the_solution() {
    let stem = |word: &str| -> String {
        let folded = word.to_lowercase().replace('z', "s").replace('í', "i");
        folded.chars().take(4).collect()
    };
    let names = |text: &str| -> BTreeSet<String> {
        let words = text.split(|c: char| !c.is_alphanumeric());
        let long = words.filter(|word| word.starts_with(char::is_uppercase) && word.len() > 3);
        long.map(stem).collect()
    };
    assert_none(|draft| {
        let (prompt, solution) = (draft.prompt().as_str(), draft.solution().as_str());
        let asks = prompt.split_once(' ').map_or("", |(_, rest)| rest);
        let mut cues = names(solution);
        // A name that a wrong option has too is no cue.
        for wrong in draft.wrong() {
            cues = &cues - &names(wrong.as_str());
        }
        // "Chris" and "Christmas" have the same stem but different meanings.
        cues.retain(|name| name != "chri");
        let whole = format!("{prompt} {solution}");
        let egypt =
            whole.contains("Battle of the Pyramids") || whole.contains("Battle of the Nile");
        !names(asks).is_disjoint(&cues) || egypt && whole.contains("Egypt")
    });
}

#[test]
fn a_solution_is_never_a_wrong_option_of_the_same_prompt() {
    let mut right: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
    for draft in GAMES.iter() {
        right
            .entry(draft.prompt())
            .or_default()
            .insert(draft.solution());
    }
    assert_none(|draft| {
        let mut wrong = draft.wrong().iter();
        wrong.any(|choice| right[draft.prompt()].contains(choice))
    });
}

#[test]
fn clarifications_are_whole_sentences() {
    assert_none(|draft| {
        let text = draft.clarification().as_str();
        let first = text.split(' ').next().unwrap_or_default();
        // Brands such as iPod keep their spelling at the start of a sentence.
        let is_brand = first.chars().skip(1).any(char::is_uppercase);
        !text.ends_with('.') || !is_brand && text.starts_with(char::is_lowercase)
    });
}

/// Returns the right number and the wrong ones, or `None` if the options are not numbers.
fn numbers(draft: &Draft) -> Option<(i32, Vec<i32>)> {
    let wrong: Result<Vec<i32>, _> = draft.wrong().iter().map(|w| w.as_str().parse()).collect();
    Some((draft.solution().as_str().parse().ok()?, wrong.ok()?))
}

#[test]
fn the_right_number_has_every_rank_equally_often() {
    let mut ranks = [0_u32; 4];
    let keywords = ["year", "birth", "death", "atomic number"];
    let seeded = (0..64).flat_map(|seed| keywords.map(|keyword| game(&[keyword], seed, 50)));
    for (right, wrong) in seeded.flatten().filter_map(|draft| numbers(&draft)) {
        ranks[wrong.iter().filter(|number| **number < right).count()] += 1;
    }
    let sum: u32 = ranks.iter().sum();

    assert!(sum >= 2000, "{sum}");
    let even = |&rank: &u32| rank * 100 > sum * 22 && rank * 100 < sum * 28;
    assert!(ranks.iter().all(even), "{ranks:?}");
}

#[test]
fn wrong_years_are_near_the_right_one() {
    assert_none(|draft| {
        let of_years = draft.prompt().as_str().contains("year");
        numbers(draft).is_some_and(|(right, wrong)| {
            of_years && wrong.iter().any(|year| year.abs_diff(right) > 66)
        })
    });
}

#[test]
fn wrong_people_are_contemporaries_of_the_right_one() {
    let later = ["Marie Antoinette", "Martha Custis", "Julie Clary"];
    let earlier = "Matilda of Flanders";
    let mut marriages = 0;
    for seed in 0..20 {
        let drafts = game(&["Henry VIII"], seed, 12);
        let marriage = |draft: &&Draft| draft.prompt().as_str().ends_with("did Henry VIII marry?");
        for draft in drafts.iter().filter(marriage) {
            marriages += 1;
            let mut wrong = draft.wrong().iter().map(Choice::as_str);
            assert!(
                wrong.all(|name| name != earlier && !later.contains(&name)),
                "{draft:?}"
            );
        }
    }
    assert!(marriages > 0);
}

/// Returns the rows of a file with a single table, as cells by the name of their column.
fn cells(file: &'static str) -> Vec<BTreeMap<&'static str, &'static str>> {
    let (_, table) = file.split_once("\nrows: ").unwrap_or_default();
    let (header, rows) = table.split_once('\n').unwrap_or_default();
    let split = |row: &'static str| row.split('|').map(str::trim);
    let named = |row| split(header).zip(split(row)).collect();
    rows.lines().map(named).collect()
}

#[test]
fn many_elements_and_countries_have_a_note_that_repeats_no_cell() {
    for file in [
        include_str!("../facts/elements.txt"),
        include_str!("../facts/countries.txt"),
    ] {
        let mut noted = 0;
        for row in cells(file) {
            let note = row.get("note").copied().unwrap_or_default();
            noted += u32::from(!note.is_empty());
            let words = |text: &str| format!(" {} ", text.replace(['.', ',', '\'', '(', ')'], " "));
            let known = row.iter().filter(|(column, _)| **column != "note");
            for cell in known.flat_map(|(_, cell)| cell.split(';')) {
                let cell = words(cell.trim());
                let is_repeated = !cell.trim().is_empty() && words(note).contains(&cell);
                assert!(!is_repeated, "{note}");
            }
        }
        assert!(noted >= 60, "{noted}");
    }
}

#[test]
fn second_facts_about_gold_do_not_repeat_the_solution() {
    for seed in 0..12 {
        let drafts = game(&["gold"], seed, 15);
        let gold = drafts.iter().filter(|draft| {
            let whole = format!("{} {}", draft.prompt(), draft.solution()).to_lowercase();
            ["gold", "aurum"].iter().any(|name| whole.contains(name))
        });
        for draft in gold {
            let (text, solution) = (draft.clarification().as_str(), draft.solution().as_str());
            let text = text.split_once(". ").map_or(text, |(_, second)| second);
            let repeats = text
                .to_lowercase()
                .contains(&format!(" {}.", solution.to_lowercase()));
            let latin = draft.prompt().as_str().contains("Latin") && text.contains("Latin");
            assert!(!repeats && !latin, "{draft:?}");
        }
    }
}

#[test]
fn the_files_have_no_findings() {
    let findings = quizcraft_facts::check(quizcraft_generator::FACTS.iter().copied());
    assert_eq!(findings, quizcraft_facts::Findings::default());
}
