//! Removes the games of a player beyond a limit.

use aws_sdk_dynamodb::types::{Delete, TransactWriteItem};
use futures_util::stream::{self, StreamExt};
use quizcraft_core::gateway::GatewayError;
use quizcraft_core::{Game, GamesPerPlayer, PlayerId, Stage};

use super::DynamoGames;
use crate::error::malformed;
use crate::item::{Item, key_of, name, number, status, text};
use crate::transaction::{MAX_ITEMS, Outcome, transact};

/// The maximum number of games that one call removes, concurrently. A client without open connections
/// opens one for each.
const MAX_REMOVED: usize = 25;

/// The maximum number of concurrent reads of games that were stored without counters.
const MAX_CONCURRENT_READS: usize = 25;

/// A game, and the number of questions to delete with it.
struct Candidate {
    game: Game,
    questions: u16,
}

impl DynamoGames {
    /// Removes the first games beyond the limit, and returns their number.
    pub(super) async fn remove_surplus(
        &self,
        player: &PlayerId,
        keep: GamesPerPlayer,
    ) -> Result<usize, GatewayError> {
        let candidates = self.candidates(player, keep).await?;
        let surplus = keep.surplus(candidates.iter().map(|candidate| &candidate.game));
        let surplus: Vec<_> = surplus.into_iter().map(Game::id).collect();
        let surplus = surplus.iter().take(MAX_REMOVED).filter_map(|id| {
            let mut candidates = candidates.iter();
            candidates.find(|candidate| candidate.game.id() == *id)
        });
        let removals: Vec<_> = surplus.map(|candidate| self.remove(candidate)).collect();
        let removals = stream::iter(removals).buffer_unordered(MAX_REMOVED);
        let removals: Vec<Result<usize, GatewayError>> = removals.collect().await;
        removals.into_iter().sum()
    }

    /// Returns all games of the player, or none if there are no more than the limit. A malformed game is
    /// logged and left out.
    async fn candidates(
        &self,
        player: &PlayerId,
        keep: GamesPerPlayer,
    ) -> Result<Vec<Candidate>, GatewayError> {
        let items = self.items_after(player, None, usize::MAX).await?;
        if u32::try_from(items.len()).is_ok_and(|games| games <= keep.get()) {
            return Ok(Vec::new());
        }
        let candidates = items.into_iter().map(|(_, item)| async {
            // A game of the deployed service may have fewer questions than its limit, whose numbers may
            // have gaps.
            let limit = Item(&item).number(name::QUESTIONS_LIMIT).unwrap_or(0_u16);
            let game = self.read_listed(item).await?;
            Ok(game.map(|game| {
                let is_failed = matches!(game.stage(), Stage::Failed(_));
                let questions = if is_failed { 0 } else { limit };
                Candidate { game, questions }
            }))
        });
        let candidates: Vec<_> = candidates.collect();
        let candidates = stream::iter(candidates).buffered(MAX_CONCURRENT_READS);
        let candidates: Vec<_> = candidates.collect().await;
        let candidates = candidates.into_iter().filter_map(Result::transpose);
        candidates.collect()
    }

    /// Removes a game with its questions in one transaction. Returns the number of removed games: 0 if
    /// it was removed before.
    async fn remove(&self, candidate: &Candidate) -> Result<usize, GatewayError> {
        let items = || {
            let questions = (1..=candidate.questions).take(MAX_ITEMS.saturating_sub(1));
            let questions = questions.map(|index| self.delete_question(&candidate.game, index));
            let game = std::iter::once(self.delete_game(&candidate.game));
            game.chain(questions).collect()
        };
        let target = self.both_tables(candidate.game.id());
        Ok(
            match transact(&self.client, target, items, self.limit).await? {
                Outcome::Committed => 1,
                Outcome::ConditionFailed(_) => 0,
            },
        )
    }

    /// Deletes a game, unless its player has started another one under its id since it was read.
    fn delete_game(&self, game: &Game) -> Result<TransactWriteItem, GatewayError> {
        let [player, id] = key_of(game.player(), game.id());
        let delete = Delete::builder()
            .table_name(self.tables.game().as_str())
            .key(player.0, player.1)
            .key(id.0, id.1)
            .condition_expression("#created = :created AND #status <> :pending")
            .expression_attribute_names("#created", name::CREATION_TIME)
            .expression_attribute_names("#status", name::STATUS)
            .expression_attribute_values(":created", number(game.created().as_secs()))
            .expression_attribute_values(":pending", text(status::PENDING));
        let delete = delete.build().map_err(|_| malformed(self.tables.game()))?;
        Ok(TransactWriteItem::builder().delete(delete).build())
    }

    fn delete_question(&self, game: &Game, index: u16) -> Result<TransactWriteItem, GatewayError> {
        let delete = Delete::builder()
            .table_name(self.tables.question().as_str())
            .key(name::GAME_ID, text(game.id()))
            .key(name::QUESTION_ID, number(index));
        let delete = delete
            .build()
            .map_err(|_| malformed(self.tables.question()))?;
        Ok(TransactWriteItem::builder().delete(delete).build())
    }
}
