//! Writes games. Every change is one conditional request.

use aws_sdk_dynamodb::operation::put_item::PutItemError;
use aws_sdk_dynamodb::types::{
    AttributeValue, Put, ReturnValuesOnConditionCheckFailure, TransactWriteItem, Update,
};
use quizcraft_core::gateway::{Creation, Existing, GatewayError, Recording, Transition};
use quizcraft_core::{
    Answer, FailGame, Game, GameId, Hour, NewGame, OpenGame, PlayerId, Question, QuestionIndex,
    Quota, Response, Retry, Stage, Timestamp,
};

use super::DynamoGames;
use super::target::Target;
use crate::error::{gateway_error, malformed, unreadable};
use crate::item::{
    Attributes, CREATION_TOKEN, Counter, Item, counter_expiry, counter_key, failure_attributes,
    item_of_new, item_of_question, key_of, name, number, parse_request, response_attributes,
    status, text,
};
use crate::transaction::{
    Attempt, Condition, MAX_ITEMS, Outcome, client_token, retry_on_conflict, transact,
    transact_with_advisory,
};

impl DynamoGames {
    pub(super) async fn write_new(&self, new: &NewGame) -> Result<Creation, GatewayError> {
        let token = client_token()?;
        match new.quota() {
            None => {
                let target = self.game_target(new.game().id());
                retry_on_conflict(target, self.limit, |_| self.attempt_put(new, &token)).await
            }
            Some(quota) => self.put_and_count(new, quota, &token).await,
        }
    }

    /// Stores a new game and counts it in one transaction.
    async fn put_and_count(
        &self,
        new: &NewGame,
        quota: Quota,
        token: &str,
    ) -> Result<Creation, GatewayError> {
        let (player, hour, limit) = (new.game().player(), quota.hour(), quota.limit().get());
        let items = || {
            let counted = self.count(player, hour, Counter::Started, limit)?;
            Ok(vec![self.put_game(new, token)?, counted])
        };
        let target = self.game_target(new.game().id());
        match transact(&self.client, target, items, self.limit).await? {
            Outcome::Committed => Ok(Creation::Created),
            // DynamoDB reports every condition that failed, so an existing game takes precedence.
            Outcome::ConditionFailed(conditions) => match conditions.first() {
                Some(Condition::Fails(item)) => self.resolve_existing(item.as_ref(), token).await,
                _ => Ok(Creation::TooMany),
            },
        }
    }

