use super::ModelWorld;
use crate::support::entry;

/// Asserts that a worker with these variables logs one line with these faults, and exits.
async fn assert_faults(variables: &[(&str, &str)], faults: &str) {
    let world = ModelWorld::new().await;
    let worker = variables
        .iter()
        .fold(world.worker(), |worker, (name, value)| {
            worker.env(name, value)
        });
    let ended = worker.ended().await;
    assert!(!ended.status.success(), "{ended:?}");
    assert_eq!((ended.polls, ended.stdout.len()), (0, 1), "{ended:?}");
    let message = &entry(&ended.stdout[0])["message"];
    let expected = format!("the function stops: invalid environment: {faults}");
    assert_eq!(message, expected.as_str());
    assert_eq!(world.requests(), (0, 0, 0));
}

#[tokio::test]
async fn every_fault_of_a_model_is_named() {
    let variables = [
        ("MODEL_API", "anthropic"),
        ("MODEL", "hush hush"),
        ("MODEL_KEY_SECRET", ""),
        ("RESEARCH", "hush"),
        ("MODEL_SECONDS", "hush"),
    ];
    let faults = "MODEL: expected 1 to 80 visible ASCII characters; MODEL_KEY_SECRET: missing; \
                  RESEARCH: expected wikipedia; MODEL_SECONDS: expected a whole number from 5";
    assert_faults(&variables, faults).await;
}

#[tokio::test]
async fn variables_of_a_model_require_its_api() {
    let faults = "MODEL_API: missing (required by MODEL, MODEL_URL, MODEL_KEY_SECRET, RESEARCH, \
                  RESEARCH_URL, RESEARCH_CONTACT)";
    assert_faults(&[("MODEL_API", "")], faults).await;
}

#[cfg(not(feature = "bedrock"))]
#[tokio::test]
async fn a_worker_without_bedrock_names_the_feature() {
    let faults = "MODEL_API: bedrock requires a worker that is built with the feature bedrock";
    assert_faults(&[("MODEL_API", "bedrock")], faults).await;
}

#[cfg(feature = "bedrock")]
#[tokio::test]
async fn a_model_of_bedrock_has_neither_url_nor_key() {
    let faults = "MODEL_URL: must not be set with MODEL_API=bedrock: the endpoint follows from AWS_REGION; \
                  MODEL_KEY_SECRET: must not be set with MODEL_API=bedrock: the role of the function has the \
                  permission";
    assert_faults(&[("MODEL_API", "bedrock")], faults).await;
}

/// The build of the infrastructure recognises by this text whether a worker has the feature.
#[test]
fn only_a_worker_with_bedrock_contains_the_text_of_its_errors() {
    let worker = std::fs::read(env!("CARGO_BIN_EXE_quizcraft-worker")).unwrap();
    let text = b"Amazon Bedrock returned ";
    let is_found = worker.windows(text.len()).any(|part| part == text);
    assert_eq!(is_found, cfg!(feature = "bedrock"));
}
