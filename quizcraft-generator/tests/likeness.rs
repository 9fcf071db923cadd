//! Wrong options are as similar to the solution as the facts allow: neither letters nor origin nor
//! age are cues. These tests read the similarity from the files, not from the writer.

#![expect(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "test helpers may panic"
)]

#[expect(dead_code, reason = "every test file uses some of the helpers")]
mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use common::{game, game_of};
use quizcraft_core::{Choice, Draft};
use quizcraft_generator::{FACTS, FactWriter};

/// The rows of a table, as cells by the name of their column.
type Rows = Vec<BTreeMap<&'static str, &'static str>>;

fn rows(file: &str, table: &str) -> Rows {
    let (_, text) = FACTS.iter().find(|(name, _)| *name == file).unwrap();
    let (_, text) = text.split_once(&format!("table: {table}")).unwrap();
    let (_, text) = text.split_once("\nrows: ").unwrap();
    let (header, text) = text.split_once('\n').unwrap();
    let cells = |row: &'static str| row.split('|').map(str::trim);
    let lines = text.lines().take_while(|line| line.contains('|'));
    lines
        .map(|row| cells(header).zip(cells(row)).collect())
        .collect()
}

/// Returns the values of a cell without brackets and articles.
fn values(cell: &str) -> BTreeSet<&str> {
    let values = cell
        .split(';')
        .map(|value| value.trim().trim_matches(['(', ')']));
    let bare = values.map(|value| value.trim_start_matches("the "));
    bare.filter(|value| !value.is_empty()).collect()
}

/// The region and continents of each country.
static COUNTRIES: LazyLock<BTreeMap<&str, (&str, BTreeSet<&str>)>> = LazyLock::new(|| {
    let rows = rows("countries.txt", "country");
    let known = rows.into_iter().map(|row| {
        let name = row["name"].trim_start_matches("the ");
        (name, (row["region"], values(row["continent"])))
    });
    known.collect()
});

fn region(country: &str) -> Option<&'static str> {
    COUNTRIES.get(country).map(|(region, _)| *region)
}

fn share_a_continent(one: &str, other: &str) -> bool {
    let places = COUNTRIES.get(one).zip(COUNTRIES.get(other));
    places.is_some_and(|((_, one), (_, other))| !one.is_disjoint(other))
}

fn games(keywords: &[&str], seeds: std::ops::Range<u8>) -> Vec<Draft> {
    let games = seeds.flat_map(|seed| keywords.iter().map(move |word| game(&[word], seed, 50)));
    games.flatten().collect()
}

fn options(draft: &Draft) -> Vec<&str> {
    draft.options().map(Choice::as_str).collect()
}

fn initial(text: &str) -> Option<char> {
    text.chars().flat_map(char::to_lowercase).next()
}

/// Returns how much more often than by chance a player is right who chooses a random option among
/// those for which `looks` holds, or among all if it holds for none.
fn excess<'a>(
    drafts: impl Iterator<Item = &'a Draft>,
    looks: impl Fn(&Draft, &str) -> bool,
) -> f64 {
    let (mut right, mut chance, mut count) = (0.0, 0.0, 0.0);
    for draft in drafts {
        let options = options(draft);
        let taken: Vec<_> = options
            .iter()
            .filter(|option| looks(draft, option))
            .collect();
        let size = |count: usize| f64::from(u8::try_from(count).unwrap());
        right += match (taken.len(), looks(draft, draft.solution().as_str())) {
            (0, _) => 1.0 / size(options.len()),
            (some, true) => 1.0 / size(some),
            (_, false) => 0.0,
        };
        chance += 1.0 / size(options.len());
        count += 1.0;
    }
    assert!(count >= 100.0, "{count} questions");
    (right - chance) / count
}

/// Returns the symbols of the elements by name.
fn elements() -> BTreeMap<&'static str, &'static str> {
    let rows = rows("elements.txt", "chemical element");
    rows.into_iter()
        .map(|row| (row["name"], row["symbol"]))
        .collect()
}

/// Returns the element or symbol in the prompt of a question about symbols.
fn named(draft: &Draft) -> Option<&str> {
    let prompt = draft.prompt().as_str();
    let about = prompt.contains("symbol") || prompt.contains("abbreviated");
    let words: Vec<_> = prompt
        .split(|c: char| !c.is_alphanumeric())
        .skip(1)
        .collect();
    let elements = elements();
    let known =
        |word: &&str| elements.contains_key(word) || elements.values().any(|symbol| symbol == word);
    words.into_iter().rfind(known).filter(|_| about)
}

