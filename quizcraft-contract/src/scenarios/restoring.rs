//! What a deployed service left under looser rules is read, listed and played to its end.

use std::sync::Arc;

use async_trait::async_trait;

use super::given::{NOW, ada, drafts, game_id, later, opening_with};
use super::steps::{answered, given, limit, next_question, on_page, open, page, whole};
use quizcraft_core::gateway::{GameStore, GatewayError};
use quizcraft_core::{
    Game, Keyword, Keywords, Position, Question, QuestionIndex, Stage, StoredGame, StoredStatus,
    Verdict,
};

/// A store of games together with a way past its rules, which an adapter's tests bring along.
#[async_trait]
pub trait RestoringStore: GameStore {
    /// Puts a game and its questions there as a deployed service left them: without any attribute
    /// that `game` does not know of, and without the hash of its request.
    async fn plant(&self, game: &StoredGame, questions: &[Question]);

    /// Puts something there that can't be made sense of, as a game of Ada's at this position.
    async fn plant_nonsense(&self, game: &StoredGame);
}

/// The store of a scenario.
type Store = Arc<dyn RestoringStore>;

/// A game that was opened without counters has answered what its questions say.
pub async fn a_game_without_counters_is_counted_by_its_questions(store: &Store) {
    let planted = planted(store, 1, UNCOUNTED, &questions(5, 3)).await;
    let game = whole(&games(store), &planted).await.game().clone();
    let counters = (game.questions_limit(), game.questions_answered());
    assert_eq!(counters, (5, 3), "questions are counted");
    assert_eq!(game.questions_correct(), 3, "and the right answers");
}

/// A game that says it is being played, and has no question left, is finished.
pub async fn a_ready_game_whose_questions_are_all_answered_is_finished(store: &Store) {
    let planted = planted(store, 1, UNCOUNTED, &questions(5, 5)).await;
    let play = whole(&games(store), &planted).await;
    assert!(
        matches!(play.game().stage(), Stage::Finished(_)),
        "a game without an open question is finished: {play:?}"
    );
}

/// The first answer to a game without counters writes them, those before it included.
pub async fn an_answer_writes_the_counters_that_were_missing(store: &Store) {
    let planted = planted(store, 1, UNCOUNTED, &questions(5, 3)).await;
    answered(&games(store), &planted, Verdict::Wrong).await;
    let game = whole(&games(store), &planted).await.game().clone();
    let counters = (game.questions_answered(), game.questions_correct());
    assert_eq!(counters, (4, 3), "all answers are counted");
}

/// A game that was opened with fewer questions than were asked for ends with the last of them.
pub async fn a_game_with_fewer_questions_than_it_says_is_played_to_its_end(store: &Store) {
    let questions = questions(3, 0);
    let planted = planted(store, 1, UNCOUNTED, &questions).await;
    for _ in &questions {
        let game = whole(&games(store), &planted).await.game().clone();
        assert_eq!(game.questions_limit(), 3, "the limit is what there is");
        answered(&games(store), &planted, Verdict::Right).await;
    }
    let play = whole(&games(store), &planted).await;
    assert!(
        matches!(play.game().stage(), Stage::Finished(_)),
        "the last answer finishes the game: {play:?}"
    );
}

/// What an interrupted writer numbered with gaps is asked in the order of the numbers.
pub async fn numbers_with_gaps_are_played_in_their_order(store: &Store) {
    let mut questions = questions(4, 0);
    questions.remove(1);
    let planted = planted(store, 1, UNCOUNTED, &questions).await;
    for question in &questions {
        let play = whole(&games(store), &planted).await;
        let index = next_question(&play).index();
        assert_eq!(index, question.index(), "a gap is passed over");
        answered(&games(store), &planted, Verdict::Right).await;
    }
    let play = whole(&games(store), &planted).await;
    assert!(matches!(play.game().stage(), Stage::Finished(_)));
}

/// What an interrupted writer left of a pending game's questions is ignored.
pub async fn leftovers_are_replaced_when_a_game_opens(store: &Store) {
    let planted = planted(store, 1, PENDING, &questions(2, 1)).await;
    let before = whole(&games(store), &planted).await;
    assert_eq!(before.questions(), None, "a pending game has no questions");
    let opened = open(&games(store), &planted).await;
    assert_eq!(
        whole(&games(store), &planted).await,
        opened,
        "its questions are those that it opened with, none of them answered"
    );
}

/// Questions with higher numbers than a game's last are an interrupted writer's.
pub async fn leftovers_beyond_its_questions_are_not_the_games(store: &Store) {
    let planted = planted(store, 1, PENDING, &questions(5, 5)).await;
    let opening = opening_with(&planted, drafts("The writer", 2));
    let _ = given(store.open(&opening).await);
    let play = whole(&games(store), &planted).await;
    assert_eq!(play.game(), opening.game(), "it has the questions it says");
    assert_eq!(play.questions(), Some(opening.questions()));
    for _ in 0..2 {
        answered(&games(store), &planted, Verdict::Right).await;
    }
    let play = whole(&games(store), &planted).await;
    assert!(matches!(play.game().stage(), Stage::Finished(_)));
}

