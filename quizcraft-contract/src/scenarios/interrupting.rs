//! Calls that a fault of the database interrupts take effect completely or not at all, and can be retried.
//!
//! Each scenario repeats its call with every [`Fault`] at the first access to the database, at the second
//! and so on, until the call makes fewer accesses. A fault may be over before the store retries, or last.

use std::sync::Arc;

use super::asked::{facts, opening, read};
use super::calls::Call;
use super::expense::{REFUSED, assert_leasing, limited as limited_lease};
use super::fixtures::{
    drafts, fail_game, game_id, later, new_game, new_game_at, open_game, open_game_with, request,
    retry_game,
};
use super::leasing::{first_lease, take};
use super::limiting::limited_at;
use super::steps::{
    Store, after_answer, answer, answered, assert_before_or_after, assert_missing, create, created,
    find, listed, load, load_consistent, next_answer, next_question, open, opened, play,
};
use crate::gateways::seeded_bytes;
use crate::{Fault, FaultInjector};
use quizcraft_core::gateway::{Creation, GameStore, Leasing, Recording, Transition};
use quizcraft_core::{GamesPerPlayer, NewGame, PageRequest, Play, PlayerId, Response, Verdict};

/// A game store over a database in which a test can inject faults; the adapter's tests implement it.
///
/// The fixture calls [`FaultInjector::access`] or [`FaultInjector::next_fault`] before each access to the
/// database: in a client of the database, in a proxy, or in the store itself.
pub trait FaultInjectingStore: GameStore {
    /// Returns the faults that the accesses of this store meet.
    fn faults(&self) -> &FaultInjector;
}

/// The store of a scenario.
type Faulty = Arc<dyn FaultInjectingStore>;

/// An interrupted creation stores the game, or does not. A retry creates or finds it. A store that retries
/// the creation itself reports it as created.
pub async fn an_interrupted_creation_is_atomic(store: &Faulty) {
    let mut interruptions = Interruptions::of(store);
    while let Some(round) = interruptions.next() {
        interrupt_creation(&mut interruptions, &new_game(round)).await;
    }
}

/// An interrupted creation stores the game and counts it, or does neither. After a retry it is counted once.
pub async fn an_interrupted_creation_is_counted_if_it_is_stored(store: &Faulty) {
    let (games, mut interruptions) = (games(store), Interruptions::of(store));
    while let Some(round) = interruptions.next() {
        let [new, second, third] = [0, 1, 2].map(|n| limited_game(round, n));
        interrupt_creation(&mut interruptions, &new).await;
        create(&games, &second).await;
        let refused = call!(GameStore::create(store, &third)).expect_ok();
        assert_eq!(refused, Creation::TooMany, "a stored game is counted once");
    }
}

async fn interrupt_creation(interruptions: &mut Interruptions<'_>, new: &NewGame) {
    let (store, games) = (interruptions.store, games(interruptions.store));
    let (player, id) = (new.game().player(), new.game().id());
    let call = async { call!(GameStore::create(store, new)) };
    let creation = interruptions.interrupt(call).await;

    let found = call!(GameStore::find(store, &player, &id)).expect_ok();
    let is_listed = listed(&games, 100).await.contains(new.game());
    assert_eq!(is_listed, found.is_some(), "find and page agree");
    if let Some(creation) = creation {
        assert_eq!(creation, Creation::Created, "success is not lost");
        assert!(is_listed, "an acknowledged game is stored");
    }
    let again = call!(GameStore::create(store, new)).expect_ok();
    let exists = matches!(again, Creation::Exists(_));
    assert_eq!(exists, is_listed, "a retry stores the game: {again:?}");
    let stored = load_consistent(&games, new.game()).await;
    assert_eq!(stored.game(), new.game(), "a game is stored unchanged");
}

