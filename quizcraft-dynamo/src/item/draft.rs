//! The attributes of a draft, in the item of a question and in that of a pool.

use aws_sdk_dynamodb::types::AttributeValue;
use quizcraft_core::gateway::PoolKey;
use quizcraft_core::{
    Choice, Clarification, Draft, DraftFingerprint, Kind, Prompt, SingleChoice, Task, Timestamp,
    WriterName,
};

use super::attribute::{Attribute, Attributes, Item, ItemError, number, text};
use super::name;
use super::source::{parse_source, source_value};

/// Builds the attributes of a draft.
///
/// A single choice without a source and a writer has the attributes of the deployed service. Other kinds have
/// their names and the stored form of their tasks; the solution and the wrong options are there for people who
/// read the table.
pub(super) fn draft_attributes(
    draft: &Draft,
) -> serde_json::Result<Vec<(&'static str, AttributeValue)>> {
    let mut attributes = vec![
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
    Ok(attributes)
}

/// Parses the attributes of a draft.
pub(super) fn parse_draft(item: Item<'_>) -> Result<Draft, ItemError> {
    let [prompt, answer, wrong, clarification] = item.attributes([
        name::PROMPT,
        name::ANSWER,
        name::WRONG_ANSWERS,
        name::CLARIFICATION,
    ]);
    let [kind, spec, source, writer] =
        item.attributes([name::KIND, name::SPEC, name::SOURCE, name::WRITER]);
    let task = parse_task(kind, spec, answer, wrong)?;
    let prompt = Prompt::restore(prompt.text()?);
    let draft = Draft::restore(prompt, task, Clarification::restore(clarification.text()?));
    Ok(draft
        .with_source(parse_source(source)?)
        .with_writer(writer.optional_text()?.map(WriterName::restore)))
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

/// Builds the item of a draft in a pool.
pub(crate) fn item_of_pooled(
    key: &PoolKey,
    draft: &Draft,
    expiry: Timestamp,
) -> serde_json::Result<Attributes> {
    let mut attributes = draft_attributes(draft)?;
    let fingerprint = hex::encode(draft.fingerprint().as_bytes());
    attributes.extend([
        (name::POOL_KEY, text(key)),
        (name::FINGERPRINT, text(fingerprint)),
        (name::EXPIRATION, number(expiry.as_secs())),
    ]);
    let attributes = attributes.into_iter();
    Ok(attributes
        .map(|(name, value)| (name.to_owned(), value))
        .collect())
}

/// Parses the item of a draft in a pool, and its expiry.
pub(crate) fn parse_pooled(item: Item<'_>) -> Result<(Draft, Timestamp), ItemError> {
    let invalid = |_| ItemError::Invalid(name::FINGERPRINT);
    let mut fingerprint = [0; DraftFingerprint::BYTES];
    hex::decode_to_slice(item.text(name::FINGERPRINT)?, &mut fingerprint).map_err(invalid)?;
    let fingerprint = DraftFingerprint::from_bytes(fingerprint);
    let expiry = Timestamp::from_secs(item.number(name::EXPIRATION)?);
    let draft = parse_draft(item)?;
    Ok((draft.with_fingerprint(fingerprint), expiry))
}
