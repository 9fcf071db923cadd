use quizcraft_core::{GameId, Question, QuestionIndex};

use super::attribute::{Attributes, Item, ItemError, number, text};
use super::draft::{draft_attributes, parse_draft};
use super::name;
use super::response::{parse_response, response_attributes};

/// Builds the item of a question.
pub(crate) fn item_of_question(
    game: GameId,
    question: &Question,
) -> serde_json::Result<Attributes> {
    let mut attributes = draft_attributes(question.draft())?;
    attributes.extend([
        (name::GAME_ID, text(game)),
        (name::QUESTION_ID, number(question.index().get())),
    ]);
    if let (Some(response), Some(score)) = (question.response(), question.score()) {
        attributes.extend(response_attributes(response, score)?);
    }
    let attributes = attributes.into_iter();
    Ok(attributes
        .map(|(name, value)| (name.to_owned(), value))
        .collect())
}

/// Parses the item of a question.
pub(crate) fn parse_question(item: Item<'_>) -> Result<Question, ItemError> {
    let [number, choice, response] =
        item.attributes([name::QUESTION_ID, name::CHOICE, name::RESPONSE]);
    let index = QuestionIndex::new(number.number()?).ok_or(number.invalid())?;
    let draft = parse_draft(item)?;
    let response = parse_response(draft.task(), choice, response)?;
    Ok(Question::restore(index, draft, response))
}