/// An interrupted opening opens the game with all its questions or leaves it pending. A retry opens it, and
/// it can be played.
pub async fn an_interrupted_opening_is_atomic(store: &Faulty) {
    let (games, mut interruptions) = (games(store), Interruptions::of(store));
    while let Some(round) = interruptions.next() {
        let game = created(&games, round).await;
        let command = open_game(&game, "The writer");
        let (before, (open, questions)) = (play(game.clone(), None), command.clone().into_parts());
        let after = play(open, Some(questions));
        let call = async { call!(GameStore::open(store, &command)) };
        let opened = interruptions.interrupt(call).await;

        let loaded = load_consistent(&games, &game).await;
        assert_before_or_after(&loaded, &before, &after, opened.is_some());
        let again = call!(GameStore::open(store, &command)).expect_ok();
        assert_retried(again, loaded == after);
        assert_eq!(
            load_consistent(&games, &game).await,
            after,
            "a retry opens the game"
        );
        answered(&games, &game, Verdict::Right).await;
    }
}

/// An interrupted opening stores what the player was asked if it opens the game, and only then.
pub async fn an_interrupted_opening_stores_what_was_asked(store: &Faulty) {
    let (games, mut interruptions) = (games(store), Interruptions::of(store));
    while let Some(round) = interruptions.next() {
        let player = player(round);
        let game = create(&games, &new_game_of(player, round, 0)).await;
        let command = opening(&game, "The writer", &facts(3));
        let call = async { call!(GameStore::open(store, &command)) };
        let _opened = interruptions.interrupt(call).await;

        let is_open = find(&games, &game).await == *command.game();
        let asked = read(&games, &game).await;
        let expected = command.asked().filter(|_| is_open).cloned();
        let expected = expected.unwrap_or_default();
        assert_eq!(
            asked, expected,
            "it is stored in the write that opens the game"
        );
        let again = call!(GameStore::open(store, &command)).expect_ok();
        assert_retried(again, is_open);
        assert_eq!(Some(&read(&games, &game).await), command.asked());
    }
}

/// An interrupted lease is stored with its holder and its end, or not at all. The same holder takes it again,
/// and a store that retries the write itself reports it as taken.
pub async fn an_interrupted_lease_is_atomic(store: &Faulty) {
    let (games, mut interruptions) = (games(store), Interruptions::of(store));
    while let Some(round) = interruptions.next() {
        let game = created(&games, round).await;
        let command = first_lease(&game);
        let call = async { call!(GameStore::lease(store, &command)) };
        let leasing = interruptions.interrupt(call).await;

        let stored = load_consistent(&games, &game).await.game().clone();
        assert_before_or_after(&stored, &game, command.game(), leasing.is_some());
        let is_lost = leasing.is_some_and(|leasing| leasing != Leasing::Taken);
        assert!(!is_lost, "success is not lost: {leasing:?}");
        assert_eq!(
            take(&games, &command).await,
            Leasing::Taken,
            "the holder takes it again"
        );
        assert_eq!(find(&games, &game).await, *command.game());
    }
}

/// An interrupted lease is stored and counted, or neither. Its holder takes it again, and it is counted once.
pub async fn an_interrupted_lease_is_counted_if_it_is_taken(store: &Faulty) {
    let (games, mut interruptions) = (games(store), Interruptions::of(store));
    while let Some(round) = interruptions.next() {
        let mut commands = Vec::new();
        for n in 0..3 {
            let game = created(&games, 3 * round + n).await;
            let now = later(u64::from(round) * 3_600);
            commands.push(limited_lease(&game, 1, now, 2));
        }
        let [first, second, third] = commands.as_slice() else {
            panic!("there are three leases");
        };
        let call = async { call!(GameStore::lease(store, first)) };
        let _leasing = interruptions.interrupt(call).await;

        assert_leasing(&games, first, Leasing::Taken).await;
        let stored = find(&games, first.game()).await;
        assert_eq!(stored, *first.game(), "a lease is one attempt");
        assert_leasing(&games, second, Leasing::Taken).await;
        assert_leasing(&games, third, REFUSED).await;
    }
}

