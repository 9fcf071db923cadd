use aws_sdk_dynamodb::types::AttributeValue;
use quizcraft_core::{
    Choice, Clarification, Draft, GameId, Kind, Prompt, Question, QuestionIndex, SingleChoice,
    Task, WriterName,
};

use super::attribute::{Attribute, Attributes, Item, ItemError, number, text};
use super::name;
use super::response::{parse_response, response_attributes};
use super::source::{parse_source, source_value};

/// Builds the item of a question.
///
/// A single choice without a source and a writer has the attributes of the deployed service. Other kinds have
/// their names and the stored form of their tasks; the solution and the wrong options are there for people who
/// read the table.
pub(crate) fn item_of_question(
    game: GameId,
    question: &Question,
) -> serde_json::Result<Attributes> {
    let draft = question.draft();
    let mut attributes = vec![
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
    if draft.kind() != Kind::Single {
        let spec = serde_json::to_string(draft.task())?;
        attributes.extend([(name::KIND, text(draft.kind())), (name::SPEC, text(spec))]);
    }
    let source = draft
        .source()
        .map(|source| (name::SOURCE, source_value(source)));
    let writer = draft.writer().map(|writer| (name::WRITER, text(writer)));
    attributes.extend(source.into_iter().chain(writer));
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
    let [number, prompt, answer, wrong, clarification, choice] = item.attributes([
        name::QUESTION_ID,
        name::PROMPT,
        name::ANSWER,
        name::WRONG_ANSWERS,
        name::CLARIFICATION,
        name::CHOICE,
    ]);
    let [kind, spec, response, source, writer] = item.attributes([
        name::KIND,
        name::SPEC,
        name::RESPONSE,
        name::SOURCE,
        name::WRITER,
    ]);
    let index = QuestionIndex::new(number.number()?).ok_or(number.invalid())?;
    let task = parse_task(kind, spec, answer, wrong)?;
    let response = parse_response(&task, choice, response)?;
    let prompt = Prompt::restore(prompt.text()?);
    let draft = Draft::restore(prompt, task, Clarification::restore(clarification.text()?));
    let draft = draft
        .with_source(parse_source(source)?)
        .with_writer(writer.optional_text()?.map(WriterName::restore));
    Ok(Question::restore(index, draft, response))
}

/// Parses the task of a question. A question without a kind is a single choice.
fn parse_task(
    kind: Attribute<'_>,
    spec: Attribute<'_>,
    answer: Attribute<'_>,
    wrong: Attribute<'_>,
) -> Result<Task, ItemError> {
    let named = match kind.optional_text()? {
        Some(name) => name.parse().map_err(|_| kind.invalid())?,
        None => Kind::Single,
    };
    match (named, spec.optional_text()?) {
        (Kind::Single, None) => {
            let solution = Choice::restore(answer.text()?);
            Ok(SingleChoice::restore(solution, wrong.texts(Choice::restore)?).into())
        }
        (_, None) => Err(spec.missing()),
        (_, Some(json)) => {
            let task: Task = serde_json::from_str(json).map_err(|_| spec.invalid())?;
            if task.kind() == named {
                Ok(task)
            } else {
                Err(spec.invalid())
            }
        }
    }
}
