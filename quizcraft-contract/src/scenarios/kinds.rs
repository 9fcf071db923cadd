//! Questions of every kind are kept, answered and scored.

use super::fixtures::{NOW, ada, game_id, open_game_with, request};
use super::steps::{
    Store, after_answer, create, load, load_consistent, next_question, play, record,
};
use quizcraft_core::gateway::{Recording, Transition};
use quizcraft_core::{
    Accents, Answer, Choice, Clarification, Decimal, Draft, Drafts, Estimate, Game, Kind, Kinds,
    License, MultipleChoice, Play, Prompt, RawResponse, Reply, Sequence, ShortAnswer, SingleChoice,
    Source, SourceTitle, SourceUrl, Task, Unit, WriterName,
};

/// The kinds that a game may contain are kept, also those of which it has no question.
pub async fn the_kinds_of_a_game_are_kept(store: &Store) {
    let sets = [
        vec![Kind::Single],
        vec![Kind::Single, Kind::Text],
        vec![Kind::Order],
        Kind::ALL.to_vec(),
    ];
    for (n, kinds) in (1..).zip(sets) {
        let kinds = Kinds::new(kinds).unwrap_or_default();
        let game = started(store, n, kinds).await;
        assert_eq!(load_consistent(store, &game).await.game().kinds(), kinds);
    }
}

/// What a question of each kind needs is kept byte for byte.
pub async fn questions_of_every_kind_are_kept(store: &Store) {
    let opened = opened(store, drafts()).await;
    let stored = load_consistent(store, opened.game()).await;
    assert_eq!(stored, opened, "questions of every kind are kept");
}

/// The source of a question and the name of its writer are kept, each of their attributes if it is there.
pub async fn sources_and_writers_are_kept(store: &Store) {
    let title = || SourceTitle::restore("Mount Everest — a history");
    let url = SourceUrl::new("https://example.org/wiki/Mount_Everest?lang=en#height").ok();
    let license = License::restore("CC BY-SA 4.0");
    let writer = WriterName::restore("facts 1.2.0");
    let sources = [
        Some(
            Source::new(title())
                .with_url(url.clone())
                .with_license(license.clone()),
        ),
        Some(Source::new(title()).with_url(url)),
        Some(Source::new(title()).with_license(license)),
        Some(Source::new(title())),
        None,
    ];
    let drafts = drafts().into_iter().zip(sources).enumerate();
    let drafts = drafts.map(|(place, (draft, source))| {
        let writer = place.is_multiple_of(2).then(|| writer.clone());
        draft.with_source(source).with_writer(writer)
    });
    let opened = opened(store, drafts.collect()).await;
    let stored = load_consistent(store, opened.game()).await;
    assert_eq!(stored, opened, "sources and writers are kept");
}

/// A response of each kind is kept as the player sent it.
pub async fn responses_of_every_kind_are_kept(store: &Store) {
    let mut expected = opened(store, drafts()).await;
    for (response, _) in wrong_responses() {
        let answer = answered(store, &expected, response).await;
        expected = after_answer(&expected, &answer);
        let stored = load_consistent(store, expected.game()).await;
        assert_eq!(stored, expected, "a response is kept");
    }
}

/// The counters and the total score of a game agree with its questions after each answer.
pub async fn partial_scores_are_counted(store: &Store) {
    let game = opened(store, drafts()).await.game().clone();
    let (mut right, mut thousandths) = (0, 0);
    for (response, score) in wrong_responses() {
        let answer = answered(store, &load(store, &game).await, response).await;
        assert_eq!(answer.score().thousandths(), score, "the scenario's score");
        right += u16::from(score == 1000);
        thousandths += u32::from(score);

        let stored = load_consistent(store, &game).await;
        assert_eq!(
            stored.game(),
            answer.game(),
            "an answer stores the game's score"
        );
        assert_eq!(stored.game().score().thousandths(), thousandths);
        assert_eq!(stored.game().questions_correct(), right);
    }
}