/// A keyword that is empty, invisible, or longer than a new one may be, is kept as it is.
pub async fn keywords_that_would_be_refused_today_are_kept(store: &Store) {
    let long = "x".repeat(Keyword::MAX_CHARS * 2);
    let words = ["", "\u{feff}", "space", "spa\u{ad}ce", long.as_str()];
    let keywords = Keywords::restore(words.map(Keyword::restore));
    let stored = StoredGame {
        keywords: keywords.clone(),
        ..stored(1, UNCOUNTED)
    };
    store.plant(&stored, &questions(2, 0)).await;
    let game = on_page(&games(store), &as_planted(&stored, 2)).await;
    assert_eq!(game.keywords(), &keywords, "old keywords are kept");
}

/// A malformed record is reported as such, and other games are not affected.
pub async fn what_makes_no_sense_is_an_error_for_itself_alone(store: &Store) {
    let nonsense = stored(1, UNCOUNTED);
    store.plant_nonsense(&nonsense).await;
    let other = planted(store, 2, UNCOUNTED, &questions(2, 0)).await;
    let found = store.find(&ada(), &nonsense.id).await;
    assert_unreadable(&found);
    let loaded = store.load(&ada(), &nonsense.id).await;
    assert_unreadable(&loaded);
    answered(&games(store), &other, Verdict::Right).await;
}

/// A page is not lost for one game that makes no sense, nor is what comes after it.
pub async fn a_page_leaves_out_what_makes_no_sense(store: &Store) {
    let mut positions = Vec::new();
    for n in 0..6 {
        let stored = StoredGame {
            created: later(u64::from(n)),
            ..stored(n, UNCOUNTED)
        };
        if n % 2 == 0 {
            store.plant_nonsense(&stored).await;
        } else {
            store.plant(&stored, &questions(2, 0)).await;
            positions.push(Position::new(stored.created, stored.id));
        }
    }
    positions.reverse();
    for size in [1, 2, 4, 100] {
        let listed = followed(store, size).await;
        assert_eq!(listed, positions, "all games that make sense are listed");
    }
}

/// Returns the positions of Ada's games on pages of this size, one after the other; a page may be
/// empty and still lead on.
async fn followed(store: &Store, size: i64) -> Vec<Position> {
    let (mut positions, mut after) = (Vec::new(), None);
    for _ in 0..20 {
        let page = page(&games(store), &ada(), limit(size), after).await;
        positions.extend(page.games().iter().map(Game::position));
        after = page.next();
        if after.is_none() {
            return positions;
        }
    }
    panic!("the pages come to an end: {positions:?}")
}

fn assert_unreadable<T: std::fmt::Debug>(result: &Result<T, GatewayError>) {
    assert!(
        matches!(result, Err(GatewayError::Unreadable { .. })),
        "what makes no sense is unreadable: {result:?}"
    );
}

const UNCOUNTED: StoredStatus = StoredStatus::Ready {
    answered: None,
    correct: None,
};
const PENDING: StoredStatus = StoredStatus::Pending {
    requested_at: None,
    retries: 0,
};

/// Plants a game that asks for five questions; gives it as it is to be read.
async fn planted(store: &Store, n: u32, status: StoredStatus, questions: &[Question]) -> Game {
    let stored = stored(n, status);
    store.plant(&stored, questions).await;
    as_planted(&stored, questions.len())
}

/// Returns a game of this id with so many questions, as far as looking it up needs to know.
fn as_planted(stored: &StoredGame, questions: usize) -> Game {
    let status = match &stored.status {
        StoredStatus::Ready { .. } => StoredStatus::Ready {
            answered: Some(0),
            correct: Some(0),
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
        other => panic!("a scenario plants games that make sense: {other:?}"),
    }
}

fn stored(n: u32, status: StoredStatus) -> StoredGame {
    StoredGame {
        id: game_id(n),
        player: ada(),
        keywords: Keywords::restore([Keyword::restore("Rome")]),
        created: NOW,
        limit: 5,
        status,
    }
}

/// So many questions, the first of them answered rightly.
fn questions(count: u16, answered: usize) -> Vec<Question> {
    let drafts = drafts("An earlier writer", count);
    let numbered = (1..).filter_map(QuestionIndex::new).zip(drafts.iter());
    let questions = numbered.enumerate().map(|(place, (index, draft))| {
        let choice = (place < answered).then(|| draft.solution().clone());
        Question::restore(index, draft.clone(), choice)
    });
    questions.collect()
}

/// Returns the store as the steps of other scenarios know it.
fn games(store: &Store) -> Arc<dyn GameStore> {
    Arc::clone(store) as Arc<dyn GameStore>
}
