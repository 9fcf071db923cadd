//! Changes of games that a flawed store makes.

use quizcraft_core::{
    Choice, Clarification, Draft, Failure, Game, Keyword, Keywords, PlayerId, Prompt, Question,
    Questions, Response, Restored, StoredGame, StoredStatus, Timestamp,
};

use crate::plain::Row;

/// Returns the row with every text changed.
pub(super) fn reworded(row: Row, change: fn(&str) -> String) -> Row {
    let questions = row.questions.map(|questions| {
        let questions = questions
            .iter()
            .map(|question| reworded_question(question, change));
        Questions::restore(questions.collect()).unwrap().unwrap()
    });
    let game = changed(&row.game, |stored| {
        let words = stored
            .keywords
            .iter()
            .map(|word| Keyword::restore(change(word.as_str())));
        stored.keywords = Keywords::restore(words);
        if let StoredStatus::Failed(failure) = &mut stored.status {
            *failure = reworded_failure(failure, change);
        }
    });
    Row {
        game,
        questions,
        ..row
    }
}

fn reworded_failure(failure: &Failure, change: fn(&str) -> String) -> Failure {
    let words = failure.suggestions().iter();
    let words = words.map(|word| Keyword::restore(change(word.as_str())));
    Failure::restore(change(failure.reason())).with_suggestions(words)
}

fn reworded_question(question: &Question, change: fn(&str) -> String) -> Question {
    let choice = |choice: &Choice| Choice::restore(change(choice.as_str()));
    let draft = question.draft();
    let draft = Draft::restore_single(
        Prompt::restore(change(draft.prompt().as_str())),
        choice(draft.solution()),
        draft.wrong().iter().map(choice).collect(),
        Clarification::restore(change(draft.clarification().as_str())),
    );
    let response = question.choice().map(choice).map(Response::Single);
    Question::restore(question.index(), draft, response)
}

pub(super) fn at_full_minute(game: &Game) -> Game {
    changed(game, |stored| {
        let second = stored.created.as_secs();
        stored.created = Timestamp::from_secs(second.saturating_sub(second % 60));
    })
}

/// Returns the game as a list shows it right after its creation.
pub(super) fn initial_state(game: &Game) -> Game {
    changed(game, |stored| {
        stored.limit = stored.limit.max(1);
        stored.status = StoredStatus::Pending {
            requested_at: None,
            retries: 0,
            lease: None,
            attempts: 0,
        };
    })
}

pub(super) fn as_if_open(game: &Game) -> Game {
    changed(game, |stored| {
        stored.status = StoredStatus::Ready {
            answered: Some(0),
            correct: Some(0),
            score: None,
        };
    })
}

pub(super) fn with_limit(game: &Game, limit: u16) -> Game {
    changed(game, |stored| stored.limit = limit)
}

/// Returns a pending game with this number of attempts, and any other game as it is.
pub(super) fn with_attempts(game: &Game, number: u8) -> Game {
    changed(game, |stored| {
        if let StoredStatus::Pending { attempts, .. } = &mut stored.status {
            *attempts = number;
        }
    })
}

pub(super) fn without_reason(game: &Game) -> Game {
    changed(game, |stored| {
        if let StoredStatus::Failed(failure) = &mut stored.status {
            let words = failure.suggestions().to_vec();
            *failure = Failure::restore("It failed.").with_suggestions(words);
        }
    })
}

pub(super) fn without_suggestions(game: &Game) -> Game {
    changed(game, |stored| {
        if let StoredStatus::Failed(failure) = &mut stored.status {
            *failure = Failure::restore(failure.reason());
        }
    })
}

pub(super) fn with_player(game: &Game, player: PlayerId) -> Game {
    changed(game, |stored| stored.player = player)
}

/// Returns the game with its stored form changed.
pub(super) fn changed(game: &Game, change: impl FnOnce(&mut StoredGame)) -> Game {
    let mut stored = StoredGame::of(game);
    change(&mut stored);
    match stored.restore() {
        Ok(Restored::Whole(game)) => game,
        other => panic!("the changed game is valid: {other:?}"),
    }
}
