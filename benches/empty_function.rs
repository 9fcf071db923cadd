//! A Lambda function that returns its event: the baseline of their starts.

use lambda_http::{Error, LambdaEvent, service_fn};
use serde_json::Value;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let echo = async |event: LambdaEvent<Value>| Ok::<_, Error>(event.payload);
    lambda_http::lambda_runtime::run(service_fn(echo)).await
}
