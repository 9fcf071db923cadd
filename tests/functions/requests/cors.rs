use crate::support::{HttpEvent, World};

const ORIGIN: &str = "https://quiz.example.org";

/// Returns a preflight request, which a browser sends without a token.
fn preflight() -> HttpEvent {
    let mut event = HttpEvent::new("OPTIONS", "/quiz/v1/games", "ada")
        .without_header("authorization")
        .with_header("origin", ORIGIN)
        .with_header("access-control-request-method", "POST")
        .with_header(
            "access-control-request-headers",
            "authorization,content-type",
        );
    let context = event["requestContext"].as_object_mut().unwrap();
    context.remove("authorizer");
    event
}

#[tokio::test]
async fn pages_of_the_configured_origin_may_call() {
    let world = World::new().await;
    let api = world.api().env("CORS_ORIGIN", ORIGIN).start().await;
    let allowed = preflight().to(&api).await.is(200);
    assert_eq!(allowed.header("access-control-allow-origin"), ORIGIN);
    assert!(
        allowed
            .header("access-control-allow-headers")
            .contains("authorization")
    );
    let list = HttpEvent::get("/games").with_header("origin", ORIGIN);
    let list = list.to(&api).await.is(200);
    assert_eq!(list.header("access-control-allow-origin"), ORIGIN);
    let exposed = list.header("access-control-expose-headers");
    assert!(exposed.contains("location"), "{exposed}");
}

#[tokio::test]
async fn without_an_origin_the_function_sends_no_cors_headers() {
    let world = World::new().await;
    let api = world.api().start().await;
    let list = HttpEvent::get("/games").with_header("origin", ORIGIN);
    let list = list.to(&api).await.is(200);
    assert_eq!(list.header("access-control-allow-origin"), "");
}
