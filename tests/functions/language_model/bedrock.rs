//! A worker with a model of Amazon Bedrock.

use std::time::{Duration, Instant};

use super::games::play;
use super::{CONTACT, ModelWorld};
use crate::support::{
    ACCESS_KEY, Answer, BedrockServer, Function, Launch, Player, SECRET_KEY, TOWN, eventually,
    receipt_handle, sentences,
};

const MODEL: &str = "eu.example.model-v1:0";
const SESSION: &str = "a-session-token-that-must-stay-secret";

const THROTTLED: Answer = Answer::Error(429, "ThrottlingException", "Too many requests");
const DENIED: Answer = Answer::Error(403, "AccessDeniedException", "No access to the model");
const INVALID: Answer = Answer::Error(400, "ValidationException", "A field is invalid");
/// The rejection of one request, which quotes an article about models.
const QUOTING: Answer = Answer::Error(
    400,
    "ValidationException",
    "The input is too long: temperature, toolChoice. The provided model identifier is invalid. This model doesn't support it. \
     Invocation of model ID a with on-demand throughput isn't supported. Operation not allowed.",
);
const TEMPERATURE: Answer = Answer::Error(
    400,
    "ValidationException",
    "The model returned the following errors: `temperature` is deprecated for this model.",
);

/// The services around the functions, with Bedrock.
struct BedrockWorld {
    world: ModelWorld,
    bedrock: BedrockServer,
}

impl BedrockWorld {
    async fn new() -> Self {
        Self {
            world: ModelWorld::new().await,
            bedrock: BedrockServer::start().await,
        }
    }

    fn worker(&self) -> Launch {
        self.world
            .worker()
            .without("MODEL_URL")
            .without("MODEL_KEY_SECRET")
            .env("MODEL_API", "bedrock")
            .env("MODEL", MODEL)
            .env("AWS_SESSION_TOKEN", SESSION)
            .env("AWS_ENDPOINT_URL_BEDROCK_RUNTIME", &self.bedrock.url())
    }

    async fn start(&self) -> (Function, Function) {
        let api = self.world.world.api().start().await;
        (api, self.worker().start().await)
    }

    /// Starts a game, and lets the worker fail to prepare it.
    async fn failed(&self, player: &Player<'_>, worker: &Function) -> String {
        let (id, message) = self.world.start(player).await;
        worker.delivers(&[&message]).await.fail(&[0]);
        id
    }

    /// Starts games of several players until the number of requests no longer grows. Returns this number.
    async fn requests_until_open(&self, api: &Function, worker: &Function) -> usize {
        for name in ["ada", "bob", "cleo", "dan", "eve", "fay"] {
            self.failed(&Player::of(api, name), worker).await;
        }
        self.bedrock.requests().len()
    }
}

