use serde_json::json;

use crate::support::{Document, Reply, TestProvider, account, list, list_all};
use crate::tokens::Issuer;

#[tokio::test]
async fn token_rejected_by_the_provider_is_rejected() {
    for status in [401, 403] {
        // given
        let issuer = Issuer::ed("ed-1");
        let provider = TestProvider::with(&[&issuer]);
        let challenge = r#"Bearer error="the secret of the provider""#;
        let refused = Reply::status(status).with("www-authenticate", challenge);
        provider.set(Document::Userinfo, refused);
        let service = provider.service();
        let token = provider.token(&issuer);

        // when
        let answer = list(&service, &token).await;

        // then
        answer.expect_refused("the identity provider rejects the token");
        list(&service, &token)
            .await
            .expect_error(401, "unauthenticated");
        assert_eq!(
            provider.asked(Document::Userinfo),
            2,
            "it may be let in later"
        );
    }
}

#[tokio::test]
async fn malformed_userinfo_is_unavailable() {
    let issuer = Issuer::ed("ed-1");
    let provider = TestProvider::with(&[&issuer]);
    let service = provider.service();
    let token = provider.token(&issuer);
    for nonsense in [
        Reply::text(""),
        Reply::text("<html>"),
        Reply::text(r#"{"sub": "#),
        Reply::text("null"),
        Reply::text("true"),
        Reply::json(&json!("ada@example.org")),
        Reply::json(&json!([account("ada", "ada@example.org")])),
        Reply::text("eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZGEifQ."),
        Reply::status(204),
        Reply::status(400),
        Reply::status(404),
        Reply::status(201),
    ] {
        provider.set(Document::Userinfo, nonsense);
        list(&service, &token).await.expect_unavailable("2");
    }
    assert_eq!(
        provider.asked(Document::Userinfo),
        12,
        "it is asked each time"
    );
}

#[tokio::test]
async fn redirects_are_not_followed() {
    let issuer = Issuer::ed("ed-1");
    let provider = TestProvider::with(&[&issuer]);
    let service = provider.service();
    for status in [301, 302, 303, 307, 308] {
        let moved = Reply::status(status).with("location", "/elsewhere");
        provider.set(Document::Userinfo, moved);
        let answer = list(&service, &provider.token(&issuer)).await;
        answer.expect_unavailable("2");
    }
    assert_eq!(provider.asked(Document::Elsewhere), 0);
}

#[tokio::test]
async fn responses_are_limited_to_256_kib() {
    // given
    const MAX_BYTES: usize = 256 * 1024;
    let issuer = Issuer::ed("ed-1");
    let provider = TestProvider::with(&[&issuer]);
    let service = provider.service();
    let padded = |bytes: usize| {
        move |sub: &str| {
            let said = account(sub, "ada@example.org").to_string();
            let blanks = " ".repeat(bytes - said.len());
            Reply::text(said + &blanks)
        }
    };

    // then
    provider.set_userinfo(padded(MAX_BYTES + 1));
    let token = provider.token(&issuer);
    list(&service, &token).await.expect_unavailable("2");
    provider.set_userinfo(padded(MAX_BYTES));
    list(&service, &token).await.expect(200);
}

#[tokio::test]
async fn userinfo_is_queried_once_per_token() {
    // given
    let issuer = Issuer::ed("ed-1");
    let provider = TestProvider::with(&[&issuer]);
    let service = provider.service();
    let tokens = [provider.token(&issuer), provider.token(&issuer)];

    // when
    for token in &tokens {
        let many = vec![token.clone(); 20];
        for answer in list_all(&service, &many).await {
            answer.expect(200);
        }
        list(&service, token).await.expect(200);
    }

    // then
    assert_eq!(provider.tokens_seen(), tokens);
}

#[tokio::test]
async fn invalid_tokens_are_not_sent_to_the_provider() {
    let issuer = Issuer::ed("ed-1");
    let provider = TestProvider::with(&[&issuer]);
    let service = provider.service();
    let expired = provider.token_with(&issuer, "exp", &json!(1));
    let other = provider.token_with(&issuer, "aud", &json!("https://other.example.org"));
    let forged = provider.token(&Issuer::ed("ed-1"));
    for token in [expired, other, forged, "opaque".to_owned()] {
        let answer = list(&service, &token).await;
        answer.expect_error(401, "unauthenticated");
    }
    assert_eq!(provider.asked(Document::Userinfo), 0);
}