#[test]
fn the_first_letter_is_no_cue_in_questions_about_symbols() {
    let drafts = games(&["chemical symbol"], 0..12);
    let of_symbols: Vec<_> = drafts
        .iter()
        .filter(|draft| named(draft).is_some())
        .collect();
    let like = |draft: &Draft, option: &str| initial(named(draft).unwrap()) == initial(option);
    let cued = of_symbols.iter().filter(|draft| {
        let wrong = draft
            .wrong()
            .iter()
            .any(|wrong| like(draft, wrong.as_str()));
        like(draft, draft.solution().as_str()) && !wrong
    });
    let cued: Vec<_> = cued.collect();
    let by_letter = excess(of_symbols.iter().copied(), like);
    println!(
        "{} of {}, by letter {by_letter:.3}",
        cued.len(),
        of_symbols.len()
    );

    assert!(of_symbols.len() >= 400, "{}", of_symbols.len());
    assert!(cued.is_empty(), "{cued:#?}");
    assert!(by_letter <= 0.05, "{by_letter}");
}

/// Returns the questions whose options are all countries.
fn of_countries(drafts: &[Draft]) -> Vec<&Draft> {
    let countries = |draft: &&Draft| options(draft).iter().all(|o| COUNTRIES.contains_key(o));
    drafts.iter().filter(countries).collect()
}

/// The questions of games on subjects with a place in the world, composed once for all tests.
static PLACED: LazyLock<Vec<Draft>> = LazyLock::new(|| {
    let keywords = [
        "battlefield",
        "battles",
        "film director",
        "mathematician",
        "painter",
        "mountain",
        "lake",
        "island",
    ];
    games(&keywords, 0..8)
});

#[test]
fn a_country_has_a_wrong_option_from_its_region() {
    let drafts = of_countries(&PLACED);
    let alone = drafts.iter().filter(|draft| {
        let right = region(draft.solution().as_str());
        let mut wrong = draft.wrong().iter();
        !wrong.any(|wrong| region(wrong.as_str()) == right)
    });
    let alone: Vec<_> = alone.collect();
    assert!(alone.is_empty(), "{} {alone:#?}", alone.len());
    assert!(drafts.len() >= 300, "{}", drafts.len());
}

#[test]
fn a_country_far_from_the_other_options_is_no_cue() {
    let far = |draft: &Draft, option: &str| {
        let others = options(draft).into_iter().filter(|other| *other != option);
        others
            .filter(|other| share_a_continent(option, other))
            .count()
            == 0
    };
    let by_distance = excess(of_countries(&PLACED).into_iter(), far);
    println!("by distance {by_distance:.3}");

    assert!(by_distance <= 0.0, "{by_distance}");
}

#[test]
fn a_name_has_a_wrong_option_from_its_part_of_the_world() {
    let tables = [
        ("history.txt", "battle", "country"),
        ("mathematics.txt", "mathematician", "country"),
        ("paintings.txt", "painter", "birthplace"),
        ("nature.txt", "mountain", "country"),
        ("nature.txt", "island", "owner"),
        ("history.txt", "person", "home"),
        ("music.txt", "composer;", "home"),
    ];
    let more = games(&["composer", "ruler", "mountain range"], 0..16);
    let drafts: Vec<_> = PLACED.iter().chain(&more).collect();
    for (file, table, column) in tables {
        let rows = rows(file, table);
        let named = rows
            .iter()
            .map(|row| (row["name"].trim_start_matches("the "), values(row[column])));
        let places: BTreeMap<_, _> = named.collect();
        let mut asked = 0;
        for draft in drafts.iter().copied() {
            let options = options(draft);
            let digits = draft
                .prompt()
                .as_str()
                .contains(|c: char| c.is_ascii_digit());
            if digits || !options.iter().all(|option| places.contains_key(option)) {
                continue;
            }
            let right = &places[draft.solution().as_str()];
            if right.iter().all(|place| region(place).is_none()) {
                continue;
            }
            asked += 1;
            let near = draft.wrong().iter().filter(|wrong| {
                let mut pairs = places[wrong.as_str()]
                    .iter()
                    .flat_map(|one| right.iter().map(move |other| (one, other)));
                pairs.any(|(one, other)| share_a_continent(one, other))
            });
            assert!(near.count() >= 1, "{draft:?}");
        }
        println!("{table}: {asked}");
        assert!(asked >= 5, "{table}: {asked}");
    }
}