    fn put_game(&self, new: &NewGame, token: &str) -> Result<TransactWriteItem, GatewayError> {
        let put = Put::builder()
            .table_name(self.tables.game().as_str())
            .set_item(Some(item_of_new(new, token)))
            .condition_expression(IS_NEW)
            .expression_attribute_names("#game", name::GAME_ID)
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld);
        let put = put.build().map_err(|_| malformed(self.tables.game()))?;
        Ok(TransactWriteItem::builder().put(put).build())
    }

    /// Raises a number of games of a player in an hour, on condition that it is below the limit.
    pub(super) fn count(
        &self,
        player: PlayerId,
        hour: Hour,
        counter: Counter,
        limit: u32,
    ) -> Result<TransactWriteItem, GatewayError> {
        let [player, id] = counter_key(player, hour);
        let update = Update::builder()
            .table_name(self.tables.game().as_str())
            .key(player.0, player.1)
            .key(id.0, id.1)
            .update_expression("SET #expires = :expires ADD #counted :one")
            .condition_expression("attribute_not_exists(#counted) OR #counted < :limit")
            .expression_attribute_names("#expires", name::EXPIRATION)
            .expression_attribute_names("#counted", counter.name())
            .expression_attribute_values(":expires", number(counter_expiry(hour).as_secs()))
            .expression_attribute_values(":one", number(1_u8))
            .expression_attribute_values(":limit", number(limit));
        self.transact_item(update)
    }

    async fn attempt_put(
        &self,
        new: &NewGame,
        token: &str,
    ) -> Result<Attempt<Creation>, GatewayError> {
        let table = self.tables.game();
        let put = self
            .client
            .put_item()
            .table_name(table.as_str())
            .set_item(Some(item_of_new(new, token)))
            .condition_expression(IS_NEW)
            .expression_attribute_names("#game", name::GAME_ID)
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld);
        let Err(error) = Box::pin(put.send()).await else {
            return Ok(Attempt::Finished(Creation::Created));
        };
        match error.as_service_error() {
            Some(PutItemError::ConditionalCheckFailedException(failed)) => self
                .resolve_existing(failed.item(), token)
                .await
                .map(Attempt::Finished),
            Some(PutItemError::TransactionConflictException(_)) => Ok(Attempt::Conflict),
            _ => Err(gateway_error(self.game_target(new.game().id()), error)),
        }
    }

    /// Distinguishes a game that existed before from one that an earlier attempt of this call wrote
    /// before its response was lost.
    async fn resolve_existing(
        &self,
        item: Option<&Attributes>,
        token: &str,
    ) -> Result<Creation, GatewayError> {
        let table = self.tables.game();
        let item = item.ok_or_else(|| malformed(table))?;
        if Item(item).optional_text(CREATION_TOKEN) == Ok(Some(token)) {
            return Ok(Creation::Created);
        }
        let stored = self.read_game(item)?;
        let key = |game: GameId| format!("game {game}");
        let request = parse_request(Item(item));
        let request = request.map_err(|error| unreadable(table, key(stored.id), error))?;
        let game = self.with_counters(stored).await?;
        Ok(Creation::Exists(Box::new(Existing::new(game, request))))
    }

    pub(super) async fn write_open_game(
        &self,
        command: &OpenGame,
    ) -> Result<Transition, GatewayError> {
        let game = command.game();
        let items = || {
            let questions = command.questions().iter();
            let puts = questions.map(|question| self.put_question(game, question));
            std::iter::once(self.open_game(game)).chain(puts).collect()
        };
        let asked = || {
            let asked = command.asked();
            asked.map(|asked| self.set_asked(game, asked)).transpose()
        };
        let target = self.both_tables(game.id());
        let outcome = transact_with_advisory(&self.client, target, items, asked, self.limit);
        Ok(transition(&outcome.await?))
    }

    pub(super) async fn write_retry(&self, retry: &Retry) -> Result<Transition, GatewayError> {
        let pending = retry.pending();
        let before = retry.retries_before();
        let unchanged = match before {
            0 => "(attribute_not_exists(#retries) OR #retries = :before)",
            _ => "#retries = :before",
        };
        let update = || {
            self.update_game(retry.game())
                .update_expression("SET #requested = :requested, #retries = :retries")
                .condition_expression(format!("#status = :pending AND {unchanged}"))
                .expression_attribute_names("#requested", name::REQUESTED_AT)
                .expression_attribute_names("#retries", name::RETRIES)
                .expression_attribute_names("#status", name::STATUS)
                .expression_attribute_values(":requested", number(pending.requested_at().as_secs()))
                .expression_attribute_values(":retries", number(pending.retries()))
                .expression_attribute_values(":before", number(before))
                .expression_attribute_values(":pending", text(status::PENDING))
        };
        let target = self.game_target(retry.game().id());
        let items = || Ok(vec![self.transact_item(update())?]);
        self.transition(target, items).await
    }

    pub(super) async fn write_failure(
        &self,
        command: &FailGame,
    ) -> Result<Transition, GatewayError> {
        let update = || {
            let status = (name::STATUS, text(status::FAILED));
            let set = std::iter::once(status).chain(failure_attributes(command.failure()));
            let update = self.update_game(command.game());
            set_attributes(update, set.collect(), command.expiry())
                .condition_expression(format!("#{} = :pending", name::STATUS))
                .expression_attribute_values(":pending", text(status::PENDING))
        };
        let target = self.game_target(command.game().id());
        let items = || Ok(vec![self.transact_item(update())?]);
        self.transition(target, items).await
    }

    pub(super) async fn write_answer(&self, answer: &Answer) -> Result<Recording, GatewayError> {
        let items = || {
            let own = [self.set_response(answer), self.update_progress(answer)];
            let room = MAX_ITEMS.saturating_sub(own.len());
            let others = self.expire_others(answer).take(room);
            own.into_iter().chain(others).collect()
        };
        let target = self.both_tables(answer.game().id());
        match transact(&self.client, target, items, self.limit).await? {
            Outcome::Committed => Ok(Recording::Recorded),
            Outcome::ConditionFailed(conditions) => {
                let earlier = self.earlier_response(answer.game().id(), &conditions)?;
                Ok(earlier.map_or(Recording::Gone, Recording::Preceded))
            }
        }
    }

    /// Returns the response that precedes a rejected answer, given the conditions of the question, its game and
    /// perhaps other questions. Returns `None` if the player has no such game, so that no player learns
    /// another's response.
    fn earlier_response(
        &self,
        game: GameId,
        conditions: &[Condition],
    ) -> Result<Option<Response>, GatewayError> {
        match conditions {
            [Condition::Fails(_), Condition::Fails(None), ..] => Ok(None),
            [Condition::Fails(Some(item)), _, ..] => {
                let question = self.read_question(&game, item)?;
                Ok(question.response().cloned())
            }
            _ => Ok(None),
        }
    }

    /// Writes a transition of a pending game with everything that belongs to it.
    async fn transition(
        &self,
        target: Target<'_>,
        items: impl Fn() -> Result<Vec<TransactWriteItem>, GatewayError>,
    ) -> Result<Transition, GatewayError> {
        let outcome = transact(&self.client, target, items, self.limit).await?;
        Ok(transition(&outcome))
    }

    pub(super) const fn both_tables(&self, game: GameId) -> Target<'_> {
        Target::Both(&self.tables, game)
    }

    fn open_game(&self, game: &Game) -> Result<TransactWriteItem, GatewayError> {
        let update = set_progress(self.update_game(game), game, None)
            .condition_expression("#status = :pending")
            .expression_attribute_values(":pending", text(status::PENDING));
        self.transact_item(update)
    }

    fn update_progress(&self, answer: &Answer) -> Result<TransactWriteItem, GatewayError> {
        let game = answer.game();
        let update = set_progress(self.update_game(game), game, answer.expiry())
            .condition_expression("#status = :ready")
            .expression_attribute_values(":ready", text(status::READY))
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld);
        self.transact_item(update)
    }

    /// Records the response, on condition that the question has neither a choice nor another response.
    fn set_response(&self, answer: &Answer) -> Result<TransactWriteItem, GatewayError> {
        let recorded = response_attributes(answer.response(), answer.score());
        let recorded = recorded.map_err(|_| malformed(self.tables.question()))?;
        let update = self.update_question(answer.game(), answer.index());
        let update = set_attributes(update, recorded, answer.expiry())
            .condition_expression(IS_UNANSWERED)
            .expression_attribute_names("#game", name::GAME_ID)
            .expression_attribute_names("#Choice", name::CHOICE)
            .expression_attribute_names("#Response", name::RESPONSE)
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld);
        self.transact_item(update)
    }

    /// Sets the expiry of the other questions of a game that the answer finishes. The condition keeps
    /// an update from creating a question that was removed meanwhile.
    fn expire_others(
        &self,
        answer: &Answer,
    ) -> impl Iterator<Item = Result<TransactWriteItem, GatewayError>> {
        let expiring = answer.expiry().into_iter().flat_map(|expiry| {
            let others = answer.other_questions().iter();
            others.map(move |index| (*index, expiry))
        });
        expiring.map(|(index, expiry)| {
            let update = self.update_question(answer.game(), index);
            let update = set_expiring(update, [], Some(expiry))
                .condition_expression("attribute_exists(#game)")
                .expression_attribute_names("#game", name::GAME_ID);
            self.transact_item(update)
        })
    }

    fn update_question(&self, game: &Game, index: QuestionIndex) -> UpdateBuilder {
        Update::builder()
            .table_name(self.tables.question().as_str())
            .key(name::GAME_ID, text(game.id()))
            .key(name::QUESTION_ID, number(index.get()))
    }

    fn put_question(
        &self,
        game: &Game,
        question: &Question,
    ) -> Result<TransactWriteItem, GatewayError> {
        let item = item_of_question(game.id(), question);
        let item = item.map_err(|_| malformed(self.tables.question()))?;
        let put = Put::builder()
            .table_name(self.tables.question().as_str())
            .set_item(Some(item));
        let put = put.build().map_err(|_| malformed(self.tables.question()))?;
        Ok(TransactWriteItem::builder().put(put).build())
    }

    pub(super) fn update_game(&self, game: &Game) -> UpdateBuilder {
        let [player, id] = key_of(game.player(), game.id());
        Update::builder()
            .table_name(self.tables.game().as_str())
            .key(player.0, player.1)
            .key(id.0, id.1)
    }

    pub(super) fn transact_item(
        &self,
        update: UpdateBuilder,
    ) -> Result<TransactWriteItem, GatewayError> {
        let update = update.build().map_err(|_| malformed(self.tables.game()))?;
        Ok(TransactWriteItem::builder().update(update).build())
    }
}

