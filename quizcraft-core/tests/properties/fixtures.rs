//! Values that several tests use.

use quizcraft_core::{
    Answer, Choice, Clarification, Draft, Drafts, Game, GameId, GameRequest, Keywords, Kinds, Play,
    PlayerId, Prompt, Question, QuestionIndex, Questions, Response, Restored, StoredGame,
    StoredStatus, Timestamp,
};

pub(crate) const ADA: PlayerId = PlayerId::from_bytes([1; 32]);
pub(crate) const CREATED: Timestamp = Timestamp::from_secs(1_000_000);

/// Returns a stored game with this status and a limit of three questions.
pub(crate) fn stored(status: StoredStatus) -> StoredGame {
    StoredGame {
        id: GameId::from_bytes([7; 32]),
        player: ADA,
        keywords: Keywords::new(["Rome"]).unwrap(),
        kinds: Kinds::default(),
        created: CREATED,
        limit: 3,
        status,
    }
}

pub(crate) fn pending(retries: u8) -> StoredStatus {
    let requested_at = Some(CREATED);
    StoredStatus::Pending {
        requested_at,
        retries,
        lease: None,
        attempts: 0,
    }
}

pub(crate) fn counted(answered: u16, correct: u16) -> StoredStatus {
    let (answered, correct) = (Some(answered), Some(correct));
    StoredStatus::Ready {
        answered,
        correct,
        score: None,
    }
}

pub(crate) fn whole(stored: StoredGame) -> Game {
    match stored.restore() {
        Ok(Restored::Whole(game)) => game,
        other => panic!("expected a game with counters: {other:?}"),
    }
}

pub(crate) fn new_game(limit: u16) -> Game {
    new_game_of(limit, Kinds::default())
}

/// Returns a pending game that may contain questions of these kinds.
pub(crate) fn new_game_of(limit: u16, kinds: Kinds) -> Game {
    let request = GameRequest::parse(["Rome"], Some(limit.into())).unwrap();
    request
        .with_kinds(kinds)
        .begin(GameId::from_bytes([7; 32]), ADA, CREATED)
        .into_game()
}

/// Returns the `n`th draft. Its solution is "right".
pub(crate) fn draft(n: u16) -> Draft {
    let wrong = ["wrong", "worse"].map(|text| Choice::new(text).unwrap());
    Draft::single(
        Prompt::new(format!("Question {n}?")).unwrap(),
        Choice::new("right").unwrap(),
        wrong.to_vec(),
        Clarification::new(format!("Because of {n}.")).unwrap(),
    )
    .unwrap()
}

pub(crate) fn drafts(count: u16) -> Drafts {
    Drafts::new((1..=count).map(draft).collect()).unwrap()
}

/// Returns `total` questions, the first of which are answered with these choices.
pub(crate) fn questions(total: u16, choices: &[&str]) -> Questions {
    let numbered = (1..=total).zip(choices.iter().map(Some).chain(std::iter::repeat(None)));
    let questions = numbered.map(|(n, choice)| question(n, draft(n), choice.copied()));
    Questions::restore(questions.collect()).unwrap().unwrap()
}

pub(crate) fn question(number: u16, draft: Draft, choice: Option<&str>) -> Question {
    let response = choice.map(|choice| Response::Single(Choice::restore(choice)));
    Question::restore(index(number), draft, response)
}

pub(crate) fn index(number: u16) -> QuestionIndex {
    QuestionIndex::new(number.into()).unwrap()
}

/// Returns a game of these drafts, of which the first `answered` are answered correctly.
pub(crate) fn play_of(id: GameId, drafts: &[Draft], answered: usize) -> Play {
    let questions = (1..)
        .zip(drafts)
        .enumerate()
        .map(|(place, (number, draft))| {
            let response = (place < answered).then(|| draft.task().correct());
            Question::restore(index(number), draft.clone(), response)
        });
    let questions = Questions::restore(questions.collect()).unwrap().unwrap();
    let stored = StoredGame {
        id,
        limit: questions.total().get(),
        ..stored(counted(0, 0))
    };
    Play::new(whole(stored), Some(questions)).unwrap()
}

/// Returns the play that a store returns after it recorded the answer.
pub(crate) fn after(play: &Play, answer: &Answer) -> Play {
    let questions = play.questions().unwrap().iter().map(|question| {
        let is_answered = question.index() == answer.index();
        let given = is_answered.then_some(answer.response());
        let response = given.or(question.response()).cloned();
        Question::restore(question.index(), question.draft().clone(), response)
    });
    let questions = Questions::restore(questions.collect()).unwrap();
    Play::new(play.game().clone(), questions).unwrap()
}