/// A second response to a question of any kind returns the recorded one.
pub async fn a_recorded_response_of_every_kind_is_returned(store: &Store) {
    let game = opened(store, drafts()).await.game().clone();
    for (response, _) in wrong_responses() {
        let before = load(store, &game).await;
        let correct = next_question(&before).draft().task().correct();
        let late = answer(&before, correct.to_raw());
        let first = answered(store, &before, response).await;
        let recording = call!(GameStore::record(store, &late)).expect_ok();
        let preceded = Recording::Preceded(first.response().clone());
        assert_eq!(recording, preceded, "an answer is recorded once");
        assert_eq!(load_consistent(store, &game).await.game(), first.game());
    }
}

/// Returns one draft of each kind.
fn drafts() -> Vec<Draft> {
    Kind::ALL.iter().map(|&kind| draft(task(kind))).collect()
}

fn task(kind: Kind) -> Task {
    match kind {
        Kind::Single => {
            SingleChoice::restore(Choice::restore("Everest"), choices(&["K2", "Lhotse"])).into()
        }
        Kind::Multiple => {
            MultipleChoice::restore(choices(&["Po", "Arno"]), choices(&["Rhine", "Ebro"])).into()
        }
        Kind::Number => height().with_unit(Unit::restore("m")).into(),
        Kind::Text => {
            let accepted = choices(&["São Paulo", "Sampa", "The city of São Paulo"]);
            ShortAnswer::restore(Choice::restore("Sao Paulo"), accepted, Accents::Matter).into()
        }
        Kind::Order => Sequence::restore(choices(&["Mercury", "Venus", "Earth", "Mars"])).into(),
        other => panic!("the scenario has no task of the kind {other}"),
    }
}

fn draft(task: Task) -> Draft {
    let prompt = Prompt::restore(format!("A question of the kind {}", task.kind()));
    Draft::restore(prompt, task, Clarification::restore("Because it is so."))
}

/// Returns an estimate with as many digits as a decimal number may have.
fn height() -> Estimate {
    Estimate::restore(
        decimal("123456789012345.123456789"),
        decimal("0.5"),
        decimal("1000.5"),
    )
}

fn decimal(digits: &str) -> Decimal {
    digits.parse().unwrap_or(Decimal::ZERO)
}

fn choices(texts: &[&str]) -> Vec<Choice> {
    texts.iter().map(|text| Choice::restore(*text)).collect()
}

/// Returns a response to each draft, with its score.
fn wrong_responses() -> impl Iterator<Item = (RawResponse, u16)> {
    Kind::ALL.iter().copied().map(wrong_response)
}

/// Returns a response that is wrong, half right, an estimate, right in another spelling, or almost in order.
fn wrong_response(kind: Kind) -> (RawResponse, u16) {
    match kind {
        Kind::Single => ("K2".into(), 0),
        Kind::Multiple => (["Arno"].into(), 500),
        Kind::Number => ("123456789011744.623456789".into(), 400),
        Kind::Text => ("  SAMPA ".into(), 1000),
        Kind::Order => (["Venus", "Mercury", "Earth", "Mars"].into(), 833),
        other => panic!("the scenario has no response of the kind {other}"),
    }
}

async fn started(store: &Store, n: u32, kinds: Kinds) -> Game {
    let limit = u16::try_from(Kind::ALL.len()).unwrap_or(u16::MAX);
    let request = request(&["Rome", "Caesar"], limit).with_kinds(kinds);
    create(store, &request.begin(game_id(n), ada(), NOW)).await
}

/// Opens a game of these drafts.
async fn opened(store: &Store, drafts: Vec<Draft>) -> Play {
    let game = started(store, 1, Kinds::ALL).await;
    let command = open_game_with(&game, Drafts::restore(drafts));
    let opened = call!(GameStore::open(store, &command)).expect_ok();
    assert_eq!(opened, Transition::Made, "a pending game opens");
    let (game, questions) = command.into_parts();
    play(game, Some(questions))
}

/// Answers the next question of a game.
async fn answered(store: &Store, play: &Play, response: RawResponse) -> Answer {
    let answer = answer(play, response);
    record(store, &answer).await;
    answer
}

fn answer(play: &Play, response: RawResponse) -> Answer {
    match play.answer(None, response) {
        Ok(Reply::New(answer)) => *answer,
        other => panic!("the scenario's answer is the first to its question: {other:?}"),
    }
}
