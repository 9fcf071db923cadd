use quizcraft_author::{AnthropicMessages, ApiKey, ChatModel, End, ModelError, Usage};
use serde_json::{Value, json};

use crate::server::{Reply, Server};
use crate::{base, client, model_name, request};

fn model(server: &Server) -> AnthropicMessages {
    let key = ApiKey::new("sk-ant-secret").unwrap();
    AnthropicMessages::new(client(), base(server, ""), model_name(), key)
}

fn message(content: &Value, stop_reason: &str) -> Reply {
    let message = json!({
        "type": "message",
        "role": "assistant",
        "content": content,
        "stop_reason": stop_reason,
        "usage": {"input_tokens": 50, "output_tokens": 8}
    });
    Reply::json(200, &message)
}

fn tool_use() -> Value {
    json!([
        {"type": "thinking", "thinking": "…", "signature": "…"},
        {"type": "tool_use", "id": "toolu_1", "name": "questions", "input": {"questions": [1]}}
    ])
}

#[tokio::test]
async fn a_request_is_sent_as_messages_expect_it() {
    let server = Server::start([message(&tool_use(), "tool_use")]).await;
    model(&server).complete(&request()).await.unwrap();
    let sent = server.request();
    assert_eq!(
        (sent.method.as_str(), sent.target.as_str()),
        ("POST", "/v1/messages")
    );
    assert_eq!(sent.header("x-api-key"), Some("sk-ant-secret"));
    assert_eq!(sent.header("anthropic-version"), Some("2023-06-01"));
    assert_eq!(sent.header("authorization"), None);
    let expected = json!({
        "model": "model-1",
        "max_tokens": 700,
        "temperature": 0,
        "system": "Write questions.",
        "messages": [{"role": "user", "content": "[1] Rome is old."}],
        "tools": [{
            "name": "questions",
            "description": "Receives the reply.",
            "input_schema": {"type": "object", "properties": {}, "additionalProperties": false}
        }],
        "tool_choice": {"type": "tool", "name": "questions", "disable_parallel_tool_use": true}
    });
    assert_eq!(sent.json(), expected);
}

#[tokio::test]
async fn the_input_of_the_tool_call_is_the_reply() {
    let server = Server::start([message(&tool_use(), "tool_use")]).await;
    let reply = model(&server).complete(&request()).await.unwrap();
    assert_eq!(reply.text, r#"{"questions":[1]}"#);
    assert_eq!(
        reply.usage,
        Usage {
            input: 50,
            output: 8
        }
    );
    assert_eq!(reply.end, End::Complete);
}

#[tokio::test]
async fn cached_tokens_of_the_request_count() {
    let usage = json!({
        "input_tokens": 1,
        "cache_creation_input_tokens": 20,
        "cache_read_input_tokens": 300,
        "output_tokens": 4_000
    });
    let message = json!({"content": tool_use(), "stop_reason": "tool_use", "usage": usage});
    let server = Server::start([Reply::json(200, &message)]).await;
    let reply = model(&server).complete(&request()).await.unwrap();
    let usage = Usage {
        input: 321,
        output: 4_000,
    };
    assert_eq!(reply.usage, usage);
}

#[tokio::test]
async fn a_text_is_the_reply_of_a_server_without_tools() {
    let text = json!([{"type": "text", "text": "{}"}]);
    let server = Server::start([message(&text, "end_turn")]).await;
    let reply = model(&server).complete(&request()).await.unwrap();
    assert_eq!((reply.text.as_str(), reply.end), ("{}", End::Complete));
}

#[tokio::test]
async fn a_reply_that_reaches_the_limit_is_truncated() {
    let server = Server::start([message(&tool_use(), "max_tokens")]).await;
    let reply = model(&server).complete(&request()).await.unwrap();
    assert_eq!(reply.end, End::Truncated);
}

#[tokio::test]
async fn a_refusal_is_refused() {
    let server = Server::start([message(&json!([]), "refusal")]).await;
    let reply = model(&server).complete(&request()).await.unwrap();
    assert_eq!((reply.text.as_str(), reply.end), ("", End::Refused));
}

#[tokio::test]
async fn a_complete_message_without_content_is_unusable() {
    let server = Server::start([message(&json!([]), "end_turn")]).await;
    let error = model(&server).complete(&request()).await.unwrap_err();
    let ModelError::Unusable { usage, .. } = error else {
        panic!("{error:?}");
    };
    let known = Usage {
        input: 50,
        output: 8,
    };
    assert_eq!(usage, Some(known));
}

#[tokio::test]
async fn a_rejected_temperature_is_not_sent_from_then_on() {
    let rejection = json!({
        "type": "error",
        "error": {
            "type": "invalid_request_error",
            "message": "`temperature` is deprecated for this model."
        }
    });
    let success = || message(&tool_use(), "tool_use");
    let server = Server::start([Reply::json(400, &rejection), success(), success()]).await;
    let model = model(&server);
    model.complete(&request()).await.unwrap();
    model.complete(&request()).await.unwrap();
    let requests = server.requests();
    let temperatures = requests
        .iter()
        .map(|sent| sent.json().get("temperature").is_some());
    assert_eq!(temperatures.collect::<Vec<_>>(), [true, false, false]);
}

#[tokio::test]
async fn an_overloaded_server_is_a_transient_error() {
    let server = Server::start([Reply::status(529)]).await;
    let error = model(&server).complete(&request()).await.unwrap_err();
    assert!(matches!(error, ModelError::Temporary { .. }));
}
