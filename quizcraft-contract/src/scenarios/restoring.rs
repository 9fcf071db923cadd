//! Records of a deployed service with looser rules can be read, listed and played.

use std::sync::Arc;

use async_trait::async_trait;

use super::fixtures::{NOW, ada, drafts, game_id, open_game_with};
use super::steps::{answered, find_on_page, load_consistent, next_question, open};
use quizcraft_core::gateway::GameStore;
use quizcraft_core::{
    Game, Keyword, Keywords, Kinds, Question, QuestionIndex, Stage, StoredGame, StoredStatus,
    Verdict,
};

/// A game store whose records a test can write directly; the adapter's tests implement it.
#[async_trait]
pub trait RestoringStore: GameStore {
    /// Stores the records of a game and its questions as the deployed service wrote them: without the
    /// attributes that `game` lacks, and without the fingerprint of its request.
    async fn insert(&self, game: &StoredGame, questions: &[Question]);
}

/// The store of a scenario.
type Store = Arc<dyn RestoringStore>;

/// A game that was stored without counters is counted from its questions.
pub async fn a_game_without_counters_is_counted_by_its_questions(store: &Store) {
    let inserted = inserted(store, 1, UNCOUNTED, &questions(5, 3)).await;
    let game = load_consistent(&games(store), &inserted)
        .await
        .game()
        .clone();
    let counters = (game.questions_limit(), game.questions_answered());
    assert_eq!(counters, (5, 3), "questions are counted");
    assert_eq!(game.questions_correct(), 3, "and the right answers");
}

/// A ready game without an unanswered question is finished.
pub async fn a_ready_game_whose_questions_are_all_answered_is_finished(store: &Store) {
    let inserted = inserted(store, 1, UNCOUNTED, &questions(5, 5)).await;
    let play = load_consistent(&games(store), &inserted).await;
    assert!(
        matches!(play.game().stage(), Stage::Finished(_)),
        "a game without an unanswered question is finished: {play:?}"
    );
}

/// An answer to a game without counters writes them, including earlier answers.
pub async fn an_answer_writes_missing_counters(store: &Store) {
    let inserted = inserted(store, 1, UNCOUNTED, &questions(5, 3)).await;
    answered(&games(store), &inserted, Verdict::Wrong).await;
    let game = load_consistent(&games(store), &inserted)
        .await
        .game()
        .clone();
    let counters = (game.questions_answered(), game.questions_correct());
    assert_eq!(counters, (4, 3), "all answers are counted");
}

/// A game that was opened with fewer questions than requested is finished by the last of them.
pub async fn a_game_with_fewer_questions_than_its_limit_can_be_finished(store: &Store) {
    let questions = questions(3, 0);
    let inserted = inserted(store, 1, UNCOUNTED, &questions).await;
    for _ in &questions {
        let game = load_consistent(&games(store), &inserted)
            .await
            .game()
            .clone();
        assert_eq!(
            game.questions_limit(),
            3,
            "the limit is the number of questions"
        );
        answered(&games(store), &inserted, Verdict::Right).await;
    }
    let play = load_consistent(&games(store), &inserted).await;
    assert!(
        matches!(play.game().stage(), Stage::Finished(_)),
        "the last answer finishes the game: {play:?}"
    );
}

/// Questions with gaps in their numbers are asked in ascending order.
pub async fn questions_with_gaps_in_their_numbers_are_played_in_order(store: &Store) {
    let mut questions = questions(4, 0);
    questions.remove(1);
    let inserted = inserted(store, 1, UNCOUNTED, &questions).await;
    for question in &questions {
        let play = load_consistent(&games(store), &inserted).await;
        let index = next_question(&play).index();
        assert_eq!(index, question.index(), "gaps are skipped");
        answered(&games(store), &inserted, Verdict::Right).await;
    }
    let play = load_consistent(&games(store), &inserted).await;
    assert!(matches!(play.game().stage(), Stage::Finished(_)));
}

