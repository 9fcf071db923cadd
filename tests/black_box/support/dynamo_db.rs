use reqwest::Client;
use serde_json::Value;

use super::Launch;
use super::dynamo_server::DynamoServer;

/// The secret access key of the server.
pub(crate) const SECRET: &str = "hush-this-is-a-key";

/// An emulated DynamoDB in the test process. It stops when it is dropped.
pub(crate) struct DynamoDb(DynamoServer);

impl DynamoDb {
    /// Starts an emulator without tables.
    pub(crate) async fn start() -> Self {
        Self(DynamoServer::start().await)
    }

    /// Returns a launch that uses this emulator, configured by the standard variables of the AWS
    /// SDK.
    pub(crate) fn launch(&self) -> Launch {
        Self::launch_at(self.0.url())
    }

    /// Returns a launch that uses the DynamoDB endpoint `url`.
    pub(crate) fn launch_at(url: &str) -> Launch {
        Launch::default()
            .flag("--dynamodb")
            .env("AWS_ENDPOINT_URL_DYNAMODB", url)
            .env("AWS_REGION", "eu-west-1")
            .env("AWS_ACCESS_KEY_ID", "key-of-the-test")
            .env("AWS_SECRET_ACCESS_KEY", SECRET)
            // Ignore the developer's AWS configuration.
            .env("AWS_CONFIG_FILE", "/dev/null")
            .env("AWS_SHARED_CREDENTIALS_FILE", "/dev/null")
            .env("NO_PROXY", "127.0.0.1")
            .env("GAME_TABLE", "quiz-Game")
            .env("QUESTION_TABLE", "quiz-Question")
            .env("TOKEN_TABLE", "quiz-Token")
    }

    /// Calls an operation of DynamoDB directly.
    pub(crate) async fn call(&self, operation: &str, body: &Value) {
        let client = Client::builder().no_proxy().build().unwrap();
        let reply = client
            .post(self.0.url())
            .header("content-type", "application/x-amz-json-1.0")
            .header("x-amz-target", format!("DynamoDB_20120810.{operation}"))
            .header("x-amz-date", "20240101T000000Z")
            .header("authorization", AUTHORIZATION)
            .body(body.to_string());
        let reply = reply.send().await.unwrap();
        let status = reply.status();
        assert!(status.is_success(), "{status} {:?}", reply.text().await);
    }
}

/// The emulator checks only the format of a signature.
const AUTHORIZATION: &str = "AWS4-HMAC-SHA256 \
    Credential=test/20240101/eu-west-1/dynamodb/aws4_request, SignedHeaders=host, Signature=00";
