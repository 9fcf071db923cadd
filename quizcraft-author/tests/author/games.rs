//! Whole games with a good model.

use std::collections::HashSet;

use quizcraft_author::DenyList;
use quizcraft_core::gateway::{Expense, QuestionWriter, RefusedExpense, WriteError};
use quizcraft_core::{Asked, Draft, Drafts, Kind, Kinds};

use crate::common::library::Library;
use crate::common::{World, brief, brief_about, buildings, model, run};

fn prompts(drafts: &Drafts) -> Vec<String> {
    drafts
        .iter()
        .map(|draft| draft.prompt().to_string())
        .collect()
}

fn titles(drafts: &Drafts) -> HashSet<String> {
    let titles = drafts
        .iter()
        .map(|draft| draft.source().unwrap().title().to_string());
    titles.collect()
}

/// Returns the reason of a permanent error.
fn reason(result: Result<Drafts, WriteError>) -> String {
    match result {
        Err(WriteError::Impossible(reason)) => reason.to_string(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_good_model_fills_a_game_within_the_budget() {
    let world = World::good();
    let (drafts, report) = run(world.author.compose(&brief(15)));
    assert_eq!(drafts.unwrap().iter().len(), 15, "{report:?}");
    let (spending, budget) = (report.spending(), quizcraft_author::Budget::default());
    assert!(spending.calls() <= budget.calls(), "{spending:?}");
    assert!(spending.tokens() <= budget.tokens(), "{spending:?}");
    assert_eq!(spending.calls(), 9, "five write and four solve");
    assert_eq!(world.model.calls(), 9);
    assert_eq!(spending.tokens(), world.model.tokens());
    assert_eq!(report.drops().count(), 0, "{report:?}");
    assert!(world.model.most_at_once() <= 3);
}

#[test]
fn a_mediocre_model_fills_a_game_about_a_long_article_within_the_budget() {
    let filler = "Many visitors come from far away in the summer, when the weather is fine and the days are long, and \
        they walk along the shore until the evening.";
    let sentences = (0..40).map(|index| format!("{} {filler}", buildings::sentence(index)));
    let text = sentences.collect::<Vec<_>>().join(" ");
    // A third of the questions breaks a rule, and some keys are not proven by the sentences.
    let world = World::new(Library::about("Arvan", &text), |call| {
        let is_first_try = !call.rewrites();
        model::good(call).map_questions(&move |question| match question["sentence"]
            .as_u64()
            .unwrap()
            % 6
        {
            1 if is_first_try => question["prompt"] = "Who built the lighthouse".into(),
            3 if is_first_try => question["wrong_options"] = ["Ada Moor"].into(),
            _ => {}
        })
    });
    let (drafts, report) = run(world.author.compose(&brief(15)));
    assert!(drafts.unwrap().iter().len() >= 10, "{report:?}");
    assert!(report.spending().calls() <= 12 && report.spending().tokens() <= 25_000);
}

#[test]
fn every_draft_has_a_source_a_writer_and_a_fingerprint_of_its_fact() {
    let drafts = run(World::good().author.write(&brief(5))).unwrap();
    for draft in drafts.iter() {
        let source = draft.source().unwrap();
        let url = source.url().unwrap().as_str();
        assert_eq!(
            (source.title().as_str(), url),
            ("Arvan", "https://example.org/wiki/Arvan")
        );
        assert_eq!(source.license().unwrap().as_str(), "CC BY-SA 4.0");
        assert_eq!(draft.writer().unwrap().as_str(), "model test-1, prompts 1");
        let solution = draft.solution().as_str().to_lowercase();
        let fact = quizcraft_core::DraftFingerprint::of(&["article", url, &solution]);
        assert_eq!(draft.fingerprint(), fact);
        assert_eq!((draft.kind(), draft.wrong().len()), (Kind::Single, 3));
    }
}

#[test]
fn writing_calls_cite_different_sentences() {
    let world = World::good();
    run(world.author.write(&brief(15))).unwrap();
    let requests = world.model.requests().into_iter();
    let cited = requests
        .filter(|request| request.schema.name == "questions")
        .map(|request| {
            let question = &request.schema.json["properties"]["questions"]["items"];
            question["properties"]["sentence"]["enum"]
                .as_array()
                .unwrap()
                .clone()
        });
    let cited: Vec<_> = cited.flatten().collect();
    let distinct: HashSet<u64> = cited
        .iter()
        .map(|number| number.as_u64().unwrap())
        .collect();
    assert_eq!(cited.len(), distinct.len());
    assert_eq!(distinct, (1..=40).collect());
}

#[test]
fn a_model_that_answers_the_same_writes_the_same_game() {
    let game = || prompts(&run(World::good().author.write(&brief(15))).unwrap());
    assert_eq!(game(), game());
}

#[test]
fn a_short_article_has_no_more_questions_than_sentences() {
    let world = World::new(Library::about("Arvan", &buildings::text(4)), model::good);
    let drafts = run(world.author.write(&brief(15))).unwrap();
    assert_eq!(drafts.iter().len(), 4);
    assert_eq!(world.model.calls(), 3, "one writes and two solve");
}

#[test]
fn a_second_article_is_read_only_if_the_first_one_is_short() {
    for (sentences, articles) in [(4, 2), (40, 1)] {
        let library = Library::about("Arvan", &buildings::text(sentences));
        let library = library.with("Arvan", "Arvan (town)", &buildings::text_from(40, 12));
        let world = World::new(library, model::good);
        let (drafts, report) = run(world.author.compose(&brief(10)));
        assert_eq!(titles(&drafts.unwrap()).len(), articles);
        assert_eq!(report.passed().articles, articles);
    }
}

#[test]
fn several_keywords_share_a_game() {
    let library = Library::about("Arvan", &buildings::text(20));
    let library = library.with("Belan", "Belan", &buildings::text_from(20, 20));
    let world = World::new(library, model::good);
    let drafts = run(world
        .author
        .write(&brief_about(&["Arvan", "Belan", "nothing"], 10)))
    .unwrap();
    assert_eq!(drafts.iter().len(), 10);
    assert_eq!(
        titles(&drafts),
        HashSet::from(["Arvan".to_owned(), "Belan".to_owned()])
    );
}

#[test]
fn an_article_that_two_keywords_find_is_used_once() {
    let text = buildings::text(6);
    let library = Library::about("Arvan", &text).with("Belan", "Arvan", &text);
    let world = World::new(library, model::good);
    let (drafts, report) = run(world.author.compose(&brief_about(&["Arvan", "Belan"], 15)));
    assert_eq!(
        (drafts.unwrap().iter().len(), report.passed().articles),
        (6, 1)
    );
}

#[test]
fn questions_that_the_player_was_asked_before_come_last() {
    let world = World::good();
    let first = run(world.author.write(&brief(5))).unwrap();
    let asked = Asked::restore(first.iter().map(Draft::fingerprint));
    let second = run(world.author.write(&brief(5).with_asked(asked.clone()))).unwrap();
    assert_eq!(second.iter().len(), 5);
    assert!(
        !second
            .iter()
            .any(|draft| asked.contains(draft.fingerprint()))
    );
}

#[test]
fn a_short_article_is_asked_about_again() {
    let world = World::new(Library::about("Arvan", &buildings::text(5)), model::good);
    let first = run(world.author.write(&brief(5))).unwrap();
    let asked = Asked::restore(first.iter().map(Draft::fingerprint));
    let second = run(world.author.write(&brief(5).with_asked(asked))).unwrap();
    assert_eq!(second.iter().len(), 5);
}

#[test]
fn an_unknown_keyword_costs_no_call_and_is_quoted() {
    let world = World::good();
    let failure = reason(run(world
        .author
        .write(&brief_about(&["Qwertz", "Łódź"], 5))));
    let expected = "No article was found for “Qwertz” or “\u{2068}Łódź\u{2069}”. Check the spelling, or choose a more \
        common name.";
    assert_eq!(failure, expected);
    assert_eq!(world.model.calls(), 0);
}

#[test]
fn a_game_without_single_choices_costs_no_request() {
    let world = World::good();
    let kinds = Kinds::new([Kind::Order, Kind::Number]).unwrap();
    let failure = reason(run(world.author.write(&brief(5).with_kinds(kinds))));
    assert!(failure.contains("single choices"), "{failure}");
    assert_eq!((world.articles.requests(), world.model.calls()), (0, 0));
}

#[test]
fn denied_keywords_and_titles_are_not_researched() {
    let library = Library::about("Arvan", &buildings::text(20));
    let library = library.with("town", "The Arvans", &buildings::text(20));
    let world = World::new(library, model::good);
    let author = world.author.with_deny_list(DenyList::new(["arvan"]));
    let failure = reason(run(author.write(&brief(5))));
    assert_eq!(
        failure,
        "No questions are written about “Arvan”. Choose another keyword."
    );
    assert_eq!(world.articles.requests(), 0);
    let failure = reason(run(author.write(&brief_about(&["town"], 5))));
    assert!(failure.starts_with("No article was found"), "{failure}");
    assert_eq!(world.model.calls(), 0);
}

#[test]
fn an_article_about_something_else_is_not_used() {
    let arvan = buildings::text(20);
    for (keyword, title, is_about) in [
        ("lighthouses", "Arvan", true),
        ("Arvann", "Arvan", true),
        ("chapel of Belan", "Arvan", true),
        ("ARVAN lighthouse history", "Arvan", true),
        ("TLOA", "The Lighthouse of Arvan", true),
        ("LoA", "The Lighthouse of Arvan", true),
        ("qwertz", "Arvan", false),
        ("John Arvan", "Arvan", false),
        ("the history of qwertz", "Arvan", false),
        ("LoB", "The Lighthouse of Arvan", false),
        ("東京", "Arvan", false),
    ] {
        let world = World::new(Library::default().with(keyword, title, &arvan), model::good);
        let result = run(world.author.write(&brief_about(&[keyword], 3)));
        assert_eq!(result.is_ok(), is_about, "{keyword}: {result:?}");
    }
}

#[test]
fn a_keyword_without_letters_is_not_researched() {
    let world = World::good();
    reason(run(world
        .author
        .write(&brief_about(&["?!", "\u{200b}-"], 5))));
    assert_eq!(world.articles.requests(), 0);
}

#[test]
fn questions_need_a_lease_because_they_cost_money() {
    let world = World::good();
    let brief = brief(5).with_expense(Expense::NeedsLease);
    let result = run(world.author.write(&brief));
    assert!(matches!(result, Err(WriteError::NeedsLease)), "{result:?}");
    assert_eq!(world.articles.requests(), 0);
}

#[test]
fn a_game_or_a_player_at_a_limit_costs_nothing_more() {
    for limit in [RefusedExpense::Attempts, RefusedExpense::GamesPerHour] {
        let world = World::good();
        let reason = reason(run(world
            .author
            .write(&brief(5).with_expense(Expense::Refused(limit)))));
        assert!(reason.contains("choose another keyword"), "{reason}");
        assert_eq!(world.articles.requests(), 0);
    }
}