const fn transition(outcome: &Outcome) -> Transition {
    match outcome {
        Outcome::Committed => Transition::Made,
        Outcome::ConditionFailed(_) => Transition::Missed,
    }
}

/// The condition of a new game, with `#game` for the name of its id.
const IS_NEW: &str = "attribute_not_exists(#game)";

/// The condition of an unanswered question. Its placeholders are the names of the attributes, except `#game`
/// for the game's id.
const IS_UNANSWERED: &str = "attribute_exists(#game) AND attribute_not_exists(#Choice) \
                             AND attribute_not_exists(#Response)";

pub(super) type UpdateBuilder = aws_sdk_dynamodb::types::builders::UpdateBuilder;

/// Sets these attributes and the expiry, if there is one. The placeholders are the names of the attributes.
fn set_attributes(
    update: UpdateBuilder,
    attributes: Vec<(&'static str, AttributeValue)>,
    expiry: Option<Timestamp>,
) -> UpdateBuilder {
    let names = attributes.iter();
    let set: Vec<_> = names
        .map(|(name, _)| format!("#{name} = :{name}"))
        .collect();
    let update = set_expiring(update, set.iter().map(String::as_str), expiry);
    attributes
        .into_iter()
        .fold(update, |update, (name, value)| {
            update
                .expression_attribute_names(format!("#{name}"), name)
                .expression_attribute_values(format!(":{name}"), value)
        })
}

/// Sets the update expression to these assignments and that of the expiry, if there is one.
fn set_expiring<'a>(
    update: UpdateBuilder,
    assignments: impl IntoIterator<Item = &'a str>,
    expiry: Option<Timestamp>,
) -> UpdateBuilder {
    let expires = expiry.map(|_| "#expires = :expires");
    let assignments: Vec<_> = assignments.into_iter().chain(expires).collect();
    let update = update.update_expression(format!("SET {}", assignments.join(", ")));
    match expiry {
        Some(expiry) => update
            .expression_attribute_names("#expires", name::EXPIRATION)
            .expression_attribute_values(":expires", number(expiry.as_secs())),
        None => update,
    }
}

/// Sets the status of a game, its number of questions, its counters and score, and its expiry if there is one.
fn set_progress(update: UpdateBuilder, game: &Game, expiry: Option<Timestamp>) -> UpdateBuilder {
    let status = match game.stage() {
        Stage::Finished(_) => status::FINISHED,
        _ => status::READY,
    };
    let set = [
        "#status = :status",
        "#limit = :limit",
        "#answered = :answered",
        "#correct = :correct",
        "#score = :score",
    ];
    set_expiring(update, set, expiry)
        .expression_attribute_names("#status", name::STATUS)
        .expression_attribute_names("#limit", name::QUESTIONS_LIMIT)
        .expression_attribute_names("#answered", name::QUESTIONS_ANSWERED)
        .expression_attribute_names("#correct", name::QUESTIONS_CORRECT)
        .expression_attribute_names("#score", name::SCORE)
        .expression_attribute_values(":status", text(status))
        .expression_attribute_values(":limit", number(game.questions_limit()))
        .expression_attribute_values(":answered", number(game.questions_answered()))
        .expression_attribute_values(":correct", number(game.questions_correct()))
        .expression_attribute_values(":score", number(game.score().thousandths()))
}
