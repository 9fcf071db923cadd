//! AWS clients that start fast, since a player waits for a cold start.

mod endpoint;
mod roots;

use std::fmt;
use std::time::Duration;

use aws_credential_types::Credentials;
use aws_smithy_http_client::tls::rustls_provider::CryptoMode;
use aws_smithy_http_client::tls::{Provider, TlsContext};
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use aws_smithy_types::retry::RetryConfig;
use aws_smithy_types::timeout::TimeoutConfig;
#[cfg(feature = "bedrock")]
use quizcraft_author::Timeouts;
use quizcraft_dynamo::RequestPolicy;

use crate::config::{ConfigError, Environment, process_variable};
use crate::observe::RoundTrips;
use crate::queue::ATTEMPT_TIMEOUT;
use endpoint::Endpoint;

/// The region, credentials and endpoints of a function, and one HTTP client that all its AWS clients
/// share.
///
/// The default configuration of the SDK searches six places for credentials and loads the system's
/// trust store, which takes most of a cold start. A function has its credentials in the environment.
/// Certificates of AWS are issued by Amazon Trust Services, so only its roots are trusted, unless
/// `AWS_CA_BUNDLE` names a file with others.
///
/// # Examples
///
/// ```no_run
/// use quizcraft_lambda::{Aws, QueueUrl, SqsQueue};
///
/// let aws = Aws::from_env()?;
/// let url = QueueUrl::new("https://sqs.eu-west-1.amazonaws.com/123456789012/games")?;
/// let queue = SqsQueue::new(aws.sqs(), url);
/// # Ok::<_, Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Aws {
    region: String,
    credentials: Credentials,
    endpoints: Endpoints,
    http: SharedHttpClient,
}

/// The endpoints that replace the default ones.
#[derive(Clone, Debug)]
struct Endpoints {
    dynamodb: Option<Endpoint>,
    sqs: Option<Endpoint>,
    secrets_manager: Option<Endpoint>,
    #[cfg(feature = "bedrock")]
    bedrock: Option<Endpoint>,
}

impl Aws {
    /// Reads the environment of this process.
    ///
    /// # Errors
    ///
    /// Returns a [`ConfigError`] that names every missing or invalid variable.
    pub fn from_env() -> Result<Self, ConfigError> {
        let mut environment = Environment::new(&process_variable);
        let aws = Self::read(&mut environment);
        environment.finish(aws)
    }

    pub(crate) fn read(environment: &mut Environment<'_>) -> Option<Self> {
        let region = environment.text("AWS_REGION");
        let region = region.or_else(|| environment.text("AWS_DEFAULT_REGION"));
        if region.is_none() {
            environment.add_fault("AWS_REGION", "missing");
        }
        let credentials = credentials(environment);
        let roots = match environment.optional("AWS_CA_BUNDLE", roots::from_file) {
            Some(roots) => roots,
            None => roots::amazon(),
        };
        let endpoints = Endpoints::read(environment);
        let http = http(environment, roots);
        Some(Self {
            region: region?,
            credentials: credentials?,
            endpoints,
            http: http?,
        })
    }

    /// Returns a DynamoDB client with short timeouts, since a player waits for its responses.
    #[must_use]
    pub fn dynamodb(&self) -> aws_sdk_dynamodb::Client {
        RequestPolicy::default().client(self.dynamodb_config())
    }

    /// Returns a DynamoDB client whose round trips `trips` counts.
    pub(crate) fn counted_dynamodb(&self, trips: &RoundTrips) -> aws_sdk_dynamodb::Client {
        let config = self.dynamodb_config().interceptor(trips.clone());
        RequestPolicy::default().client(config)
    }

    fn dynamodb_config(&self) -> aws_sdk_dynamodb::config::Builder {
        let mut config = aws_sdk_dynamodb::Config::builder()
            .region(aws_sdk_dynamodb::config::Region::new(self.region.clone()))
            .credentials_provider(self.credentials.clone())
            .http_client(self.http.clone());
        config.set_endpoint_url(self.endpoints.dynamodb.clone().map(String::from));
        config
    }

    /// Returns an SQS client that makes at most two attempts of one second each.
    #[must_use]
    pub fn sqs(&self) -> aws_sdk_sqs::Client {
        let mut config = aws_sdk_sqs::Config::builder()
            .behavior_version(aws_sdk_sqs::config::BehaviorVersion::latest())
            .region(aws_sdk_sqs::config::Region::new(self.region.clone()))
            .credentials_provider(self.credentials.clone())
            .http_client(self.http.clone())
            .retry_config(retries())
            .timeout_config(timeouts(ATTEMPT_TIMEOUT));
        config.set_endpoint_url(self.endpoints.sqs.clone().map(String::from));
        aws_sdk_sqs::Client::from_conf(config.build())
    }