/// An interrupted retry is recorded with its number and time, or not at all. A second call records it. A
/// store that retries the write itself reports it as made.
pub async fn an_interrupted_retry_is_atomic(store: &Faulty) {
    let (games, mut interruptions) = (games(store), Interruptions::of(store));
    while let Some(round) = interruptions.next() {
        let game = created(&games, round).await;
        let retry = retry_game(&game, later(400));
        let call = async { call!(GameStore::retry(store, &retry)) };
        let retried = interruptions.interrupt(call).await;

        let stored = load_consistent(&games, &game).await.game().clone();
        assert_before_or_after(&stored, &game, retry.game(), retried.is_some());
        assert_ne!(retried, Some(Transition::Missed), "success is not lost");
        let again = call!(GameStore::retry(store, &retry)).expect_ok();
        assert_retried(again, stored == *retry.game());
        assert_eq!(
            find(&games, &game).await,
            *retry.game(),
            "the retry is stored"
        );
    }
}

/// An interrupted failure stores the status with its reason, or leaves the game pending. A retry stores it.
pub async fn an_interrupted_failure_is_atomic(store: &Faulty) {
    let (games, mut interruptions) = (games(store), Interruptions::of(store));
    while let Some(round) = interruptions.next() {
        let game = created(&games, round).await;
        let command = fail_game(&game, "There is no fact about that.");
        let call = async { call!(GameStore::fail(store, &command)) };
        let failed = interruptions.interrupt(call).await;

        let stored = load_consistent(&games, &game).await.game().clone();
        assert_before_or_after(&stored, &game, command.game(), failed.is_some());
        let again = call!(GameStore::fail(store, &command)).expect_ok();
        assert_retried(again, stored == *command.game());
        assert_eq!(
            find(&games, &game).await,
            *command.game(),
            "the failure is stored"
        );
    }
}

/// An interrupted answer is recorded with its counters, or not at all. A retry records it.
pub async fn an_interrupted_answer_is_atomic(store: &Faulty) {
    let games = games(store);
    let mut interruptions = Interruptions::of(store);
    while let Some(round) = interruptions.next() {
        let before = opened(&games, round).await;
        interrupt_answer(&mut interruptions, &before).await;
        answered(&games, before.game(), Verdict::Right).await;
    }
}

/// An interrupted last answer is recorded and finishes the game, or does neither. A retry finishes it.
pub async fn an_interrupted_last_answer_is_atomic(store: &Faulty) {
    let games = games(store);
    let mut interruptions = Interruptions::of(store);
    while let Some(round) = interruptions.next() {
        let game = created(&games, round).await;
        let command = open_game_with(&game, drafts("The writer", 1));
        let opened = call!(GameStore::open(store, &command)).expect_ok();
        assert_eq!(opened, Transition::Made, "a pending game is opened");
        interrupt_answer(&mut interruptions, &load(&games, &game).await).await;
    }
}

async fn interrupt_answer(interruptions: &mut Interruptions<'_>, before: &Play) {
    let (store, games) = (interruptions.store, games(interruptions.store));
    let choice = next_question(before).draft().solution().clone();
    let answer = answer(before, &choice);
    let after = after_answer(before, &answer);
    let call = async { call!(GameStore::record(store, &answer)) };
    let recorded = interruptions.interrupt(call).await;

    let loaded = load_consistent(&games, before.game()).await;
    assert_before_or_after(&loaded, before, &after, recorded.is_some());
    let again = call!(GameStore::record(store, &answer)).expect_ok();
    let expected = if loaded == after {
        Recording::Preceded(Response::Single(choice))
    } else {
        Recording::Recorded
    };
    assert_eq!(again, expected, "a retry records the answer, or finds it");
    assert_eq!(
        load_consistent(&games, before.game()).await,
        after,
        "an answer is recorded once"
    );
}

