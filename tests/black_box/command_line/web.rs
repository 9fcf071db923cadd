//! The page to play on, as a browser loads it. Browsers play on it in `tests/web`.

use reqwest::Method;
use reqwest::header::{ACCEPT_ENCODING, IF_NONE_MATCH};
use serde_json::{Value, json};

use crate::support::{AUDIENCE, Client, Launch, Provider, Reply, Server};

/// The files that the page names, such as `/web/app.js`.
fn named_files(page: &str) -> Vec<&str> {
    let quoted = page.split('"');
    quoted.filter(|text| text.starts_with("/web/")).collect()
}

fn policy(reply: &Reply) -> &str {
    reply.header("content-security-policy")
}

async fn page(server: &Server) -> Reply {
    server.anonymous().get("/").await.is(200)
}

#[tokio::test]
async fn the_page_and_its_files_need_no_token_and_have_a_strict_policy() {
    let server = Server::start().await;
    let page = page(&server).await;
    assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
    assert_eq!(page.header("cache-control"), "no-store");
    let files = named_files(&page.text);
    assert!(files.len() >= 3, "{files:?}");
    for path in files {
        let file = server.anonymous().get(path).await.is(200);
        assert_eq!(file.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(file.header("cross-origin-resource-policy"), "same-origin");
    }
    for path in ["/", "/web/icon.svg"] {
        let reply = server.anonymous().get(path).await.is(200);
        let policy = policy(&reply);
        assert!(policy.starts_with("default-src 'self'; "), "{policy}");
        assert!(policy.contains("frame-ancestors 'none'"), "{policy}");
        assert!(
            !policy.contains("unsafe") && !policy.contains("connect-src"),
            "{policy}"
        );
        assert_eq!(reply.header("x-content-type-options"), "nosniff");
        assert_eq!(reply.header("x-frame-options"), "DENY");
        assert_eq!(reply.header("referrer-policy"), "no-referrer");
    }
    assert!(
        !page.text.contains("<style") && !page.text.contains("style="),
        "{}",
        page.text
    );
    assert!(
        !page.text.contains("<script>") && !page.text.contains("://"),
        "{}",
        page.text
    );
}

#[tokio::test]
async fn a_file_has_its_media_type_and_is_sent_once_per_version() {
    let server = Server::start().await;
    let client = server.anonymous();
    for (path, content_type) in [
        ("/web/app.js", "text/javascript; charset=utf-8"),
        ("/web/style.css", "text/css; charset=utf-8"),
        ("/web/icon.svg", "image/svg+xml"),
    ] {
        let file = client.get(path).await.is(200);
        assert_eq!(file.header("content-type"), content_type);
        assert_eq!(file.header("cache-control"), "no-cache");
        let tag = file.header("etag");
        for known in [tag, &format!("W/{tag}"), &format!("\"other\", {tag}")] {
            let request = client
                .request(Method::GET, path)
                .header(IF_NONE_MATCH, known);
            let again = Reply::to(request).await.is(304);
            assert!(
                again.text.is_empty() && again.header("etag") == tag,
                "{again:?}"
            );
        }
        let other = client
            .request(Method::GET, path)
            .header(IF_NONE_MATCH, "\"other\"");
        Reply::to(other).await.is(200);
    }
}

#[tokio::test]
async fn files_are_compressed_for_clients_that_accept_it() {
    let server = Server::start().await;
    let client = server.anonymous();
    let length = async |encoding: &str| {
        let request = client.request(Method::GET, "/web/app.js");
        let response = request
            .header(ACCEPT_ENCODING, encoding)
            .send()
            .await
            .unwrap();
        let coding = response.headers().get("content-encoding").cloned();
        (coding, response.bytes().await.unwrap().len())
    };
    let (coding, compressed) = length("br, gzip").await;
    assert_eq!(coding.unwrap(), "gzip");
    let (coding, plain) = length("identity").await;
    assert!(
        coding.is_none() && compressed < plain,
        "{compressed} < {plain}"
    );
}

#[tokio::test]
async fn nothing_else_is_served() {
    let server = Server::start().await;
    let client = server.anonymous();
    for path in [
        "/web/",
        "/web/index.html",
        "/web/types.d.ts",
        "/web/README.md",
        "/web/../Cargo.toml",
        "/web/%2e%2e/Cargo.toml",
        "/web/..%2fsrc%2fmain.rs",
        "/index.html",
        "/app.js",
    ] {
        client.get(path).await.fails(404, "not_found");
    }
    let post = client.request(Method::POST, "/");
    Reply::to(post).await.fails(405, "method_not_allowed");
}

#[tokio::test]
async fn the_topics_are_listed() {
    let server = Server::start().await;
    let body = server.anonymous().get("/topics").await.is(200).body;
    let topics = body["topics"].as_array().unwrap();
    assert!(topics.len() > 30, "{}", topics.len());
    for topic in topics {
        assert!(topic["facts"].as_u64().unwrap() > 0, "{topic}");
        assert!(!topic["name"].as_str().unwrap().is_empty(), "{topic}");
    }
    let names: Vec<_> = topics.iter().map(|topic| &topic["name"]).collect();
    assert!(names.contains(&&json!("Chemical elements")), "{names:?}");
}

#[tokio::test]
async fn the_page_learns_that_the_server_issues_tokens() {
    let server = Server::start().await;
    let sign_in = server.anonymous().get("/web.json").await.is(200);
    assert_eq!(sign_in.body, json!({"sign_in": {"kind": "development"}}));
    assert_eq!(sign_in.header("cache-control"), "no-store");
}

#[tokio::test]
async fn no_page_can_be_framed_or_taken_for_another_type() {
    let server = Server::start().await;
    for path in ["/", "/web.json", "/topics", "/docs/", "/docs/index.css"] {
        let reply = server.anonymous().get(path).await.is(200);
        assert!(policy(&reply).contains("frame-ancestors 'none'"), "{path}");
        assert_eq!(reply.header("x-frame-options"), "DENY", "{path}");
        assert_eq!(reply.header("x-content-type-options"), "nosniff", "{path}");
    }
}

#[tokio::test]
async fn the_page_can_be_left_out() {
    for launch in [
        Launch::default().flag("--no-web"),
        Launch::default().env("QUIZCRAFT_NO_WEB", "true"),
        Launch::default()
            .flag("--no-web")
            .arg("--issuer", "https://id.example.org/")
            .arg("--audience", AUDIENCE)
            .arg("--web-client-id", "page"),
    ] {
        let server = launch.start().await;
        assert_no_page(&server.anonymous()).await;
        let greeting = server.stop().await.stdout;
        assert!(!greeting.contains("browser"), "{greeting}");
    }
}

async fn assert_no_page(client: &Client) {
    for path in ["/", "/web/app.js", "/web.json", "/topics"] {
        client.get(path).await.fails(404, "not_found");
    }
}

#[tokio::test]
async fn the_greeting_names_the_page() {
    let server = Server::start().await;
    page(&server).await;
    let greeting = server.stop().await.stdout;
    let lines: Vec<_> = greeting.lines().collect();
    let addr = lines[0].strip_prefix("listening on ").unwrap();
    assert_eq!(lines[1], format!("to play, open {addr}/ in a browser"));
}

#[tokio::test]
async fn a_provider_requires_a_client_id_of_the_page() {
    let provider = Provider::start().await;
    let server = provider.serve().await;
    assert_no_page(&server.anonymous()).await;
}

/// Returns the policy of the page, and how it signs players in.
async fn at_provider(provider: &Provider, launch: Launch, client_id: &str) -> (String, Value) {
    let launch = launch.arg("--issuer", &provider.issuer);
    // Variables that are set to their defaults have no effect.
    let launch = launch.env("QUIZCRAFT_NO_WEB", "false");
    let server = launch.arg("--web-client-id", client_id).start().await;
    let policy = policy(&page(&server).await).to_owned();
    let mut body = server.anonymous().get("/web.json").await.is(200).body;
    (policy, body["sign_in"].take())
}

#[tokio::test]
async fn the_page_learns_the_endpoints_of_the_provider() {
    let provider = Provider::start().await;
    let issuer = &provider.issuer;
    let launch = Launch::default().arg("--audience", AUDIENCE);
    let (policy, sign_in) = at_provider(&provider, launch, "page").await;
    let expected = json!({
        "kind": "oidc", "issuer": issuer, "client_id": "page", "scope": "openid email",
        "authorization_endpoint": format!("{issuer}authorize"), "token_endpoint": format!("{issuer}token"),
        "end_session_endpoint": null, "parameters": {"audience": AUDIENCE, "resource": AUDIENCE}, "token": "access",
    });
    assert_eq!(sign_in, expected);
    let origin = issuer.trim_end_matches('/');
    assert!(
        policy.ends_with(&format!("; connect-src 'self' {origin}")),
        "{policy}"
    );
}

#[tokio::test]
async fn the_page_sends_the_configured_token() {
    let provider = Provider::start().await;
    // An access token of Amazon Cognito has its client as audience, as any ID token has.
    for token in ["access", "id"] {
        let launch = Launch::default().arg("--audience", "page");
        let launch = launch.arg("--web-token", token);
        let (_, sign_in) = at_provider(&provider, launch, "page").await;
        assert_eq!(sign_in["token"], token);
        assert_eq!(sign_in["parameters"], json!({}), "{token}");
    }
}

#[tokio::test]
async fn an_audience_that_is_no_uri_is_no_resource() {
    let provider = Provider::start().await;
    let launch = Launch::default().arg("--audience", "quiz");
    let (_, sign_in) = at_provider(&provider, launch, "page").await;
    assert_eq!(sign_in["parameters"], json!({"audience": "quiz"}));
}

#[tokio::test]
async fn the_page_is_served_while_the_provider_is_down() {
    let mut provider = Provider::start().await;
    provider.stop().await;
    let launch = provider.configure(Launch::default());
    let server = launch.arg("--web-client-id", "page").start().await;
    assert!(!policy(&page(&server).await).contains("connect-src"));
    let sign_in = server.anonymous().get("/web.json").await;
    assert!(!sign_in.header("retry-after").is_empty(), "{sign_in:?}");
    sign_in.fails(503, "unavailable");
}
