//! Writing games: each change is one request, with the condition that makes it safe.

use aws_sdk_dynamodb::operation::put_item::PutItemError;
use aws_sdk_dynamodb::types::{
    AttributeValue, Put, ReturnValuesOnConditionCheckFailure, TransactWriteItem, Update,
};
use quizcraft_core::gateway::{Creation, Existing, GatewayError, Recording, Transition};
use quizcraft_core::{
    Answer, Choice, FailGame, Game, GameId, NewGame, OpenGame, Question, Retry, Stage,
};

use super::DynamoGames;
use super::place::Place;
use crate::error::{gateway_error, malformed, unreadable};
use crate::item::{
    Attributes, CREATION_TOKEN, Item, item_of_new, item_of_question, key_of, name, number, request,
    status, text,
};
use crate::transaction::{Attempt, Condition, Outcome, client_token, retry_on_conflict, transact};

impl DynamoGames {
    pub(super) async fn put_new(&self, new: &NewGame) -> Result<Creation, GatewayError> {
        let token = client_token()?;
        let place = self.game_place(new.game().id());
        retry_on_conflict(place, self.limit, || self.try_to_put(new, &token)).await
    }

    async fn try_to_put(
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
            .condition_expression("attribute_not_exists(#game)")
            .expression_attribute_names("#game", name::GAME_ID)
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld);
        let Err(error) = Box::pin(put.send()).await else {
            return Ok(Attempt::Over(Creation::Created));
        };
        match error.as_service_error() {
            Some(PutItemError::ConditionalCheckFailedException(failed)) => {
                self.met(failed.item(), token).await.map(Attempt::Over)
            }
            Some(PutItemError::TransactionConflictException(_)) => Ok(Attempt::Conflict),
            _ => Err(gateway_error(self.game_place(new.game().id()), error)),
        }
    }

    /// Returns what stands in the way of a new game: another one, or what an attempt before this
    /// one wrote, whose reply was lost.
    async fn met(&self, item: Option<&Attributes>, token: &str) -> Result<Creation, GatewayError> {
        let table = self.tables.game();
        let item = item.ok_or_else(|| malformed(table))?;
        if Item(item).optional_text(CREATION_TOKEN) == Ok(Some(token)) {
            return Ok(Creation::Created);
        }
        let stored = self.read_game(item)?;
        let key = |game: GameId| format!("game {game}");
        let request = request(Item(item));
        let request = request.map_err(|error| unreadable(table, key(stored.id), error))?;
        let game = self.counted(stored).await?;
        Ok(Creation::Exists(Box::new(Existing::new(game, request))))
    }

    pub(super) async fn write_opening(
        &self,
        opening: &OpenGame,
    ) -> Result<Transition, GatewayError> {
        let game = opening.game();
        let items = || {
            let questions = opening.questions().iter();
            let puts = questions.map(|question| self.put_question(game, question));
            std::iter::once(self.opened(game)).chain(puts).collect()
        };
        self.moved(self.both_places(game.id()), items).await
    }

    pub(super) async fn write_renewal(&self, retry: &Retry) -> Result<Transition, GatewayError> {
        let pending = retry.pending();
        let before = retry.retries_before();
        let as_seen = match before {
            0 => "(attribute_not_exists(#repeats) OR #repeats = :before)",
            _ => "#repeats = :before",
        };
        let update = || {
            self.update_game(retry.game())
                .update_expression("SET #asked = :asked, #repeats = :repeats")
                .condition_expression(format!("#status = :pending AND {as_seen}"))
                .expression_attribute_names("#asked", name::ASKED_AT)
                .expression_attribute_names("#repeats", name::RETRIES)
                .expression_attribute_names("#status", name::STATUS)
                .expression_attribute_values(":asked", number(pending.requested_at().as_secs()))
                .expression_attribute_values(":repeats", number(pending.retries()))
                .expression_attribute_values(":before", number(before))
                .expression_attribute_values(":pending", text(status::PENDING))
        };
        let place = self.game_place(retry.game().id());
        let items = || Ok(vec![self.item_of(update())?]);
        self.moved(place, items).await
    }

    pub(super) async fn write_failure(
        &self,
        failing: &FailGame,
    ) -> Result<Transition, GatewayError> {
        let update = || {
            self.update_game(failing.game())
                .update_expression("SET #status = :failed, #failure = :failure")
                .condition_expression("#status = :pending")
                .expression_attribute_names("#status", name::STATUS)
                .expression_attribute_names("#failure", name::FAILURE)
                .expression_attribute_values(":failed", text(status::FAILED))
                .expression_attribute_values(":failure", text(failing.failure()))
                .expression_attribute_values(":pending", text(status::PENDING))
        };
        let place = self.game_place(failing.game().id());
        let items = || Ok(vec![self.item_of(update())?]);
        self.moved(place, items).await
    }

    pub(super) async fn write_answer(&self, answer: &Answer) -> Result<Recording, GatewayError> {
        let items = || {
            Ok(vec![
                self.answered(answer)?,
                self.counted_on(answer.game())?,
            ])
        };
        let place = self.both_places(answer.game().id());
        match transact(&self.client, place, items, self.limit).await? {
            Outcome::Done => Ok(Recording::Recorded),
            Outcome::Refused(conditions) => Ok(match earlier_choice(&conditions) {
                Some(choice) => Recording::Preceded(choice),
                None => Recording::Gone,
            }),
        }
    }

    /// Moves a pending game on, with all that belongs to it.
    async fn moved(
        &self,
        place: Place<'_>,
        items: impl Fn() -> Result<Vec<TransactWriteItem>, GatewayError>,
    ) -> Result<Transition, GatewayError> {
        Ok(
            match transact(&self.client, place, items, self.limit).await? {
                Outcome::Done => Transition::Made,
                Outcome::Refused(_) => Transition::Missed,
            },
        )
    }

    /// Returns where a transaction over both tables may have met its error: which of the two
    /// refused it is not always told.
    pub(super) const fn both_places(&self, game: GameId) -> Place<'_> {
        Place::Both(&self.tables, game)
    }

    fn opened(&self, game: &Game) -> Result<TransactWriteItem, GatewayError> {
        let update = counting(self.update_game(game), game)
            .condition_expression("#status = :pending")
            .expression_attribute_values(":pending", text(status::PENDING));
        self.item_of(update)
    }

    fn counted_on(&self, game: &Game) -> Result<TransactWriteItem, GatewayError> {
        let update = counting(self.update_game(game), game)
            .condition_expression("#status = :ready")
            .expression_attribute_values(":ready", text(status::READY))
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld);
        self.item_of(update)
    }

    fn answered(&self, answer: &Answer) -> Result<TransactWriteItem, GatewayError> {
        let update = Update::builder()
            .table_name(self.tables.question().as_str())
            .key(name::GAME_ID, text(answer.game().id()))
            .key(name::QUESTION_ID, number(answer.index().get()))
            .update_expression("SET #choice = :choice")
            .condition_expression("attribute_exists(#game) AND attribute_not_exists(#choice)")
            .expression_attribute_names("#game", name::GAME_ID)
            .expression_attribute_names("#choice", name::CHOICE)
            .expression_attribute_values(":choice", text(answer.choice()))
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld);
        self.item_of(update)
    }

    fn put_question(
        &self,
        game: &Game,
        question: &Question,
    ) -> Result<TransactWriteItem, GatewayError> {
        let put = Put::builder()
            .table_name(self.tables.question().as_str())
            .set_item(Some(item_of_question(game.id(), question)));
        let put = put.build().map_err(|_| malformed(self.tables.question()))?;
        Ok(TransactWriteItem::builder().put(put).build())
    }

    fn update_game(&self, game: &Game) -> UpdateBuilder {
        let [player, id] = key_of(game.player(), game.id());
        Update::builder()
            .table_name(self.tables.game().as_str())
            .key(player.0, player.1)
            .key(id.0, id.1)
    }

    fn item_of(&self, update: UpdateBuilder) -> Result<TransactWriteItem, GatewayError> {
        let update = update.build().map_err(|_| malformed(self.tables.game()))?;
        Ok(TransactWriteItem::builder().update(update).build())
    }
}

