use aws_sdk_dynamodb::types::AttributeValue;
use quizcraft_core::{Choice, Clarification, Draft, GameId, Prompt, Question, QuestionIndex};

use super::attribute::{Attributes, Item, ItemError, number, text};
use super::name;

/// A question as it is stored when its game opens.
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

/// The question that an item holds.
pub(crate) fn question(item: Item<'_>) -> Result<Question, ItemError> {
    let index = QuestionIndex::new(item.number(name::QUESTION_ID)?);
    let index = index.ok_or(ItemError::Wrong(name::QUESTION_ID))?;
    let draft = Draft::restore(
        Prompt::restore(item.text(name::PROMPT)?),
        Choice::restore(item.text(name::ANSWER)?),
        wrong_answers(item)?,
        Clarification::restore(item.text(name::CLARIFICATION)?),
    );
    let choice = item.optional_text(name::CHOICE)?.map(Choice::restore);
    Ok(Question::restore(index, draft, choice))
}

fn wrong_answers(item: Item<'_>) -> Result<Vec<Choice>, ItemError> {
    let wrong = item.list(name::WRONG_ANSWERS)?.iter();
    let wrong = wrong.map(|value| value.as_s().ok().map(|text| Choice::restore(text.as_str())));
    wrong
        .collect::<Option<_>>()
        .ok_or(ItemError::Wrong(name::WRONG_ANSWERS))
}
