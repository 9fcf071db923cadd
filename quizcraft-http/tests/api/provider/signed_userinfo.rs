//! Userinfo in the form of a signed JWT.

use std::time::{SystemTime, UNIX_EPOCH};

use quizcraft_identity::TokenFault;
use serde_json::{Value, json};

use crate::support::{Answer, Document, Log, Reply, TestProvider, account, list};
use crate::tokens::{AUDIENCE, Issuer, base64};

/// A provider that returns userinfo as JWTs, and a service with an empty cache.
struct Given {
    issuer: Issuer,
    provider: TestProvider,
    service: axum::Router,
}

impl Given {
    fn new() -> Self {
        Self::signing_with(Issuer::ed("ed-1"))
    }

    fn signing_with(issuer: Issuer) -> Self {
        let provider = TestProvider::with(&[&issuer]);
        let service = provider.service();
        Self {
            issuer,
            provider,
            service,
        }
    }

    /// The claims of userinfo about ada, with changes; `null` removes a claim.
    fn said(&self, changes: &Value) -> Value {
        let mut said = account("ada", "ada@example.org");
        said["iss"] = json!(self.provider.url());
        said["aud"] = json!("client-1");
        let all = said.as_object_mut().unwrap();
        all.extend(changes.as_object().unwrap().clone());
        all.retain(|_, value| !value.is_null());
        said
    }

    /// The response to a token of ada's that was issued to this client, with this reply of userinfo.
    async fn answer(&self, reply: Reply) -> Answer {
        self.answer_to(&json!({"azp": "client-1"}), reply).await
    }

    async fn answer_to(&self, claims: &Value, reply: Reply) -> Answer {
        self.provider.set(Document::Userinfo, reply);
        let mut token = self.provider.claims();
        token["sub"] = json!("ada");
        let all = token.as_object_mut().unwrap();
        all.extend(claims.as_object().unwrap().clone());
        list(&self.service, &self.issuer.token(&token)).await
    }

    fn signed(&self, changes: &Value) -> Reply {
        Reply::jwt(self.issuer.token(&self.said(changes)))
    }
}

/// A second by the clock of this machine.
fn real_now() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.unwrap().as_secs()
}

#[tokio::test]
async fn signed_userinfo_contains_the_address() {
    for issuer in [Issuer::rsa(), Issuer::ec("ec-1"), Issuer::ed("ed-1")] {
        let given = Given::signing_with(issuer);
        given.answer(given.signed(&json!({}))).await.expect(200);
        let unverified = given.signed(&json!({"email_verified": false}));
        let unverified = given.answer(unverified).await;
        unverified.expect_error(403, "email_not_verified");
        assert_eq!(given.provider.asked(Document::Keys), 1);
    }
}

#[tokio::test]
async fn signed_userinfo_is_recognised_by_its_media_type() {
    let given = Given::new();
    let jwt = given.issuer.token(&given.said(&json!({})));
    for (media_type, status) in [
        ("application/jwt", 200),
        ("Application/JWT", 200),
        ("application/jwt; charset=utf-8", 200),
        ("application/json", 503),
        ("text/plain", 503),
        ("application/jwt+json", 503),
    ] {
        let reply = Reply::text(&jwt).with("content-type", media_type);
        let answer = given.answer(reply).await;
        assert_eq!(answer.status, status, "{media_type}");
    }
    let blanks = Reply::jwt(format!("\n{jwt}\n"));
    given.answer(blanks).await.expect(200);
}

#[tokio::test]
async fn signed_userinfo_requires_only_sub_and_iss() {
    let given = Given::new();
    for changes in [
        json!({"aud": null}),
        json!({"exp": real_now() + 60, "iat": real_now(), "nbf": real_now()}),
        json!({"aud": ["other", "client-1"]}),
        json!({"aud": AUDIENCE}),
        json!({"jti": "one", "auth_time": 1}),
    ] {
        let answer = given.answer(given.signed(&changes)).await;
        assert_eq!(answer.status, 200, "{changes}");
    }
    let typed = json!({"alg": "EdDSA", "typ": "userinfo+jwt"});
    let typed = given.issuer.sign(&typed, &given.said(&json!({})));
    given.answer(Reply::jwt(typed)).await.expect(200);
}

#[tokio::test]
async fn audience_of_signed_userinfo_is_the_client_of_the_token() {
    let given = Given::new();
    for (token, audience, status) in [
        (json!({"client_id": "client-1"}), json!("client-1"), 200),
        (
            json!({"aud": null, "client_id": AUDIENCE}),
            json!(AUDIENCE),
            200,
        ),
        (
            json!({"azp": "client-1", "client_id": "client-2"}),
            json!("client-2"),
            200,
        ),
        (
            json!({"aud": [AUDIENCE, "more"], "azp": "client-1"}),
            json!(["more"]),
            200,
        ),
        (
            json!({}),
            json!("a client that the token does not name"),
            200,
        ),
        (
            json!({"azp": null, "client_id": null}),
            json!("client-2"),
            200,
        ),
        (json!({"azp": "client-1"}), json!("client-2"), 503),
        (json!({"azp": "client-1"}), json!([]), 503),
        (json!({"azp": "client-1"}), json!({}), 503),
        (
            json!({"client_id": "client-1"}),
            json!(["client-2", "Client-1"]),
            503,
        ),
    ] {
        let reply = given.signed(&json!({"aud": audience}));
        let answer = given.answer_to(&token, reply).await;
        assert_eq!(answer.status, status, "{token} {audience}: {answer:?}");
    }
}