/// An interrupted removal removes a game with its questions, or leaves it whole. A retry removes it, and a
/// new game under its id has none of its questions.
pub async fn an_interrupted_removal_is_atomic(store: &Faulty) {
    let (games, mut interruptions) = (games(store), Interruptions::of(store));
    while let Some(round) = interruptions.next() {
        let (player, keep) = (player(round), one_game());
        let [old, kept] = [0, 1].map(|n| new_game_of(player, 2 * round + n, n));
        let old = open(&games, &create(&games, &old).await).await;
        let kept = open(&games, &create(&games, &kept).await).await;
        let call = async { call!(GameStore::trim(store, &player, keep)) };
        let removed = interruptions.interrupt(call).await;

        let found = call!(GameStore::find(store, &player, &old.game().id())).expect_ok();
        let loaded = call!(GameStore::load(store, &player, &old.game().id())).expect_ok();
        assert_eq!(
            loaded.as_ref().map(Play::game),
            found.as_ref(),
            "find and load agree"
        );
        assert!(
            removed.is_none() || found.is_none(),
            "an acknowledged removal took effect"
        );
        if let Some(loaded) = loaded {
            assert_eq!(loaded, old, "a game that is not removed is whole");
        }
        call!(GameStore::trim(store, &player, keep)).expect_ok();
        assert_missing(&games, &player, &old.game().id()).await;
        assert_eq!(
            load(&games, kept.game()).await,
            kept,
            "the other game stays"
        );

        let again = new_game_of(player, 2 * round, 2);
        let command = open_game_with(&create(&games, &again).await, drafts("Another writer", 2));
        let opened = call!(GameStore::open(store, &command)).expect_ok();
        assert_eq!(
            opened,
            Transition::Made,
            "a new game under the same id opens"
        );
        let questions = load(&games, command.game()).await.questions().cloned();
        assert_eq!(
            questions.as_ref(),
            Some(command.questions()),
            "with its questions only"
        );
    }
}

/// An interrupted read returns the whole result, or is unavailable. It reports neither a missing game nor an
/// empty page.
pub async fn an_interrupted_read_is_complete_or_unavailable(store: &Faulty) {
    let games = games(store);
    let played = created(&games, 1).await;
    let command = opening(&played, "The writer", &facts(3));
    let transition = call!(GameStore::open(store, &command)).expect_ok();
    assert_eq!(transition, Transition::Made, "a pending game opens");
    answered(&games, &played, Verdict::Right).await;
    let (play, player) = (load(&games, &played).await, played.player());
    let (id, all) = (played.id(), PageRequest::default());

    let mut interruptions = Interruptions::of(store);
    while interruptions.next().is_some() {
        let find = async { call!(GameStore::find(store, &player, &id)) };
        if let Some(found) = interruptions.interrupt(find).await {
            assert_eq!(found.as_ref(), Some(play.game()), "{COMPLETE}");
        }
    }
    let mut interruptions = Interruptions::of(store);
    while interruptions.next().is_some() {
        let load = async { call!(GameStore::load(store, &player, &id)) };
        if let Some(loaded) = interruptions.interrupt(load).await {
            assert_eq!(loaded.as_ref(), Some(&play), "{COMPLETE}");
        }
    }
    let (asked, keywords) = (read(&games, &played).await, played.keywords().fingerprint());
    let mut interruptions = Interruptions::of(store);
    while interruptions.next().is_some() {
        let read = async { call!(GameStore::asked(store, &player, &keywords)) };
        if let Some(read) = interruptions.interrupt(read).await {
            assert_eq!(read, asked, "{COMPLETE}");
        }
    }
    let mut interruptions = Interruptions::of(store);
    while interruptions.next().is_some() {
        let page = async { call!(GameStore::page(store, &player, &all)) };
        if let Some(page) = interruptions.interrupt(page).await {
            assert_eq!(page.games(), [play.game().clone()], "{COMPLETE}");
        }
    }
}

const COMPLETE: &str = "an interrupted read is complete or unavailable";

