//! Reads the questions of a game.

use quizcraft_core::gateway::GatewayError;
use quizcraft_core::{GameId, Question, Questions};

use super::DynamoGames;
use crate::error::{gateway_error, unreadable};
use crate::item::{Attributes, Item, name, parse_question, text};

impl DynamoGames {
    /// Returns the items of a game's questions in ascending order of their numbers. This takes one
    /// request for each MB. Only games of 50 questions whose texts are close to the maximum length, or with
    /// questions that an interrupted worker left, have more than one.
    pub(super) async fn question_items(
        &self,
        game: &GameId,
    ) -> Result<Vec<Attributes>, GatewayError> {
        let (mut items, mut next) = self.question_page(game, None).await?;
        while next.is_some() {
            let page;
            (page, next) = self.question_page(game, next).await?;
            items.extend(page);
        }
        Ok(items)
    }

    /// Returns the items of one page and the start key of the next. The SDK's paginator is not used,
    /// because it sends each item through a channel, which costs a tenth of the whole request's time.
    async fn question_page(
        &self,
        game: &GameId,
        start: Option<Attributes>,
    ) -> Result<(Vec<Attributes>, Option<Attributes>), GatewayError> {
        let table = self.tables.question();
        let query = self
            .client
            .query()
            .table_name(table.as_str())
            .key_condition_expression("#game = :game")
            .expression_attribute_names("#game", name::GAME_ID)
            .expression_attribute_values(":game", text(game))
            .consistent_read(true)
            .set_exclusive_start_key(start);
        // Boxed, because the SDK's future has several kilobytes, and every enclosing future would
        // contain and move it.
        let found = Box::pin(query.send())
            .await
            .map_err(|error| gateway_error(format!("{table}, {game:?}"), error))?;
        Ok((found.items.unwrap_or_default(), found.last_evaluated_key))
    }

    /// Parses the items of a game's questions; `None` if there are none.
    pub(super) fn read_questions(
        &self,
        game: &GameId,
        items: &[Attributes],
    ) -> Result<Option<Questions>, GatewayError> {
        let table = self.tables.question();
        let questions = items.iter().map(|item| self.read_question(game, item));
        let questions = questions.collect::<Result<_, _>>()?;
        let key = || format!("game {game}");
        Questions::restore(questions).map_err(|error| unreadable(table, key(), error))
    }

    /// Parses the item of a question.
    pub(super) fn read_question(
        &self,
        game: &GameId,
        item: &Attributes,
    ) -> Result<Question, GatewayError> {
        parse_question(Item(item)).map_err(|error| {
            let number = item
                .get(name::QUESTION_ID)
                .and_then(|value| value.as_n().ok());
            let number = number.map_or("?", String::as_str);
            let key = format!("game {game}, question {number}");
            unreadable(self.tables.question(), key, error)
        })
    }
}