type UpdateBuilder = aws_sdk_dynamodb::types::builders::UpdateBuilder;

/// Writes how far a game has come: its status, its number of questions and its counters.
fn counting(update: UpdateBuilder, game: &Game) -> UpdateBuilder {
    let status = match game.stage() {
        Stage::Finished(_) => status::FINISHED,
        _ => status::READY,
    };
    let set = "SET #status = :status, #limit = :limit, #answered = :answered, #correct = :correct";
    update
        .update_expression(set)
        .expression_attribute_names("#status", name::STATUS)
        .expression_attribute_names("#limit", name::QUESTIONS_LIMIT)
        .expression_attribute_names("#answered", name::QUESTIONS_ANSWERED)
        .expression_attribute_names("#correct", name::QUESTIONS_CORRECT)
        .expression_attribute_values(":status", text(status))
        .expression_attribute_values(":limit", number(game.questions_limit()))
        .expression_attribute_values(":answered", number(game.questions_answered()))
        .expression_attribute_values(":correct", number(game.questions_correct()))
}

/// Returns what was chosen before, where that is why an answer is refused: of the conditions of a
/// question and its game. A caller without this game does not learn what another player
/// chose.
fn earlier_choice(conditions: &[Condition]) -> Option<Choice> {
    match conditions {
        [Condition::Fails(_), Condition::Fails(None)] => None,
        [Condition::Fails(Some(question)), _] => match question.get(name::CHOICE) {
            Some(AttributeValue::S(choice)) => Some(Choice::restore(choice.as_str())),
            _ => None,
        },
        _ => None,
    }
}
