//! The items of all kinds of questions, with and without sources.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, TestRng, TestRunner};
use quizcraft_contract::{block_on, strategies};
use quizcraft_core::gateway::{Causes, Creation, GameStore, GatewayError, Recording, Transition};
use quizcraft_core::{
    Accents, Asked, Choice, Clarification, Draft, DraftFingerprint, Drafts, Error, Game, GameId,
    GameRequest, Kind, Kinds, License, MultipleChoice, PageLimit, Play, PlayerId, Prompt, Question,
    QuestionIndex, QuestionsLimit, RawResponse, Reply, Sequence, ShortAnswer, SingleChoice, Source,
    SourceTitle, SourceUrl, Task, Timestamp, TotalScore, WriterName,
};

use crate::support::World;
use crate::support::kinds;

type Item = HashMap<String, AttributeValue>;

#[expect(
    clippy::needless_pass_by_value,
    reason = "most callers pass a temporary value"
)]
fn text(value: impl ToString) -> AttributeValue {
    AttributeValue::S(value.to_string())
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "most callers pass a temporary value"
)]
fn number(value: impl ToString) -> AttributeValue {
    AttributeValue::N(value.to_string())
}

fn attributes<const N: usize>(attributes: [(&str, AttributeValue); N]) -> Item {
    attributes
        .map(|(name, value)| (name.to_owned(), value))
        .into()
}

async fn scan(world: &World, table: &str) -> Vec<Item> {
    let found = world.database.client.scan().table_name(table).send().await;
    found.unwrap().items.unwrap_or_default()
}

async fn put(world: &World, table: &str, item: Item) {
    let put = world.database.client.put_item().table_name(table);
    put.set_item(Some(item)).send().await.unwrap();
}

async fn item_of(world: &World, game: GameId) -> Item {
    let items = scan(world, "Game").await.into_iter();
    let mut found = items.filter(|item| item["GameId"] == text(game));
    found.next().unwrap()
}

async fn load(world: &World, game: &GameId) -> Play {
    let loaded = world.database.games().load(&World::ADA, game).await;
    loaded.unwrap().unwrap()
}

/// Returns the only question of the game, as it is stored.
async fn question_of(world: &World, game: GameId) -> Item {
    let items = scan(world, "Question").await.into_iter();
    let mut found = items.filter(|item| item["GameId"] == text(game));
    found.next().unwrap()
}

