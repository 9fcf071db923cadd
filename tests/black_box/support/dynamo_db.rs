use reqwest::Client;
use serde_json::Value;

use super::Launch;
use super::dynamo_server::DynamoServer;

/// What the server signs its requests with.
pub(crate) const SECRET: &str = "hush-this-is-a-key";

/// A DynamoDB outside the server; it stops when it is dropped.
pub(crate) struct DynamoDb(DynamoServer);

impl DynamoDb {
    /// One without any table.
    pub(crate) async fn start() -> Self {
        Self(DynamoServer::start().await)
    }

    /// A server that finds its tables here, by what is ordinarily said to the AWS SDK.
    pub(crate) fn launch(&self) -> Launch {
        Self::launch_at(self.0.url())
    }

    /// A server that looks for its tables at this place.
    pub(crate) fn launch_at(url: &str) -> Launch {
        Launch::default()
            .flag("--dynamodb")
            .env("AWS_ENDPOINT_URL_DYNAMODB", url)
            .env("AWS_REGION", "eu-west-1")
            .env("AWS_ACCESS_KEY_ID", "key-of-the-test")
            .env("AWS_SECRET_ACCESS_KEY", SECRET)
            // The settings of the developer's environment must not matter.
            .env("AWS_CONFIG_FILE", "/dev/null")
            .env("AWS_SHARED_CREDENTIALS_FILE", "/dev/null")
            .env("NO_PROXY", "127.0.0.1")
            .env("GAME_TABLE", "quiz-Game")
            .env("QUESTION_TABLE", "quiz-Question")
            .env("TOKEN_TABLE", "quiz-Token")
    }

    /// Does something to the tables behind the server's back.
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

/// It has to look like a signature, and is not looked at any further.
const AUTHORIZATION: &str = "AWS4-HMAC-SHA256 \
    Credential=test/20240101/eu-west-1/dynamodb/aws4_request, SignedHeaders=host, Signature=00";
