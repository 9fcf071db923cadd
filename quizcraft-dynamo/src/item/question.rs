use aws_sdk_dynamodb::types::AttributeValue;
use quizcraft_core::{
    Choice, Clarification, Draft, GameId, Prompt, Question, QuestionIndex, Response,
};

use super::attribute::{Attributes, Item, ItemError, number, text};
use super::name;

/// Builds the item of a question.
pub(crate) fn item_of_question(game: GameId, question: &Question) -> Attributes {
    let draft = question.draft();
    let attributes = [
        (name::GAME_ID, text(game)),
        (name::QUESTION_ID, number(question.index().get())),
        (name::PROMPT, text(draft.prompt())),
        (name::ANSWER, text(draft.solution())),
        (
            name::WRONG_ANSWERS,
            AttributeValue::L(draft.wrong().iter().map(text).collect()),
        ),
        (name::CLARIFICATION, text(draft.clarification())),
    ];
    let choice = question.choice().map(|choice| (name::CHOICE, text(choice)));
    attributes
        .into_iter()
        .chain(choice)
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}

/// Parses the item of a question.
pub(crate) fn parse_question(item: Item<'_>) -> Result<Question, ItemError> {
    let [number, prompt, answer, wrong, clarification, choice] = item.attributes([
        name::QUESTION_ID,
        name::PROMPT,
        name::ANSWER,
        name::WRONG_ANSWERS,
        name::CLARIFICATION,
        name::CHOICE,
    ]);
    let index = QuestionIndex::new(number.number()?).ok_or(number.invalid())?;
    let draft = Draft::restore_single(
        Prompt::restore(prompt.text()?),
        Choice::restore(answer.text()?),
        wrong.texts(Choice::restore)?,
        Clarification::restore(clarification.text()?),
    );
    let choice = choice
        .optional_text()?
        .map(Choice::restore)
        .map(Response::Single);
    Ok(Question::restore(index, draft, choice))
}