#[test]
fn names_of_unique_origin_are_asked_only_where_it_is_no_cue() {
    let odd = [
        "Sekigahara",
        "Ayacucho",
        "Tsushima",
        "Manzikert",
        "Shimonoseki",
        "Guadalupe",
        "Nanking",
    ];
    for draft in games(&["battles", "treaty"], 0..12) {
        let (prompt, solution) = (draft.prompt().as_str(), draft.solution().as_str());
        let shown = format!("{prompt} {solution}");
        let by_year = prompt.contains(|c: char| c.is_ascii_digit());
        let by_country = COUNTRIES.contains_key(solution);
        let by_number = solution.parse::<i32>().is_ok();
        let named = odd.iter().any(|name| shown.contains(name));
        assert!(!named || by_year || by_country || by_number, "{draft:?}");
        assert!(solution != "Battle of Iwo Jima" || by_year, "{draft:?}");
    }
}

/// Returns whether the solution has a mark, and the wrong options that have it.
fn marked(draft: &Draft, is_marked: impl Fn(&str) -> bool) -> (bool, Vec<&str>) {
    let wrong = draft.wrong().iter().map(Choice::as_str);
    let right = is_marked(draft.solution().as_str());
    (right, wrong.filter(|option| is_marked(option)).collect())
}

#[test]
fn an_actress_is_never_alone_among_actors_nor_the_reverse() {
    for (table, keyword) in [
        ("Harry Potter character", "Harry Potter"),
        ("Game of Thrones character", "Game of Thrones"),
    ] {
        let rows = rows("fantasy.txt", table);
        let cast: BTreeMap<_, _> = rows
            .iter()
            .flat_map(|row| {
                let is_woman = row["keywords"].split("; ").any(|word| word == "woman");
                let actors = values(row["actor"]).into_iter();
                actors.map(move |actor| (actor, is_woman))
            })
            .collect();
        let drafts = games(&[keyword], 0..12);
        let of_actors = drafts.iter().filter(|draft| {
            options(draft)
                .iter()
                .all(|option| cast.contains_key(option))
        });
        let mut asked = 0;
        for draft in of_actors {
            let (right, women) = marked(draft, |option| cast[option]);
            let alike = if right { women.len() } else { 3 - women.len() };
            assert!(alike >= 2, "{draft:?}");
            asked += 1;
        }
        assert!(asked >= 20, "{keyword}: {asked}");
    }
}

#[test]
fn microstates_are_no_wrong_options_for_large_countries() {
    let rows = rows("countries.txt", "country");
    let small: BTreeSet<_> = rows
        .iter()
        .filter(|row| row["keywords"].split("; ").any(|word| word == "microstate"))
        .map(|row| row["name"].trim_start_matches("the "))
        .collect();
    assert!(small.len() >= 5, "{small:?}");
    let topics = [
        "drink",
        "holidays",
        "paintings",
        "dance",
        "football",
        "inventions",
    ];
    let mut asked = 0;
    for draft in games(&topics, 0..8) {
        if !options(&draft)
            .iter()
            .all(|option| COUNTRIES.contains_key(option))
        {
            continue;
        }
        let (right, wrong) = marked(&draft, |option| small.contains(option));
        assert!(right || wrong.is_empty(), "{draft:?}");
        asked += 1;
    }
    assert!(asked >= 100, "{asked}");
}

#[test]
fn no_option_is_of_another_kind_while_there_are_enough_of_one_kind() {
    let row = |n: u32, kind: &str, initial: &str| format!("{kind}{n}x | {kind} | {initial}{n}v");
    let few = (0..4).map(|n| row(n, "tool", "t"));
    let many = (0..20).map(|n| row(n, "gem", "g"));
    let rows: Vec<_> = few.chain(many).collect();
    let file = format!(
        "topic: Things\ntable: thing\nnear: kind\ncolumn: kind\ncolumn: place\n  \
         ask: Where is {{name}}?\n  tell: {{Name}} is at {{value}}.\nrows: name | kind | place\n{}\n",
        rows.join("\n")
    );
    let writer = FactWriter::from_files([("things.txt", file.as_str())]).unwrap();
    let mut tools = 0;
    for seed in 0..20 {
        for draft in game_of(&writer, &["things"], seed, 15) {
            let of_tools = |option: &Choice| option.as_str().starts_with(['t', 'T']);
            tools += usize::from(of_tools(draft.solution()));
            let same = draft.options().filter(|one| of_tools(one)).count();
            assert!(same == 0 || same == 4, "{draft:?}");
        }
    }
    assert!(tools >= 20, "{tools}");
}