/// While every access to the database fails with a transient error, every call is unavailable, and changes
/// nothing.
pub async fn every_call_is_unavailable_while_the_database_is(store: &Faulty) {
    let games = games(store);
    let pending = created(&games, 1).await;
    let ready = opened(&games, 2).await;
    let (player, answer) = (pending.player(), next_answer(&ready, Verdict::Right));
    let before = [
        load(&games, &pending).await,
        load(&games, ready.game()).await,
    ];

    store.faults().inject(Fault::NotExecuted, 0..=usize::MAX);
    let new = new_game_at(3, later(1));
    call!(GameStore::create(store, &new)).expect_unavailable();
    call!(GameStore::find(store, &player, &pending.id())).expect_unavailable();
    call!(GameStore::load(store, &player, &pending.id())).expect_unavailable();
    call!(GameStore::page(store, &player, &PageRequest::default())).expect_unavailable();
    call!(GameStore::open(store, &open_game(&pending, "The writer"))).expect_unavailable();
    call!(GameStore::asked(
        store,
        &player,
        &pending.keywords().fingerprint()
    ))
    .expect_unavailable();
    call!(GameStore::lease(store, &first_lease(&pending))).expect_unavailable();
    call!(GameStore::retry(store, &retry_game(&pending, later(400)))).expect_unavailable();
    call!(GameStore::fail(store, &fail_game(&pending, "No use."))).expect_unavailable();
    call!(GameStore::record(store, &answer)).expect_unavailable();
    call!(GameStore::trim(store, &player, one_game())).expect_unavailable();
    store.faults().lift();

    assert_eq!(
        load_consistent(&games, &pending).await,
        before[0],
        "nothing changed"
    );
    assert_eq!(
        load_consistent(&games, ready.game()).await,
        before[1],
        "nothing changed"
    );
    assert_missing(&games, &player, &new.game().id()).await;
}

/// The faults that a scenario injects, one after the other.
struct Interruptions<'a> {
    store: &'a Faulty,
    fault: usize,
    access: usize,
    round: u32,
}

/// The faults, and whether each lasts until the call ends.
const FAULTS: [(Fault, bool); 5] = [
    (Fault::NotExecuted, false),
    (Fault::NotExecuted, true),
    (Fault::ResponseLost, false),
    (Fault::ResponseLost, true),
    (Fault::ProcessEnds, true),
];

impl<'a> Interruptions<'a> {
    const fn of(store: &'a Faulty) -> Self {
        Self {
            store,
            fault: 0,
            access: 0,
            round: 0,
        }
    }

    /// Returns the number of the next round, until every fault was injected at every access.
    fn next(&mut self) -> Option<u32> {
        self.round += 1;
        (self.fault < FAULTS.len()).then_some(self.round)
    }

    /// Runs a call that meets the next fault. Returns its value, or `None` if the call was unavailable or
    /// its process ended.
    async fn interrupt<T>(&mut self, call: impl Future<Output = Call<T>>) -> Option<T> {
        let (fault, lasts) = FAULTS[self.fault];
        let last = if lasts { usize::MAX } else { self.access };
        let faults = self.store.faults();
        faults.inject(fault, self.access..=last);
        let value = tokio::select! {
            call = call => call.ok_or_unavailable(),
            () = faults.process_ended() => None,
        };
        let is_met = faults.lift();
        assert!(
            is_met || self.access > 0,
            "the fixture injects no {fault:?}"
        );
        (self.fault, self.access) = if is_met {
            (self.fault, self.access + 1)
        } else {
            (self.fault + 1, 0)
        };
        value
    }
}

/// Checks the result of a repeated transition.
#[track_caller]
fn assert_retried(again: Transition, was_made: bool) {
    let expected = if was_made {
        Transition::Missed
    } else {
        Transition::Made
    };
    assert_eq!(
        again, expected,
        "a retry completes the write, unless it took effect"
    );
}

/// Returns the `n`th of three games of a round, limited to two per hour. Each round has its own hour.
fn limited_game(round: u32, n: u32) -> NewGame {
    limited_at(3 * round + n, later(u64::from(round) * 3_600), 2)
}

/// Returns the player of a round.
fn player(round: u32) -> PlayerId {
    PlayerId::from_bytes(seeded_bytes("an interrupted player", round.into()))
}

/// Returns the `n`th new game, of this player and second.
fn new_game_of(player: PlayerId, n: u32, second: u32) -> NewGame {
    request(&["Rome"], 5).begin(game_id(n), player, later(second.into()))
}

fn one_game() -> GamesPerPlayer {
    GamesPerPlayer::new(1).unwrap_or_else(|error| panic!("{error}"))
}

/// Returns the store as a [`GameStore`].
fn games(store: &Faulty) -> Store {
    Arc::clone(store) as Arc<dyn GameStore>
}
