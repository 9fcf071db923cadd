//! Flaws of what a player was asked before.

use quizcraft_core::gateway::Transition;
use quizcraft_core::{Asked, DraftFingerprint, Game, KeywordsFingerprint, OpenGame, PlayerId};

use super::{Flaw, FlawedGames};

type Key = (PlayerId, KeywordsFingerprint);

impl FlawedGames {
    pub(super) fn flawed_asked(&self, player: &PlayerId, keywords: &KeywordsFingerprint) -> Asked {
        let rows = self.plain.asked_rows().clone();
        let find = |matches: &dyn Fn(&Key) -> bool| {
            let mut rows = rows.iter();
            rows.find_map(|(key, asked)| matches(key).then(|| asked.clone()))
        };
        let own = find(&|key| *key == (*player, *keywords));
        let asked = own.or_else(|| match self.flaw {
            Flaw::SharesAskedBetweenPlayers => find(&|key| key.1 == *keywords),
            Flaw::SharesAskedBetweenKeywords => find(&|key| key.0 == *player),
            Flaw::InventsWhatWasAsked => Some(Asked::restore([DraftFingerprint::of(&["?"])])),
            _ => None,
        });
        asked.unwrap_or_default()
    }

    /// Returns what was asked before a command, as it is stored.
    pub(super) fn stored_asked(&self, command: &OpenGame) -> Option<Asked> {
        self.plain.asked_rows().get(&key(command.game())).cloned()
    }

    /// Returns whether a command does not know what another opening stored.
    pub(super) fn lost_an_update(&self, command: &OpenGame) -> bool {
        let newest = self
            .stored_asked(command)
            .and_then(|asked| asked.iter().next());
        let knows = |asked: &Asked| newest.is_none_or(|newest| asked.contains(newest));
        command.asked().is_some_and(|asked| !knows(asked))
    }

    /// Changes what an opening stored.
    pub(super) fn after_asking(
        &self,
        command: &OpenGame,
        before: Option<Asked>,
        transition: Transition,
    ) {
        let is_made = transition == Transition::Made;
        let stored = match self.flaw {
            Flaw::ForgetsWhatWasAsked => before,
            Flaw::KeysAskedBySpelling if is_in_capitals(command.game()) => before,
            Flaw::KeepsTheFirstAsked if before.is_some() => before,
            Flaw::ClearsAskedWithoutAnUpdate if is_made => command.asked().cloned(),
            Flaw::StoresAskedOfMissedOpenings if !is_made => command.asked().cloned(),
            Flaw::TruncatesAsked if is_made => {
                let asked = command.asked().into_iter().flat_map(Asked::iter);
                Some(Asked::restore(asked.take(100)))
            }
            _ => return,
        };
        self.plain.put_asked(key(command.game()), stored);
    }
}

fn key(game: &Game) -> Key {
    (game.player(), game.keywords().fingerprint())
}

fn is_in_capitals(game: &Game) -> bool {
    let mut keywords = game.keywords().iter();
    keywords.all(|keyword| !keyword.as_str().contains(char::is_lowercase))
}