/// Questions that an interrupted worker left for a pending game are ignored and replaced.
pub async fn leftover_questions_are_replaced_when_a_game_opens(store: &Store) {
    let inserted = inserted(store, 1, PENDING, &questions(2, 1)).await;
    let before = load_consistent(&games(store), &inserted).await;
    assert_eq!(before.questions(), None, "a pending game has no questions");
    let opened = open(&games(store), &inserted).await;
    assert_eq!(
        load_consistent(&games(store), &inserted).await,
        opened,
        "the game has the questions that it was opened with, unanswered"
    );
}

/// Questions beyond a game's limit were left by an interrupted worker and are ignored.
pub async fn leftover_questions_beyond_the_limit_are_ignored(store: &Store) {
    let inserted = inserted(store, 1, PENDING, &questions(5, 5)).await;
    let command = open_game_with(&inserted, drafts("The writer", 2));
    let _ = call!(GameStore::open(store, &command)).expect_ok();
    let play = load_consistent(&games(store), &inserted).await;
    assert_eq!(
        play.game(),
        command.game(),
        "the game has its limit of questions"
    );
    assert_eq!(play.questions(), Some(command.questions()));
    for _ in 0..2 {
        answered(&games(store), &inserted, Verdict::Right).await;
    }
    let play = load_consistent(&games(store), &inserted).await;
    assert!(matches!(play.game().stage(), Stage::Finished(_)));
}

/// Keywords that are empty, invisible or too long for a new game are kept.
pub async fn keywords_that_are_invalid_today_are_kept(store: &Store) {
    let long = "x".repeat(Keyword::MAX_CHARS * 2);
    let words = ["", "\u{feff}", "space", "spa\u{ad}ce", long.as_str()];
    let keywords = Keywords::restore(words.map(Keyword::restore));
    let stored = StoredGame {
        keywords: keywords.clone(),
        ..stored(1, UNCOUNTED)
    };
    store.insert(&stored, &questions(2, 0)).await;
    let game = find_on_page(&games(store), &as_inserted(&stored, 2)).await;
    assert_eq!(game.keywords(), &keywords, "old keywords are kept");
}

const UNCOUNTED: StoredStatus = StoredStatus::Ready {
    answered: None,
    correct: None,
    score: None,
};
const PENDING: StoredStatus = StoredStatus::Pending {
    requested_at: None,
    retries: 0,
    lease: None,
    attempts: 0,
};

/// Stores a game with five requested questions, and returns it as it should be read.
async fn inserted(store: &Store, n: u32, status: StoredStatus, questions: &[Question]) -> Game {
    let stored = stored(n, status);
    store.insert(&stored, questions).await;
    as_inserted(&stored, questions.len())
}

/// Returns the game with this number of questions, with the attributes that reading it requires.
fn as_inserted(stored: &StoredGame, questions: usize) -> Game {
    let status = match &stored.status {
        StoredStatus::Ready { .. } => StoredStatus::Ready {
            answered: Some(0),
            correct: Some(0),
            score: None,
        },
        other => other.clone(),
    };
    let pending = matches!(status, StoredStatus::Pending { .. });
    let limit = u16::try_from(questions).unwrap_or(u16::MAX);
    let whole = StoredGame {
        status,
        limit: if pending { stored.limit } else { limit },
        ..stored.clone()
    };
    match whole.restore() {
        Ok(quizcraft_core::Restored::Whole(game)) => game,
        other => panic!("scenarios insert well-formed games: {other:?}"),
    }
}

fn stored(n: u32, status: StoredStatus) -> StoredGame {
    StoredGame {
        id: game_id(n),
        player: ada(),
        keywords: Keywords::restore([Keyword::restore("Rome")]),
        kinds: Kinds::default(),
        created: NOW,
        limit: 5,
        status,
    }
}

/// Returns `count` questions, the first `answered` of them answered correctly.
fn questions(count: u16, answered: usize) -> Vec<Question> {
    let drafts = drafts("An earlier writer", count);
    let numbered = (1..).filter_map(QuestionIndex::new).zip(drafts.iter());
    let questions = numbered.enumerate().map(|(place, (index, draft))| {
        let response = (place < answered).then(|| draft.task().correct());
        Question::restore(index, draft.clone(), response)
    });
    questions.collect()
}

/// Returns the store as a [`GameStore`].
fn games(store: &Store) -> Arc<dyn GameStore> {
    Arc::clone(store) as Arc<dyn GameStore>
}
