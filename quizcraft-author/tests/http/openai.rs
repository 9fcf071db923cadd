use quizcraft_author::{ApiKey, ChatModel, End, ModelError, OpenAiChat, Usage};
use serde_json::{Value, json};

use crate::server::{Recorded, Reply, Server};
use crate::{base, client, model_name, request};

fn model(server: &Server) -> OpenAiChat {
    OpenAiChat::new(client(), base(server, "/v1"), model_name())
}

fn completion(content: &str, finish_reason: &str) -> Value {
    json!({
        "choices": [{
            "index": 0,
            "message": {"role": "assistant", "content": content, "refusal": null},
            "finish_reason": finish_reason
        }],
        "usage": {"prompt_tokens": 40, "completion_tokens": 9, "total_tokens": 49}
    })
}

fn success() -> Reply {
    Reply::json(200, &completion("{}", "stop"))
}

fn unsupported(parameter: &str) -> Reply {
    let error = json!({
        "error": {
            "message": format!("Unsupported parameter: '{parameter}' is not supported."),
            "type": "invalid_request_error",
            "param": parameter,
            "code": "unsupported_parameter"
        }
    });
    Reply::json(400, &error)
}

#[tokio::test]
async fn a_request_is_sent_as_chat_completions_expect_it() {
    let server = Server::start([success()]).await;
    let model = model(&server).with_key(ApiKey::new("sk-secret").unwrap());
    model.complete(&request()).await.unwrap();
    let sent = server.request();
    assert_eq!(
        (sent.method.as_str(), sent.target.as_str()),
        ("POST", "/v1/chat/completions")
    );
    assert_eq!(sent.header("authorization"), Some("Bearer sk-secret"));
    assert_eq!(sent.header("content-type"), Some("application/json"));
    assert_eq!(sent.header("user-agent"), Some("quizcraft/0.1.0"));
    let expected = json!({
        "model": "model-1",
        "messages": [
            {"role": "system", "content": "Write questions."},
            {"role": "user", "content": "[1] Rome is old."}
        ],
        "response_format": {
            "type": "json_schema",
            "json_schema": {
                "name": "questions",
                "strict": true,
                "schema": {"type": "object", "properties": {}, "additionalProperties": false}
            }
        },
        "temperature": 0,
        "max_tokens": 700
    });
    assert_eq!(sent.json(), expected);
}

#[tokio::test]
async fn a_local_server_needs_no_key() {
    let server = Server::start([success()]).await;
    model(&server).complete(&request()).await.unwrap();
    assert_eq!(server.request().header("authorization"), None);
}

