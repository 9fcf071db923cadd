//! The attributes of a recorded response.

use aws_sdk_dynamodb::types::AttributeValue;
use quizcraft_core::{Choice, Decimal, Kind, RawResponse, Response, Score, Task};

use super::attribute::{Attribute, ItemError, number, text};
use super::name;

/// Builds the attributes of a response. A single choice has `Choice` only, as the deployed service stores it:
/// its score follows from the solution.
pub(crate) fn response_attributes(
    response: &Response,
    score: Score,
) -> serde_json::Result<Vec<(&'static str, AttributeValue)>> {
    if let Response::Single(choice) = response {
        return Ok(vec![(name::CHOICE, text(choice))]);
    }
    let json = serde_json::to_string(&response.to_raw())?;
    Ok(vec![
        (name::RESPONSE, text(json)),
        (name::SCORE, number(score.thousandths())),
    ])
}

/// Parses the response to a task, if the question is answered. A response in the attribute of another kind is
/// malformed.
pub(super) fn parse_response(
    task: &Task,
    choice: Attribute<'_>,
    response: Attribute<'_>,
) -> Result<Option<Response>, ItemError> {
    let chosen = choice.optional_text()?;
    let json = response.optional_text()?;
    match (task.kind(), chosen, json) {
        (_, None, None) => Ok(None),
        (Kind::Single, Some(chosen), None) => Ok(Some(Response::Single(Choice::restore(chosen)))),
        (Kind::Single, _, Some(_)) => Err(response.invalid()),
        (_, Some(_), _) => Err(choice.invalid()),
        (_, None, Some(json)) => {
            let raw = parse_raw(json).map_err(|_| response.invalid())?;
            let restored = task.restore(raw).map_err(|_| response.invalid())?;
            Ok(Some(restored))
        }
    }
}

/// Parses the JSON form of a response. The digits of a number are kept, since a JSON parser may round them.
fn parse_raw(json: &str) -> serde_json::Result<RawResponse> {
    match json.parse::<Decimal>() {
        Ok(number) => Ok(RawResponse::Number(number.to_string())),
        Err(_) => serde_json::from_str(json),
    }
}