/// A right response, a response to store, its stored form and its score.
fn responses(kind: Kind) -> (RawResponse, &'static str, u16) {
    match kind {
        Kind::Single => ("wrong".into(), "", 0),
        Kind::Multiple => (["right"].into(), r#"["right"]"#, 500),
        Kind::Number => ("8298.860".into(), "8298.86", 500),
        Kind::Text => ("NAPOLEON".into(), r#""NAPOLEON""#, 1_000),
        Kind::Order => (
            ["two", "one", "three"].into(),
            r#"["two","one","three"]"#,
            667,
        ),
        other => panic!("no response of the kind {other}"),
    }
}

fn spec(kind: Kind) -> &'static str {
    match kind {
        Kind::Multiple => {
            r#"{"version":"1","kind":"multiple","right":["right","also right"],"wrong":["wrong"]}"#
        }
        Kind::Number => {
            r#"{"version":"1","kind":"number","value":"8848.86","tolerance":"50","span":"1050","unit":"m"}"#
        }
        Kind::Text => {
            "{\"version\":\"1\",\"kind\":\"text\",\"solution\":\"Napol\u{e9}on\",\"further\":[\"Bonaparte\"]}"
        }
        Kind::Order => r#"{"version":"1","kind":"order","items":["one","two","three"]}"#,
        other => panic!("no stored form of the kind {other}"),
    }
}

#[test]
fn the_item_of_each_kind_is_pinned() {
    block_on(async {
        let world = World::new().await;
        for &kind in Kind::ALL {
            let id = world.open_with(kinds::task(kind)).await;
            let draft = kinds::draft(kinds::task(kind));
            let wrong = draft.wrong().iter().map(text).collect();
            let mut expected = attributes([
                ("GameId", text(id)),
                ("QuestionId", number(1)),
                ("Prompt", text(draft.prompt())),
                ("Answer", text(draft.solution())),
                ("WrongAnswers", AttributeValue::L(wrong)),
                ("Clarification", text("Because.")),
            ]);
            if kind != Kind::Single {
                expected.insert("Kind".to_owned(), text(kind));
                expected.insert("Spec".to_owned(), text(spec(kind)));
            }
            assert_eq!(question_of(&world, id).await, expected, "{kind}");

            let (raw, stored, score) = responses(kind);
            let feedback = world.quiz.answer(&World::ADA, &id, None, raw).await;
            assert_eq!(feedback.unwrap().score.thousandths(), score, "{kind}");
            if kind == Kind::Single {
                expected.insert("Choice".to_owned(), text("wrong"));
            } else {
                expected.insert("Response".to_owned(), text(stored));
                expected.insert("Score".to_owned(), number(score));
            }
            assert_eq!(question_of(&world, id).await, expected, "{kind}");
            let game = item_of(&world, id).await;
            assert_eq!(game["Score"], number(score), "{kind}");
            assert_eq!(game["GameStatus"], text("FINISHED"), "{kind}");
        }
        let games = world.all_games().await;
        assert_eq!(games.len(), Kind::ALL.len());
    });
}

#[test]
fn the_source_and_the_writer_of_a_question_are_pinned() {
    block_on(async {
        let world = World::new().await;
        for task in [kinds::single(), kinds::order()] {
            let id = world.open_drafts(vec![kinds::sourced(task)]).await;
            let item = question_of(&world, id).await;
            let source = attributes([
                ("Title", text("Everest")),
                ("Url", text("https://example.org/everest")),
                ("License", text("CC0")),
            ]);
            assert_eq!(item["Source"], AttributeValue::M(source));
            assert_eq!(item["Writer"], text("tests 1"));
            let play = load(&world, &id).await;
            let question = play.questions().unwrap().iter().next().unwrap();
            assert_eq!(question.draft().source(), Some(&kinds::source()));
            let writer = question.draft().writer().map(WriterName::as_str);
            assert_eq!(writer, Some("tests 1"));
        }
        let titled = Source::new(SourceTitle::new("A title only").unwrap());
        let draft = kinds::draft(kinds::single()).with_source(titled.clone());
        let id = world.open_drafts(vec![draft]).await;
        let item = question_of(&world, id).await;
        let title = attributes([("Title", text("A title only"))]);
        assert_eq!(item["Source"], AttributeValue::M(title));
        assert!(!item.contains_key("Writer"));
        let play = load(&world, &id).await;
        let question = play.questions().unwrap().iter().next().unwrap();
        assert_eq!(question.draft().source(), Some(&titled));
    });
}

#[test]
fn the_kinds_of_a_game_are_stored_unless_they_are_the_default() {
    block_on(async {
        let world = World::new().await;
        let id = world.start().await;
        let mut names: Vec<_> = item_of(&world, id).await.into_keys().collect();
        names.sort_unstable();
        assert_eq!(
            names,
            [
                "CreationTime",
                "CreationToken",
                "GameId",
                "GameStatus",
                "Keywords",
                "PlayerId",
                "QuestionsLimit",
                "RequestHash",
            ]
        );
        let kinds = Kinds::new([Kind::Order, Kind::Single]).unwrap();
        let request = World::request().with_kinds(kinds);
        let started = world.quiz.start(&World::ADA, request, None).await.unwrap();
        let item = item_of(&world, started.game().id()).await;
        let mut names = item["Kinds"].as_ss().unwrap().clone();
        names.sort_unstable();
        assert_eq!(names, ["order", "single"]);
        let listed = world.all_games().await;
        let listed = listed
            .iter()
            .map(|play| (play.game().id(), play.game().kinds()));
        let listed: HashMap<_, _> = listed.collect();
        assert_eq!(listed[&started.game().id()], kinds);
        assert_eq!(listed[&id], Kinds::default());
    });
}

/// The score of a game is the sum of its questions, in lists as well. Items without it count right answers.
#[test]
fn the_score_of_a_game_is_listed() {
    block_on(async {
        let world = World::new().await;
        let drafts = [Kind::Multiple, Kind::Order, Kind::Text, Kind::Single]
            .map(|kind| kinds::draft(kinds::task(kind)));
        let id = world.open_drafts(drafts[..3].to_vec()).await;
        let zero = item_of(&world, id).await;
        assert_eq!(zero["Score"], number(0));
        for kind in [Kind::Multiple, Kind::Order] {
            let (raw, ..) = responses(kind);
            world
                .quiz
                .answer(&World::ADA, &id, None, raw)
                .await
                .unwrap();
        }
        let score = |play: &Play| play.game().score();
        let listed = world.all_games().await;
        assert_eq!(score(&listed[0]), TotalScore::of_thousandths(1_167));
        assert_eq!(listed[0].game().questions_correct(), 0);

        let mut item = item_of(&world, id).await;
        item.remove("Score");
        put(&world, "Game", item).await;
        let page = world.quiz.list(&World::ADA, PageLimit::default(), None);
        assert_eq!(page.await.unwrap().games[0].score(), TotalScore::default());
        // The questions decide where they are read, and the next answer stores the score again.
        assert_eq!(score(&load(&world, &id).await).thousandths(), 1_167);
        let (raw, ..) = responses(Kind::Text);
        world
            .quiz
            .answer(&World::ADA, &id, None, raw)
            .await
            .unwrap();
        assert_eq!(item_of(&world, id).await["Score"], number(2_167));
        assert_eq!(world.all_games().await[0].game().questions_correct(), 1);
    });
}

#[test]
fn a_malformed_question_is_an_error_for_its_game_alone() {
    block_on(async {
        let world = World::new().await;
        let malformed = [
            (Kind::Order, "Kind", Some(text("essay"))),
            (Kind::Order, "Kind", Some(text("multiple"))),
            (Kind::Order, "Kind", Some(number(1))),
            (Kind::Order, "Kind", None),
            (Kind::Order, "Spec", None),
            (Kind::Order, "Spec", Some(text("{"))),
            (
                Kind::Order,
                "Spec",
                Some(text(spec(Kind::Order).replace(r#""1""#, r#""2""#))),
            ),
            (Kind::Order, "Choice", Some(text("one"))),
            (Kind::Order, "Response", Some(text(r#""one""#))),
            (Kind::Order, "Response", Some(text("one"))),
            (Kind::Number, "Response", Some(text(r#"["one"]"#))),
            (Kind::Number, "Response", Some(text(r#""high""#))),
            (Kind::Text, "Choice", Some(text("one"))),
            (Kind::Single, "Response", Some(text(r#""right""#))),
            (Kind::Single, "Kind", Some(text("essay"))),
            (Kind::Single, "Source", Some(text("no map"))),
            (Kind::Single, "Source", Some(AttributeValue::M(Item::new()))),
            (
                Kind::Single,
                "Source",
                Some(AttributeValue::M(attributes([
                    ("Title", text("A title")),
                    ("Url", text("javascript:alert(1)")),
                ]))),
            ),
            (Kind::Single, "Writer", Some(number(1))),
        ];
        let intact = world.open_with(kinds::single()).await;
        for (kind, name, value) in malformed {
            let id = world.open_with(kinds::task(kind)).await;
            let mut item = question_of(&world, id).await;
            match value.clone() {
                Some(value) => item.insert(name.to_owned(), value),
                None => item.remove(name),
            };
            put(&world, "Question", item).await;
            let what = format!("{kind}, {name}: {value:?}");
            let error = world.database.games().load(&World::ADA, &id).await;
            let error = error.expect_err(&what);
            assert!(matches!(error, GatewayError::Unreadable { .. }), "{what}");
            let shown = Causes(&error).to_string();
            assert!(shown.contains(&format!("game {id}, question 1")), "{shown}");
            let asked = world.quiz.ask(&World::ADA, &id).await;
            assert!(matches!(asked, Err(Error::Internal(_))), "{what}");
            world.quiz.ask(&World::ADA, &intact).await.unwrap();

            // A list needs its questions only to count them.
            let listed = |games: &[Game]| games.iter().any(|game| game.id() == id);
            let page = world.quiz.list(&World::ADA, PageLimit::default(), None);
            assert!(listed(&page.await.unwrap().games), "{what}");
            let mut game = item_of(&world, id).await;
            game.remove("QuestionsAnswered");
            put(&world, "Game", game).await;
            let page = world.quiz.list(&World::ADA, PageLimit::default(), None);
            assert!(!listed(&page.await.unwrap().games), "{what}");
        }
    });
}

#[test]
fn a_game_of_an_unknown_kind_is_an_error_for_this_game_alone() {
    block_on(async {
        let world = World::new().await;
        let intact = world.open_with(kinds::single()).await;
        let id = world.open_with(kinds::order()).await;
        for kinds in [
            AttributeValue::Ss(vec!["order".to_owned(), "essay".to_owned()]),
            text("order"),
        ] {
            let mut item = item_of(&world, id).await;
            item.insert("Kinds".to_owned(), kinds);
            put(&world, "Game", item).await;
            let error = world.database.games().find(&World::ADA, &id).await;
            let error = error.unwrap_err();
            assert!(matches!(error, GatewayError::Unreadable { .. }));
            let shown = Causes(&error).to_string();
            assert!(shown.contains(&id.to_string()) && shown.contains("Kinds"));
            let page = world.quiz.list(&World::ADA, PageLimit::default(), None);
            let listed = page.await.unwrap().games;
            let [game] = listed.as_slice() else {
                panic!("{listed:?}");
            };
            assert_eq!(game.id(), intact);
        }
    });
}

/// The condition of an answer sees a choice and a response, whatever the kind of the question.
#[test]
fn an_earlier_response_precedes_an_answer() {
    block_on(async {
        let world = World::new().await;
        let games = world.database.games();
        for &kind in Kind::ALL {
            let id = world.open_with(kinds::task(kind)).await;
            let play = load(&world, &id).await;
            let (raw, ..) = responses(kind);
            let answer = |raw: RawResponse| match play.answer(None, raw).unwrap() {
                Reply::New(answer) => *answer,
                Reply::Repeated(_) => panic!("it is the first answer"),
            };
            let first = answer(raw);
            let question = play.questions().unwrap().iter().next().unwrap();
            let second = answer(question.draft().task().correct().to_raw());
            assert_eq!(games.record(&first).await.unwrap(), Recording::Recorded);
            let preceded = Recording::Preceded(first.response().clone());
            for answer in [&second, &first] {
                assert_eq!(games.record(answer).await.unwrap(), preceded, "{kind}");
            }

            let eve = PlayerId::from_bytes([0xE; 32]);
            let of_eve = World::request().with_kinds(Kinds::ALL);
            let of_eve = of_eve.begin(id, eve, play.game().created());
            let drafts = Drafts::new(vec![question.draft().clone()]).unwrap();
            let (game, questions) = of_eve.game().open(drafts).unwrap().into_parts();
            let of_eve = Play::new(game, Some(questions)).unwrap();
            let Reply::New(answer) = of_eve.answer(None, second.response().to_raw()).unwrap()
            else {
                panic!("it is the first answer");
            };
            let recorded = games.record(&answer).await.unwrap();
            assert_eq!(recorded, Recording::Gone, "{kind}");
        }
    });
}

/// Only one of the two attributes is stored, whichever kind a racing process believes the question has.
#[test]
fn an_answer_is_rejected_by_an_attribute_of_another_kind() {
    block_on(async {
        let world = World::new().await;
        let games = world.database.games();
        for (kind, name, value) in [
            (Kind::Single, "Response", r#""right""#),
            (Kind::Order, "Choice", "one"),
        ] {
            let id = world.open_with(kinds::task(kind)).await;
            let play = load(&world, &id).await;
            let question = play.questions().unwrap().iter().next().unwrap();
            let raw = question.draft().task().correct().to_raw();
            let Reply::New(answer) = play.answer(None, raw).unwrap() else {
                panic!("it is the first answer");
            };
            let mut item = question_of(&world, id).await;
            item.insert(name.to_owned(), text(value));
            put(&world, "Question", item.clone()).await;
            let error = games.record(&answer).await.unwrap_err();
            assert!(
                matches!(error, GatewayError::Unreadable { .. }),
                "{error:?}"
            );
            assert_eq!(question_of(&world, id).await, item, "nothing is written");
        }
    });
}

/// Responses that mean the same get the same feedback, and others are conflicts.
#[test]
fn a_response_can_be_repeated_in_other_words() {
    block_on(async {
        let world = World::new().await;
        let repeated: [(Kind, RawResponse, RawResponse, RawResponse); 3] = [
            (
                Kind::Multiple,
                ["wrong", "right"].into(),
                ["right", "wrong"].into(),
                ["right"].into(),
            ),
            (Kind::Number, "7".into(), "7.0".into(), "7.1".into()),
            (
                Kind::Text,
                "Bonaparte".into(),
                " bonaparte".into(),
                "Blucher".into(),
            ),
        ];
        for (kind, first, again, other) in repeated {
            let id = world.open_with(kinds::task(kind)).await;
            let named = Some(QuestionIndex::FIRST);
            let answer = |raw| world.quiz.answer(&World::ADA, &id, named, raw);
            let feedback = answer(first).await.unwrap();
            assert_eq!(answer(again).await.unwrap(), feedback, "{kind}");
            assert!(matches!(answer(other).await, Err(Error::Play(_))), "{kind}");
        }
    });
}

/// Returns what a store keeps of a draft: all but its fingerprint.
fn kept(
    draft: &Draft,
) -> (
    &Prompt,
    &Task,
    &Clarification,
    Option<&Source>,
    Option<&WriterName>,
) {
    (
        draft.prompt(),
        draft.task(),
        draft.clarification(),
        draft.source(),
        draft.writer(),
    )
}

fn assert_kept(loaded: &Play, expected: &[Question]) {
    let loaded: Vec<_> = loaded.questions().unwrap().iter().collect();
    assert_eq!(loaded.len(), expected.len());
    for (loaded, expected) in loaded.into_iter().zip(expected) {
        assert_eq!(loaded.index(), expected.index());
        assert_eq!(kept(loaded.draft()), kept(expected.draft()));
        assert_eq!(loaded.response(), expected.response());
    }
}

/// Games of all kinds are kept as they are opened, and as they are answered.
#[test]
fn random_games_of_all_kinds_are_kept() {
    let rng = TestRng::deterministic_rng(proptest::test_runner::RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    block_on(async {
        let world = World::new().await;
        let games = world.database.games();
        for n in 0..40 {
            let drafts = strategies::drafts(1..=6).new_tree(&mut runner).unwrap();
            let id = GameId::from_bytes([n; 32]);
            let request = World::request();
            let request = GameRequest::new(request.keywords().clone(), QuestionsLimit::DEFAULT)
                .with_kinds(Kinds::ALL);
            let new = request.begin(id, World::ADA, Timestamp::from_secs(9));
            assert_eq!(games.create(&new).await.unwrap(), Creation::Created);
            let command = new.game().open(drafts.current()).unwrap();
            assert_eq!(games.open(&command).await.unwrap(), Transition::Made);
            let mut expected: Vec<_> = command.questions().iter().cloned().collect();
            assert_kept(&load(&world, &id).await, &expected);

            let picks = proptest::arbitrary::any::<proptest::sample::Index>();
            let mut score = TotalScore::default();
            for question in &mut expected {
                let pick = picks.new_tree(&mut runner).unwrap().current();
                let raw = strategies::response_to(question.draft(), &pick);
                let response = question.draft().task().parse(&raw).unwrap();
                let feedback = world.quiz.answer(&World::ADA, &id, None, raw).await;
                score = score.plus(feedback.unwrap().score);
                let draft = question.draft().clone();
                *question = Question::restore(question.index(), draft, Some(response));
            }
            let play = load(&world, &id).await;
            assert_kept(&play, &expected);
            assert_eq!(play.game().score(), score);
            let found = games.find(&World::ADA, &id).await.unwrap().unwrap();
            assert_eq!(
                found,
                *play.game(),
                "the stored score is that of the questions"
            );
        }
    });
}

/// The greatest length of each text, in characters of four bytes.
fn longest(start: &str, chars: usize) -> String {
    let wide = std::iter::repeat('\u{1F9E9}');
    start.chars().chain(wide).take(chars).collect()
}

fn largest_draft(kind: Kind, n: u16) -> Draft {
    let choice = |k: usize| {
        let text = longest(&format!("{n}.{k}."), Choice::MAX_CHARS);
        Choice::new(text).unwrap()
    };
    let choices = |range: std::ops::Range<usize>| range.map(choice).collect();
    let task: Task = match kind {
        Kind::Single => SingleChoice::new(choice(0), choices(1..8)).unwrap().into(),
        Kind::Multiple => MultipleChoice::new(choices(0..7), choices(7..8))
            .unwrap()
            .into(),
        Kind::Text => {
            let accepted = choices(1..ShortAnswer::MAX_ACCEPTED);
            let accents = Accents::Matter;
            ShortAnswer::restore(choice(0), accepted, accents).into()
        }
        Kind::Order => Sequence::new(choices(0..8)).unwrap().into(),
        _ => kinds::number(),
    };
    let url = format!("https://example.org/{}", "a".repeat(1_980));
    let source = Source::new(SourceTitle::new(longest("", 300)).unwrap())
        .with_url(SourceUrl::new(url).unwrap())
        .with_license(License::new(longest("", 100)).unwrap());
    let name = format!("{n}.");
    Draft::restore(
        Prompt::new(longest(&name, Prompt::MAX_CHARS)).unwrap(),
        task,
        Clarification::new(longest(&name, Clarification::MAX_CHARS)).unwrap(),
    )
    .with_source(source)
    .with_writer(WriterName::new(longest("", 100)).unwrap())
}

/// DynamoDB accepts items of up to 400 KB, and transactions of up to 4 MB.
#[test]
fn the_largest_game_of_each_kind_is_below_the_limits() {
    const MAX_ITEM: usize = 400 * 1024;
    const MAX_TRANSACTION: usize = 4 * 1024 * 1024;
    for &kind in Kind::ALL {
        block_on(async {
            let world = World::new().await;
            let drafts = (1..=QuestionsLimit::MAX).map(|n| largest_draft(kind, n));
            let drafts = Drafts::restore(drafts.collect());
            let request = World::request();
            let limit = GameRequest::parse(["Rome"], Some(50)).unwrap().limit();
            let request = GameRequest::new(request.keywords().clone(), limit);
            let request = request.with_kinds(Kinds::ALL);
            let id = GameId::from_bytes([1; 32]);
            let new = request.begin(id, World::ADA, Timestamp::from_secs(9));
            let games = world.database.games();
            assert_eq!(games.create(&new).await.unwrap(), Creation::Created);
            let many = (0..Asked::MAX).map(|n| n.to_string());
            let many = many.map(|n| DraftFingerprint::of(&[n.as_str()]));
            let asked = Asked::restore(many);
            let command = new.game().open(drafts).unwrap().asked_after(&asked);
            world.database.network.clear_calls();
            assert_eq!(games.open(&command).await.unwrap(), Transition::Made);
            let calls = world.database.network.calls();
            // The JSON form is longer than what DynamoDB counts.
            let items = calls[0].body["TransactItems"].as_array().unwrap();
            let sizes: Vec<_> = items.iter().map(|item| item.to_string().len()).collect();
            assert_eq!(sizes.len(), 52, "{kind}");
            let (largest, all) = (sizes.iter().max().unwrap(), sizes.iter().sum::<usize>());
            println!("{kind:<10} item {largest:>7}, transaction {all:>9}");
            assert!(*largest < MAX_ITEM / 4, "{kind}: {largest}");
            assert!(all < MAX_TRANSACTION, "{kind}: {all}");

            let expected: Vec<_> = command.questions().iter().cloned().collect();
            assert_kept(&load(&world, &id).await, &expected);
            let raw = expected[0].draft().task().correct().to_raw();
            world
                .quiz
                .answer(&World::ADA, &id, None, raw)
                .await
                .unwrap();
        });
    }
}