    /// Returns a Secrets Manager client. Its timeouts are longer, since only the start of a function
    /// waits for it.
    #[must_use]
    pub fn secrets_manager(&self) -> aws_sdk_secretsmanager::Client {
        let mut config = aws_sdk_secretsmanager::Config::builder()
            .behavior_version(aws_sdk_secretsmanager::config::BehaviorVersion::latest())
            .region(aws_sdk_secretsmanager::config::Region::new(
                self.region.clone(),
            ))
            .credentials_provider(self.credentials.clone())
            .http_client(self.http.clone())
            .retry_config(retries())
            .timeout_config(timeouts(Duration::from_secs(2)));
        config.set_endpoint_url(self.endpoints.secrets_manager.clone().map(String::from));
        aws_sdk_secretsmanager::Client::from_conf(config.build())
    }

    /// Returns a client of Amazon Bedrock that makes one attempt, because its caller retries.
    #[cfg(feature = "bedrock")]
    pub(crate) fn bedrock(&self, limits: Timeouts) -> aws_sdk_bedrockruntime::Client {
        use aws_sdk_bedrockruntime::config::{
            BehaviorVersion, Builder, Region, StalledStreamProtectionConfig,
        };
        let timeouts = TimeoutConfig::builder()
            .connect_timeout(limits.connect())
            .operation_timeout(limits.total());
        let mut config = Builder::new()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new(self.region.clone()))
            .credentials_provider(self.credentials.clone())
            .http_client(self.http.clone())
            .retry_config(RetryConfig::disabled())
            // No byte of a response arrives before the model has written all of it.
            .stalled_stream_protection(StalledStreamProtectionConfig::disabled())
            .timeout_config(timeouts.build());
        config.set_endpoint_url(self.endpoints.bedrock.clone().map(String::from));
        aws_sdk_bedrockruntime::Client::from_conf(config.build())
    }
}

impl Endpoints {
    fn read(environment: &mut Environment<'_>) -> Self {
        let ignored = environment.text("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS");
        let ignored = ignored.is_some_and(|text| text.eq_ignore_ascii_case("true"));
        let mut url = |name: &str| {
            let name = Some(name).filter(|_| !ignored)?;
            environment.optional(name, str::parse::<Endpoint>)
        };
        let all = url("AWS_ENDPOINT_URL");
        let mut of = |service: &str| {
            let own = url(&format!("AWS_ENDPOINT_URL_{service}"));
            own.or_else(|| all.clone())
        };
        Self {
            dynamodb: of("DYNAMODB"),
            sqs: of("SQS"),
            secrets_manager: of("SECRETS_MANAGER"),
            #[cfg(feature = "bedrock")]
            bedrock: of("BEDROCK_RUNTIME"),
        }
    }
}

/// Returns the credentials of the function's role. They are valid for as long as the process lives, so
/// they need no refresh.
fn credentials(environment: &mut Environment<'_>) -> Option<Credentials> {
    let id = environment.required("AWS_ACCESS_KEY_ID", str::parse::<String>);
    let secret = environment.required("AWS_SECRET_ACCESS_KEY", str::parse::<String>);
    let session = environment.text("AWS_SESSION_TOKEN");
    Some(Credentials::new(id?, secret?, session, None, "environment"))
}

fn http(environment: &mut Environment<'_>, roots: roots::Roots) -> Option<SharedHttpClient> {
    let tls = TlsContext::builder().with_trust_store(roots.0).build();
    let tls = tls.map_err(|error| environment.add_fault("AWS_CA_BUNDLE", error));
    let client = aws_smithy_http_client::Builder::new()
        .tls_provider(Provider::Rustls(CryptoMode::AwsLc))
        .tls_context(tls.ok()?)
        .build_https();
    Some(client)
}

fn retries() -> RetryConfig {
    RetryConfig::standard()
        .with_max_attempts(2)
        .with_initial_backoff(Duration::from_millis(50))
}

fn timeouts(attempt: Duration) -> TimeoutConfig {
    TimeoutConfig::builder()
        .connect_timeout(attempt)
        .read_timeout(attempt)
        .operation_timeout(attempt.saturating_mul(2))
        .build()
}

impl fmt::Debug for Aws {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Aws")
            .field("region", &self.region)
            .field("endpoints", &self.endpoints)
            .finish_non_exhaustive()
    }
}