/// Waits until the log of a worker has an error with this text.
async fn assert_logged(worker: &Function, text: &str) {
    let logged = async || {
        let log = worker.log();
        let mut errors = log.iter().filter_map(|line| line["error"].as_str());
        errors.any(|error| error.contains(text)).then_some(())
    };
    eventually("the log names the error", logged).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_keyword_that_no_fact_knows_gets_a_game_with_sources() {
    let world = BedrockWorld::new().await;
    let (api, worker) = world.start().await;
    let ada = Player::of(&api, "ada");
    world.world.world.ready(&ada, &worker, 3).await;
    assert_eq!(world.bedrock.requests().len(), 0, "facts need no model");

    let id = world.world.prepared(&ada, &worker).await;
    play(&ada, &id).await;

    for request in world.bedrock.requests() {
        assert_eq!(request.path, "POST /model/eu.example.model-v1%3A0/converse");
        let signature = request.headers["authorization"].to_str().unwrap();
        assert!(signature.contains(ACCESS_KEY), "{signature}");
        assert!(signature.contains("/eu-west-1/bedrock/"), "{signature}");
        assert_eq!(request.headers["x-amz-security-token"], SESSION);
        let body = &request.body;
        let tool = &body["toolConfig"]["tools"][0]["toolSpec"];
        assert_eq!(
            body["toolConfig"]["toolChoice"]["tool"]["name"],
            tool["name"]
        );
        assert_eq!(tool["inputSchema"]["json"]["type"], "object", "{tool}");
        assert_eq!(body["inferenceConfig"]["temperature"], 0.0);
        assert!(body["inferenceConfig"]["maxTokens"].is_u64(), "{body}");
        assert!(!body["system"][0]["text"].as_str().unwrap().is_empty());
    }
    assert_eq!(world.world.requests().2, 0, "there is no key to read");
}

#[tokio::test(flavor = "multi_thread")]
async fn cached_tokens_are_counted() {
    let world = BedrockWorld::new().await;
    let (api, worker) = world.start().await;
    world
        .world
        .prepared(&Player::of(&api, "ada"), &worker)
        .await;
    let batch = worker.lines("batch", 1).await.remove(0);
    let calls = u32::try_from(world.bedrock.requests().len()).unwrap();
    assert_eq!(batch["model_tokens"], f64::from(500 * calls));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_throttled_request_is_sent_again() {
    let world = BedrockWorld::new().await;
    let (api, worker) = world.start().await;
    world.bedrock.next(THROTTLED);
    world
        .bedrock
        .next(Answer::Error(503, "ServiceUnavailableException", ""));
    let ada = Player::of(&api, "ada");
    let id = world.world.prepared(&ada, &worker).await;
    play(&ada, &id).await;
    let requests = world.bedrock.requests();
    assert_eq!(requests[0].body, requests[1].body);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wait_that_bedrock_asks_for_delays_the_redelivery() {
    let world = BedrockWorld::new().await;
    let (api, worker) = world.start().await;
    let wait = Answer::RetryAfter(429, "ThrottlingException", "100");
    world.bedrock.always(wait);
    let ada = Player::of(&api, "ada");
    let id = world.failed(&ada, &worker).await;
    let delays = world.world.world.queue.changed();
    assert_eq!(delays, [[(receipt_handle(0), 100)]]);
    assert_eq!(ada.game(&id).await["status"], "PENDING");
    assert_eq!(
        world.bedrock.requests().len(),
        1,
        "the client does not retry"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn denied_access_and_an_unknown_model_open_the_circuit() {
    let unknown = "The provided model identifier is invalid.";
    let no_profile =
        "Invocation of model ID a.b-v1:0 with on-demand throughput isn’t supported. Retry";
    for (answer, code) in [
        (DENIED, "AccessDeniedException"),
        (
            Answer::Error(404, "ResourceNotFoundException", "Not found"),
            "ResourceNotFoundException",
        ),
        (
            Answer::Error(400, "ValidationException", unknown),
            "ValidationException",
        ),
        (
            Answer::Error(400, "ValidationException", no_profile),
            "ValidationException",
        ),
    ] {
        let world = BedrockWorld::new().await;
        let (api, worker) = world.start().await;
        world.bedrock.always(answer);
        assert_eq!(world.requests_until_open(&api, &worker).await, 5, "{code}");
        assert_logged(&worker, &format!("Amazon Bedrock returned {code}")).await;
        // The facts serve on.
        let gil = Player::of(&api, "gil");
        world.world.world.ready(&gil, &worker, 3).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rejection_of_one_request_does_not_open_the_circuit() {
    for rejection in [INVALID, QUOTING] {
        let world = BedrockWorld::new().await;
        let (api, worker) = world.start().await;
        world.bedrock.always(rejection);
        assert_eq!(world.requests_until_open(&api, &worker).await, 6);
        assert_logged(&worker, "Amazon Bedrock returned ValidationException").await;
        world.bedrock.always(Answer::Call);
        let gil = Player::of(&api, "gil");
        let id = world.world.prepared(&gil, &worker).await;
        assert_eq!(gil.game(&id).await["status"], "READY");
        for request in world.bedrock.requests() {
            assert_eq!(request.body["inferenceConfig"]["temperature"], 0.0);
            assert!(request.body["toolConfig"]["toolChoice"].is_object());
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn replies_that_cannot_be_used_count_and_rejections_do_not() {
    for (answer, tokens) in [
        (Answer::Garbage, 501..=25_000),
        (Answer::Stop("end_turn"), 500..=500),
        (INVALID, 0..=0),
        (DENIED, 0..=0),
    ] {
        let world = BedrockWorld::new().await;
        let api = world.world.world.api().start().await;
        let worker = world.worker().env("MODEL_TOKENS_PER_DAY", "1000000");
        let worker = worker.start().await;
        world.bedrock.always(answer);
        world.failed(&Player::of(&api, "ada"), &worker).await;
        let counted = world.world.world.tables.model_tokens().await;
        assert!(tokens.contains(&counted), "{tokens:?}: {counted}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rejected_parameter_is_not_sent_again_although_the_next_request_fails() {
    let world = BedrockWorld::new().await;
    let (api, worker) = world.start().await;
    world.bedrock.next(TEMPERATURE);
    world.bedrock.next(THROTTLED);
    let ada = Player::of(&api, "ada");
    let id = world.world.prepared(&ada, &worker).await;
    play(&ada, &id).await;
    let requests = world.bedrock.requests();
    let temperature = "/inferenceConfig/temperature";
    assert!(requests[0].body.pointer(temperature).is_some());
    for request in &requests[1..] {
        assert_eq!(request.body.pointer(temperature), None);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_malformed_response_is_an_error() {
    let world = BedrockWorld::new().await;
    let (api, worker) = world.start().await;
    for (name, answer, error) in [
        (
            "ada",
            Answer::Garbage,
            "the response of Amazon Bedrock is malformed",
        ),
        (
            "bob",
            Answer::Stop("end_turn"),
            "the response of Amazon Bedrock contains no reply",
        ),
        (
            "cleo",
            Answer::Error(400, "a code with spaces", ""),
            "Amazon Bedrock returned an error without a code",
        ),
    ] {
        world.bedrock.always(answer);
        world.failed(&Player::of(&api, name), &worker).await;
        assert_logged(&worker, error).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_and_a_truncated_reply_give_no_question() {
    for reason in [
        "content_filtered",
        "guardrail_intervened",
        "max_tokens",
        "model_context_window_exceeded",
    ] {
        let world = BedrockWorld::new().await;
        let (api, worker) = world.start().await;
        world.bedrock.always(Answer::Stop(reason));
        let ada = Player::of(&api, "ada");
        let id = world.world.prepared(&ada, &worker).await;
        let failure = ada.game(&id).await["failure"].clone();
        assert!(failure.is_string(), "{reason}: {failure}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_parameter_that_the_model_rejects_is_not_sent_again() {
    for (member, message) in [
        (
            "/inferenceConfig/temperature",
            "The model returned the following errors: `temperature` is deprecated for this model.",
        ),
        (
            "/toolConfig/toolChoice",
            "This model doesn't support the toolConfig.toolChoice.tool field.",
        ),
    ] {
        let world = BedrockWorld::new().await;
        let (api, worker) = world.start().await;
        world.bedrock.always(Answer::Rejecting(member, message));
        let ada = Player::of(&api, "ada");
        let id = world.world.prepared(&ada, &worker).await;
        play(&ada, &id).await;
        let before = world.bedrock.requests().len();
        let id = world.world.prepared(&ada, &worker).await;
        play(&ada, &id).await;
        let requests = world.bedrock.requests();
        assert!(requests[0].body.pointer(member).is_some());
        for request in &requests[before..] {
            assert_eq!(request.body.pointer(member), None, "{message}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_that_is_no_json_gives_no_question() {
    let world = BedrockWorld::new().await;
    let (api, worker) = world.start().await;
    world
        .bedrock
        .always(Answer::Text("Here it is: ", " Enjoy!"));
    let ada = Player::of(&api, "ada");
    let id = world.world.prepared(&ada, &worker).await;
    assert!(ada.game(&id).await["failure"].is_string());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_that_hangs_is_sent_again() {
    let world = BedrockWorld::new().await;
    let api = world.world.world.api().start().await;
    // A request may take two thirds of the time.
    let worker = world.worker().env("MODEL_SECONDS", "9").start().await;
    // The model writes, and hangs when it is to solve.
    world.bedrock.next(Answer::Call);
    world.bedrock.next(Answer::Hang);
    let since = Instant::now();
    let ada = Player::of(&api, "ada");
    let id = world.world.prepared(&ada, &worker).await;
    assert!(since.elapsed() >= Duration::from_secs(6));
    play(&ada, &id).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_line_contains_credentials_keywords_articles_or_questions() {
    for (answer, is_done) in [
        (Answer::Call, true),
        (Answer::Garbage, false),
        (THROTTLED, false),
        (DENIED, false),
        (INVALID, false),
    ] {
        let world = BedrockWorld::new().await;
        world.bedrock.always(answer);
        let worker = world.worker().env("LOG_LEVEL", "trace");
        let worker = worker.env("RUST_LOG", "trace").start().await;
        let api = world.world.world.api().start().await;
        let (_, message) = world.world.start(&Player::of(&api, "ada")).await;
        let delivered = worker.delivers(&[&message]).await;
        assert_eq!(delivered.ids().is_empty(), is_done);
        worker.lines("writing with the model ended", 1).await;
        worker.lines("batch", 1).await;

        let log = format!("{:?} {:?}", worker.log(), worker.stderr());
        let texts = [
            ACCESS_KEY,
            SECRET_KEY,
            SESSION,
            CONTACT,
            TOWN,
            "zorvelle",
            "Anselm Moore",
            "<html>",
        ];
        let article = sentences();
        for text in texts.into_iter().chain(article.iter().map(String::as_str)) {
            assert!(!log.contains(text), "{text} is in the log: {log}");
        }
    }
}