#[tokio::test]
async fn a_reply_has_the_content_and_the_usage() {
    let reply = completion(r#"{"questions":[]}"#, "stop");
    let server = Server::start([Reply::json(200, &reply)]).await;
    let reply = model(&server).complete(&request()).await.unwrap();
    assert_eq!(reply.text, r#"{"questions":[]}"#);
    assert_eq!(
        reply.usage,
        Usage {
            input: 40,
            output: 9
        }
    );
    assert_eq!(reply.end, End::Complete);
}

#[tokio::test]
async fn usage_that_is_missing_is_estimated() {
    let mut reply = completion("123456789", "stop");
    reply["usage"] = Value::Null;
    let server = Server::start([Reply::json(200, &reply)]).await;
    let reply = model(&server).complete(&request()).await.unwrap();
    // The instructions and the message have 32 characters.
    assert_eq!(
        reply.usage,
        Usage {
            input: 11,
            output: 3
        }
    );
}

#[tokio::test]
async fn a_reply_that_reaches_the_limit_is_truncated() {
    let reply = completion(r#"{"questions":[{"pro"#, "length");
    let server = Server::start([Reply::json(200, &reply)]).await;
    let reply = model(&server).complete(&request()).await.unwrap();
    assert_eq!(reply.end, End::Truncated);
}

#[tokio::test]
async fn a_filtered_reply_is_refused() {
    let server = Server::start([Reply::json(200, &completion("", "content_filter"))]).await;
    let reply = model(&server).complete(&request()).await.unwrap();
    assert_eq!(reply.end, End::Refused);
}

#[tokio::test]
async fn a_refusal_of_the_model_is_refused() {
    let mut refusal = completion("", "stop");
    refusal["choices"][0]["message"] = json!({"content": null, "refusal": "I cannot do that."});
    let server = Server::start([Reply::json(200, &refusal)]).await;
    let reply = model(&server).complete(&request()).await.unwrap();
    assert_eq!((reply.end, reply.text.as_str()), (End::Refused, ""));
}

#[tokio::test]
async fn a_rejected_limit_is_sent_under_its_other_name_from_then_on() {
    let server = Server::start([unsupported("max_tokens"), success(), success()]).await;
    let model = model(&server);
    model.complete(&request()).await.unwrap();
    model.complete(&request()).await.unwrap();
    let sent: Vec<_> = server.requests().iter().map(Recorded::json).collect();
    let limits: Vec<_> = sent
        .iter()
        .map(|sent| (sent.get("max_tokens"), sent.get("max_completion_tokens")))
        .collect();
    let limit = json!(700);
    let (first, later) = ((Some(&limit), None), (None, Some(&limit)));
    assert_eq!(limits, [first, later, later]);
}

#[tokio::test]
async fn a_rejected_temperature_is_not_sent_from_then_on() {
    let message = json!({"error": {"message": "`temperature` is not supported by this model"}});
    let server = Server::start([Reply::json(400, &message), success(), success()]).await;
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
async fn both_parameters_can_be_rejected() {
    let rejections = [unsupported("max_tokens"), unsupported("temperature")];
    let server = Server::start(rejections.into_iter().chain([success()])).await;
    model(&server).complete(&request()).await.unwrap();
    let last = server.requests().pop().unwrap().json();
    assert_eq!(last.get("max_completion_tokens"), Some(&json!(700)));
    assert_eq!(
        (last.get("max_tokens"), last.get("temperature")),
        (None, None)
    );
}

#[tokio::test]
async fn a_parameter_that_is_still_rejected_is_a_permanent_error() {
    let server = Server::start([unsupported("max_tokens"), unsupported("max_tokens")]).await;
    let error = model(&server).complete(&request()).await.unwrap_err();
    assert!(matches!(error, ModelError::Permanent { .. }));
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn another_rejection_is_a_permanent_error_without_a_second_request() {
    let server = Server::start([unsupported("response_format")]).await;
    let error = model(&server).complete(&request()).await.unwrap_err();
    assert!(matches!(error, ModelError::Permanent { .. }));
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn a_reply_without_a_choice_is_unusable() {
    let usage = json!({"prompt_tokens": 40, "completion_tokens": 9});
    let known = Usage {
        input: 40,
        output: 9,
    };
    for (reply, expected) in [
        (json!({"choices": [], "usage": usage}), Some(known)),
        (json!({"choices": [], "usage": {"prompt_tokens": 40}}), None),
        (json!({"choices": []}), None),
        (json!({"error": {"message": "no status"}}), None),
    ] {
        let server = Server::start([Reply::json(200, &reply)]).await;
        let error = model(&server).complete(&request()).await.unwrap_err();
        let ModelError::Unusable { usage, .. } = error else {
            panic!("{reply}: {error:?}");
        };
        assert_eq!(usage, expected, "{reply}");
    }
}

#[tokio::test]
async fn an_error_in_a_successful_response_counts_by_its_code() {
    let error = json!({"error": {"code": 429, "message": "rate limit"}});
    let server = Server::start([Reply::json(200, &error)]).await;
    let error = model(&server).complete(&request()).await.unwrap_err();
    assert!(matches!(error, ModelError::Temporary { .. }));
}
