use std::ops::{Deref, DerefMut};
use std::time::{SystemTime, UNIX_EPOCH};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use super::{AUDIENCE, Function, ISSUER, Reply};

/// An event of an HTTP API (payload format 2.0), as a JSON value that tests may change.
#[derive(Clone)]
pub(crate) struct HttpEvent(Value);

/// The default endpoint of API Gateway.
pub(crate) const DEFAULT_DOMAIN: &str = "a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com";

impl HttpEvent {
    /// Creates a request of a player at the stage `$default`.
    pub(crate) fn new(method: &str, path: &str, player: &str) -> Self {
        let claims = claims(player);
        let token = token(&claims);
        let agent = "Mozilla/5.0";
        Self(json!({
            "version": "2.0",
            "routeKey": "ANY /{proxy+}",
            "rawPath": path,
            "rawQueryString": "",
            "headers": {
                "accept": "*/*",
                "authorization": format!("Bearer {token}"),
                "host": DEFAULT_DOMAIN,
                "user-agent": agent,
                "x-amzn-trace-id": "Root=1-5e6722a7-cc56xmpl46db7ae02d4da47e",
                "x-forwarded-for": "203.0.113.7",
                "x-forwarded-port": "443",
                "x-forwarded-proto": "https",
            },
            "requestContext": {
                "accountId": "123456789012",
                "apiId": "a1b2c3d4e5",
                "authorizer": {"jwt": {"claims": claims, "scopes": null}},
                "domainName": DEFAULT_DOMAIN,
                "domainPrefix": "a1b2c3d4e5",
                "http": {
                    "method": method,
                    "path": path,
                    "protocol": "HTTP/1.1",
                    "sourceIp": "203.0.113.7",
                    "userAgent": agent,
                },
                "requestId": "JKJaXmPLvHcESHA=",
                "routeKey": "ANY /{proxy+}",
                "stage": "$default",
                "time": "10/Mar/2026:05:16:23 +0000",
                "timeEpoch": 1_773_119_783_220_u64,
            },
            "pathParameters": {"proxy": path.trim_start_matches('/')},
            "isBase64Encoded": false,
        }))
    }

    pub(crate) fn get(path: &str) -> Self {
        Self::new("GET", path, "ada")
    }

    pub(crate) fn post(path: &str, body: &Value) -> Self {
        Self::new("POST", path, "ada").with_body(body)
    }

    pub(crate) fn with_body(mut self, body: &Value) -> Self {
        self.0["body"] = json!(body.to_string());
        self.with_header("content-type", "application/json")
    }

    pub(crate) fn with_header(mut self, name: &str, value: &str) -> Self {
        self.0["headers"][name] = json!(value);
        self
    }

    pub(crate) fn without_header(mut self, name: &str) -> Self {
        self.0["headers"].as_object_mut().unwrap().remove(name);
        self
    }

    pub(crate) fn with_query(mut self, query: &str) -> Self {
        self.0["rawQueryString"] = json!(query);
        let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        let pairs = pairs.map(|(name, value)| (name.to_owned(), json!(value)));
        self.0["queryStringParameters"] = Value::Object(pairs.collect());
        self
    }

    pub(crate) fn at_stage(mut self, stage: &str) -> Self {
        self.0["requestContext"]["stage"] = json!(stage);
        self
    }

    pub(crate) fn on_domain(mut self, domain: &str) -> Self {
        self.0["requestContext"]["domainName"] = json!(domain);
        self.with_header("host", domain)
    }

    /// Sets a claim that the authorizer has verified.
    pub(crate) fn with_claim(mut self, name: &str, value: &str) -> Self {
        self.0["requestContext"]["authorizer"]["jwt"]["claims"][name] = json!(value);
        self
    }

    pub(crate) fn without_claim(mut self, name: &str) -> Self {
        let claims = &mut self.0["requestContext"]["authorizer"]["jwt"]["claims"];
        claims.as_object_mut().unwrap().remove(name);
        self
    }

    /// Sets the token.
    pub(crate) fn with_token(self, token: &str) -> Self {
        self.with_header("authorization", &format!("Bearer {token}"))
    }

    /// Sends the event, and returns the response.
    pub(crate) async fn to(&self, function: &Function) -> Reply {
        Reply::of(function.invoke(self.0.to_string()).await)
    }
}

impl Deref for HttpEvent {
    type Target = Value;

    fn deref(&self) -> &Value {
        &self.0
    }
}

impl DerefMut for HttpEvent {
    fn deref_mut(&mut self) -> &mut Value {
        &mut self.0
    }
}

/// Returns the claims of a valid token as the authorizer sends them: all of them are strings.
pub(crate) fn claims(player: &str) -> Value {
    let now = now();
    json!({
        "iss": ISSUER,
        "aud": format!("[{AUDIENCE} {ISSUER}userinfo]"),
        "sub": format!("auth0|{player}"),
        "iat": now.to_string(),
        "exp": (now + 600).to_string(),
        "email": format!("{player}@example.org"),
        "email_verified": "true",
    })
}

/// Returns a token with these claims. Its signature is not valid: only the authorizer checks it.
pub(crate) fn token(claims: &Value) -> String {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let header = json!({"alg": "RS256", "typ": "JWT", "kid": "one"});
    let (sub, exp) = (&claims["sub"], claims["exp"].as_str());
    let exp: u64 = exp.unwrap().parse().unwrap();
    let payload = json!({"sub": sub, "exp": exp});
    format!("{}.{}.c2lnbmF0dXJl", part(&header), part(&payload))
}

pub(crate) fn now() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.unwrap().as_secs()
}
