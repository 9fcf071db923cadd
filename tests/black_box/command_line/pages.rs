//! Pages other than the API, and CORS.

use reqwest::Method;
use serde_json::json;

use crate::support::{Client, Reply, Server};

#[tokio::test]
async fn health_and_the_openapi_document_need_no_token() {
    let server = Server::start().await;
    let health = server.anonymous().get("/health").await.is(200);
    assert_eq!(health.body, json!({"status": "ok"}));
    let document = server.anonymous().get("/openapi.json").await.is(200);
    assert_eq!(document.header("content-type"), "application/json");
    let document = document.body;
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1"));
    for path in [
        "/games",
        "/games/{game}/questions/ask",
        "/games/{game}/questions/{question}",
    ] {
        assert!(document["paths"][path].is_object(), "{path}");
    }
    let put = server.anonymous().request(Method::PUT, "/health");
    Reply::to(put).await.fails(405, "method_not_allowed");
}

#[tokio::test]
async fn the_docs_load_assets_from_this_server_only() {
    let server = Server::start().await;
    let client = server.anonymous();
    let docs = client.get("/docs").await;
    assert!(
        docs.status == 303 && docs.header("location") == "/docs/",
        "{docs:?}"
    );
    let page = client.get("/docs/").await.is(200).text;
    let assets = assets(&page);
    assert!(assets.len() >= 4, "expected styles and scripts: {assets:?}");
    for asset in assets {
        assert!(!asset.contains("//"), "{asset} is on another host");
        let path = asset.trim_start_matches("./");
        load(&client, path).await;
    }
    let setup = load(&client, "swagger-initializer.js").await;
    assert!(setup.contains("/openapi.json"), "{setup}");
    assert!(!setup.contains("https://"), "{setup}");
    client.get("/docs/nothing.js").await.fails(404, "not_found");
}

async fn load(client: &Client, path: &str) -> String {
    let text = client.get(&format!("/docs/{path}")).await.is(200).text;
    assert!(!text.is_empty(), "{path}");
    text
}

/// Returns the values of `src="…"` and `href="…"` in a page.
fn assets(page: &str) -> Vec<&str> {
    let parts = page.split(['=', ' ', '>']).collect::<Vec<_>>();
    let pairs = parts
        .windows(2)
        .filter(|pair| ["src", "href"].contains(&pair[0]));
    pairs
        .map(|pair| pair[1].trim_matches(['"', '/', '\'']))
        .collect()
}

/// Returns the preflight request of a browser for a request with this method.
fn preflight(client: &Client, origin: &str, method: &str) -> reqwest::RequestBuilder {
    let request = client.request(Method::OPTIONS, "/quiz/v1/games");
    request
        .header("origin", origin)
        .header("access-control-request-method", method)
        .header(
            "access-control-request-headers",
            "authorization,content-type,idempotency-key",
        )
}

#[tokio::test]
async fn the_configured_origin_may_call_the_api() {
    let server = Server::start().await;
    let client = server.anonymous();
    let allowed = Reply::to(preflight(&client, "http://localhost:1234", "POST")).await;
    assert_eq!(allowed.status, 200);
    assert_eq!(
        allowed.header("access-control-allow-origin"),
        "http://localhost:1234"
    );
    let methods = allowed.header("access-control-allow-methods");
    assert_eq!(sorted(methods), ["GET", "POST", "PUT"]);
    let headers = allowed.header("access-control-allow-headers");
    assert_eq!(
        sorted(headers),
        ["authorization", "content-type", "idempotency-key"]
    );

    // Pages of the origin can read responses and their headers, including errors.
    for path in ["/health", "/quiz/v1/games", "/nowhere"] {
        let request = client
            .request(Method::GET, path)
            .header("origin", "http://localhost:1234");
        let reply = Reply::to(request).await;
        assert_eq!(
            reply.header("access-control-allow-origin"),
            "http://localhost:1234"
        );
        let exposed = sorted(reply.header("access-control-expose-headers"));
        assert_eq!(
            exposed,
            [
                "location",
                "retry-after",
                "www-authenticate",
                "x-request-id"
            ]
        );
    }
}

#[tokio::test]
async fn another_origin_may_not_call_the_api() {
    let server = Server::start().await;
    let request = preflight(&server.anonymous(), "https://evil.example.org", "POST");
    let reply = Reply::to(request).await;
    let allowed_origin = reply.header("access-control-allow-origin");
    assert_ne!(allowed_origin, "https://evil.example.org");
    assert_ne!(allowed_origin, "*");
}

fn sorted(list: &str) -> Vec<String> {
    let mut names: Vec<_> = list.split(',').map(|name| name.trim().to_owned()).collect();
    names.sort_unstable();
    names
}