#[tokio::test]
async fn signed_userinfo_of_another_subject_is_rejected() {
    let given = Given::new();
    for sub in [json!("bob"), json!(null), json!(1)] {
        let answer = given.answer(given.signed(&json!({"sub": sub}))).await;
        answer.expect_refused(&TokenFault::SubjectMismatch.to_string());
    }
}

#[tokio::test]
async fn signed_userinfo_that_does_not_verify_is_unavailable() {
    // given
    let _capture = Log::of_all();
    let given = Given::new();
    let stranger = Issuer::ed("ed-1");
    let said = given.said(&json!({}));
    let good = given.issuer.token(&said);
    let (message, _) = good.rsplit_once('.').unwrap();
    let unsigned = format!(
        "{}.{}.",
        base64(r#"{"alg":"none"}"#),
        base64(said.to_string())
    );
    let of_type = |typ: &str| {
        let header = json!({"alg": "EdDSA", "typ": typ, "kid": "ed-1"});
        given.issuer.sign(&header, &said)
    };
    let saying = |changes: Value| given.issuer.token(&given.said(&changes));

    for (jwt, cause) in [
        (stranger.token(&said), "signature"),
        (
            Issuer::ed("ed-2").token(&said),
            "a key that the issuer does not publish",
        ),
        (Issuer::ec("ed-1").token(&said), "the algorithm"),
        (format!("{message}."), "signature"),
        (unsigned, "the header of the token"),
        (message.to_owned(), "2 parts"),
        (String::new(), "1 part"),
        ("{}".to_owned(), "1 part"),
        (of_type("logout+jwt"), "the wrong type"),
        (of_type("at+jwt"), "the wrong type"),
        (
            saying(json!({"iss": "https://evil.example/"})),
            "another issuer",
        ),
        (saying(json!({"iss": null})), "the claim iss"),
        (saying(json!({"exp": 1})), "expired"),
        (saying(json!({"exp": "never"})), "the claim exp"),
        (saying(json!({"nbf": real_now() + 3600})), "not valid yet"),
        (given.issuer.token(&json!(["ada"])), "the claim set"),
    ] {
        // when
        let answer = given.answer(Reply::jwt(jwt)).await;

        // then
        answer.expect_unavailable("2");
        let log = Log::of_all();
        log.assert_names(&answer, cause);
        log.assert_names(&answer, "does not verify");
    }
}

#[tokio::test]
async fn encrypted_userinfo_is_logged() {
    // given
    let _capture = Log::of_all();
    let given = Given::new();
    let header = base64(r#"{"alg":"RSA-OAEP","enc":"A256GCM","cty":"JWT"}"#);

    // when
    let answer = given
        .answer(Reply::jwt(format!("{header}.a2V5.aXY.dGV4dA.dGFn")))
        .await;

    // then
    answer.expect_unavailable("2");
    Log::of_all().assert_names(&answer, "returned an encrypted JWT");
    Log::of_all().assert_names(&answer, &format!("{}/userinfo", given.provider.url()));
}

#[tokio::test]
async fn userinfo_may_be_signed_with_a_new_key() {
    for replaced in [Issuer::ed("ed-1"), Issuer::ed("ed-2")] {
        // given
        let given = Given::new();
        given.answer(given.signed(&json!({}))).await.expect(200);

        // when
        given.provider.publish(&[&given.issuer, &replaced]);
        let signed = replaced.token(&given.said(&json!({})));

        // then
        given.answer(Reply::jwt(signed)).await.expect(200);
        assert_eq!(given.provider.asked(Document::Keys), 2);
        let stranger = Issuer::ed("ed-1").token(&given.said(&json!({})));
        given
            .answer(Reply::jwt(stranger))
            .await
            .expect_unavailable("2");
        assert_eq!(given.provider.asked(Document::Keys), 2);
    }
}

#[tokio::test]
async fn addresses_of_signed_userinfo_are_not_logged() {
    let _capture = Log::of_all();
    let given = Given::new();
    let hidden = "hidden-signed@example.org";
    let said = json!({"email": hidden});
    given.answer(given.signed(&said)).await.expect(200);
    let late = json!({"email": hidden, "exp": 1});
    given
        .answer(given.signed(&late))
        .await
        .expect_unavailable("2");
    let jwt = given.issuer.token(&given.said(&said));
    let plain = Reply::text(&jwt);
    given.answer(plain).await.expect_unavailable("2");
    let log = Log::of_all().text();
    for secret in [hidden, jwt.split('.').nth(1).unwrap()] {
        assert!(!log.contains(secret), "{secret}");
    }
}
