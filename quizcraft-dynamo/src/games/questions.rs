//! The questions of a game, all at once.

use quizcraft_core::gateway::GatewayError;
use quizcraft_core::{GameId, Questions};

use super::DynamoGames;
use crate::error::{gateway_error, unreadable};
use crate::item::{Attributes, Item, name, question, text};

impl DynamoGames {
    /// Returns the items of a game's questions in the order of their numbers: one request, unless
    /// an interrupted writer left more than a megabyte.
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

    /// Returns the items of one page, and where the next one begins. The SDK's paginator would hand
    /// over each item through a channel, which takes a tenth of the time of the whole request.
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
        // A call of the SDK is a future of several kilobytes, which every future around it would
        // hold and move.
        let found = Box::pin(query.send())
            .await
            .map_err(|error| gateway_error(format!("{table}, game {game}"), error))?;
        Ok((found.items.unwrap_or_default(), found.last_evaluated_key))
    }

    /// Returns what items say of a game's questions, if there are any.
    pub(super) fn read_questions(
        &self,
        game: &GameId,
        items: &[Attributes],
    ) -> Result<Option<Questions>, GatewayError> {
        let table = self.tables.question();
        let questions = items.iter().map(|item| {
            question(Item(item)).map_err(|error| {
                let number = item
                    .get(name::QUESTION_ID)
                    .and_then(|value| value.as_n().ok());
                let number = number.map_or("?", String::as_str);
                unreadable(table, format!("game {game}, question {number}"), error)
            })
        });
        let questions = questions.collect::<Result<_, _>>()?;
        let key = || format!("game {game}");
        Questions::restore(questions).map_err(|error| unreadable(table, key(), error))
    }
}
