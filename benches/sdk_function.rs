//! A Lambda function that only sends the DynamoDB requests of an API route, with the same client:
//! the baseline of warm requests.

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::builders::UpdateBuilder;
use aws_sdk_dynamodb::types::{
    AttributeValue, ReturnValuesOnConditionCheckFailure, TransactWriteItem, Update,
};
use futures_util::future::join;
use lambda_http::{Error, LambdaEvent, service_fn};
use quizcraft_lambda::Aws;
use serde::Deserialize;
use serde_json::{Value, json};

/// The event: the requests to send.
#[derive(Deserialize)]
struct Event {
    player: String,
    game: String,
    /// Whether to read the questions together with the game.
    questions: bool,
    /// The answer to write afterwards.
    answer: Option<Answer>,
}

#[derive(Deserialize)]
struct Answer {
    question: u16,
    choice: String,
    /// The counters and the status of the game with this answer.
    correct: u16,
    limit: u16,
    status: String,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let client = Aws::from_env()?.dynamodb();
    let function = service_fn(|event: LambdaEvent<Event>| {
        let client = client.clone();
        async move { call(&client, &event.payload).await }
    });
    lambda_http::lambda_runtime::run(function).await
}

async fn call(client: &Client, event: &Event) -> Result<Value, Error> {
    let questions = if event.questions {
        join(get(client, event), query(client, event)).await
    } else {
        (get(client, event).await, Ok(0))
    };
    let (found, questions) = (questions.0?, questions.1?);
    if let Some(answer) = &event.answer {
        write(client, event, answer).await?;
    }
    Ok(json!({"found": found, "questions": questions}))
}

async fn get(client: &Client, event: &Event) -> Result<bool, Error> {
    let found = client
        .get_item()
        .table_name("Game")
        .key("PlayerId", text(&event.player))
        .key("GameId", text(&event.game))
        .consistent_read(true)
        .send()
        .await?;
    Ok(found.item.is_some())
}

async fn query(client: &Client, event: &Event) -> Result<usize, Error> {
    let found = client
        .query()
        .table_name("Question")
        .key_condition_expression("#game = :game")
        .expression_attribute_names("#game", "GameId")
        .expression_attribute_values(":game", text(&event.game))
        .consistent_read(true)
        .send()
        .await?;
    Ok(found.items().len())
}

async fn write(client: &Client, event: &Event, answer: &Answer) -> Result<(), Error> {
    let items = [answered(event, answer), counted(event, answer)].map(|update| {
        let update = update.build().expect("a complete update");
        TransactWriteItem::builder().update(update).build()
    });
    client
        .transact_write_items()
        .set_transact_items(Some(items.into()))
        .send()
        .await?;
    Ok(())
}

fn answered(event: &Event, answer: &Answer) -> UpdateBuilder {
    Update::builder()
        .table_name("Question")
        .key("GameId", text(&event.game))
        .key("QuestionId", number(answer.question))
        .update_expression("SET #choice = :choice")
        .condition_expression("attribute_exists(#game) AND attribute_not_exists(#choice)")
        .expression_attribute_names("#game", "GameId")
        .expression_attribute_names("#choice", "Choice")
        .expression_attribute_values(":choice", text(&answer.choice))
        .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld)
}

fn counted(event: &Event, answer: &Answer) -> UpdateBuilder {
    let set = "SET #status = :status, #limit = :limit, #answered = :answered, #correct = :correct";
    Update::builder()
        .table_name("Game")
        .key("PlayerId", text(&event.player))
        .key("GameId", text(&event.game))
        .update_expression(set)
        .condition_expression("#status = :ready")
        .expression_attribute_names("#status", "GameStatus")
        .expression_attribute_names("#limit", "QuestionsLimit")
        .expression_attribute_names("#answered", "QuestionsAnswered")
        .expression_attribute_names("#correct", "QuestionsCorrect")
        .expression_attribute_values(":status", text(&answer.status))
        .expression_attribute_values(":limit", number(answer.limit))
        .expression_attribute_values(":answered", number(answer.question))
        .expression_attribute_values(":correct", number(answer.correct))
        .expression_attribute_values(":ready", text("READY"))
        .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld)
}

fn text(value: &str) -> AttributeValue {
    AttributeValue::S(value.to_owned())
}

fn number(value: u16) -> AttributeValue {
    AttributeValue::N(value.to_string())
}
