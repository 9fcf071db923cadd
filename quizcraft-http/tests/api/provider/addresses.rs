use quizcraft_identity::EmailClaims;
use serde_json::{Value, json};

use crate::support::{
    Answer, Call, Document, Reply, TestProvider, account, guarded, list, oneshot,
};
use crate::tokens::Issuer;

/// A valid token with additional claims.
fn token(provider: &TestProvider, issuer: &Issuer, more: &Value) -> String {
    let mut claims = provider.claims();
    let more = more.as_object().unwrap().clone();
    claims.as_object_mut().unwrap().extend(more);
    issuer.token(&claims)
}

#[tokio::test]
async fn unverified_addresses_are_rejected() {
    let issuer = Issuer::ed("ed-1");
    let provider = TestProvider::with(&[&issuer]);
    let service = provider.service();
    let answer = async |name: &'static str, value: Value| -> Answer {
        provider.set_userinfo(move |sub| {
            let mut said = account(sub, "ada@example.org");
            said[name] = value.clone();
            Reply::json(&said)
        });
        list(&service, &provider.token(&issuer)).await
    };
    for verified in [json!(true), json!("true")] {
        answer("email_verified", verified).await.expect(200);
    }
    for unverified in [
        json!(false),
        json!("false"),
        json!("True"),
        json!("1"),
        json!(1),
        json!(null),
        json!([true]),
    ] {
        let refused = answer("email_verified", unverified).await;
        refused.expect_error(403, "email_not_verified");
        assert_eq!(refused.header("www-authenticate"), None);
    }
    for no_address in [
        json!(null),
        json!(""),
        json!("ada"),
        json!(1),
        json!(["a@b.example"]),
    ] {
        let refused = answer("email", no_address).await;
        refused.expect_error(403, "email_not_verified");
    }
}

#[tokio::test]
async fn missing_addresses_are_rejected() {
    let issuer = Issuer::ed("ed-1");
    let provider = TestProvider::with(&[&issuer]);
    let service = provider.service();
    for absent in ["email", "email_verified"] {
        provider.set_userinfo(move |sub| {
            let mut said = account(sub, "ada@example.org");
            said.as_object_mut().unwrap().remove(absent);
            Reply::json(&said)
        });
        let answer = list(&service, &provider.token(&issuer)).await;
        answer.expect_error(403, "email_not_verified");
    }
}

#[tokio::test]
async fn address_in_the_token_is_used_without_userinfo() {
    let issuer = Issuer::ed("ed-1");
    let provider = TestProvider::with(&[&issuer]);
    let service = provider.service();
    for (verified, status) in [
        (json!(true), 200),
        (json!("true"), 200),
        (json!(false), 403),
        (json!("false"), 403),
        (json!(1), 403),
    ] {
        let claims = json!({"email": "ada@example.org", "email_verified": verified});
        let answer = list(&service, &token(&provider, &issuer, &claims)).await;
        assert_eq!(answer.status, status, "{verified}");
    }
    assert_eq!(provider.asked(Document::Userinfo), 0);
}

#[tokio::test]
async fn userinfo_is_queried_if_one_email_claim_is_missing() {
    let issuer = Issuer::ed("ed-1");
    let provider = TestProvider::with(&[&issuer]);
    let service = provider.service();
    for (times, half) in [
        json!({"email": "bob@example.org"}),
        json!({"email_verified": true}),
        json!({"email_verified": false}),
        json!({"email": "bob@example.org", "email_verified": null}),
        json!({"email": null, "email_verified": false}),
    ]
    .iter()
    .enumerate()
    {
        let answer = list(&service, &token(&provider, &issuer, half)).await;
        answer.expect(200);
        assert_eq!(provider.asked(Document::Userinfo), times + 1, "{half}");
    }
}

#[tokio::test]
async fn names_of_email_claims_are_configurable() {
    // given
    let issuer = Issuer::ed("ed-1");
    let provider = TestProvider::with(&[&issuer]);
    let (address, verified) = (
        "https://quiz.example.org/mail",
        "https://quiz.example.org/ok",
    );
    let names = EmailClaims::new(address, verified);
    let service = guarded(provider.authenticator().with_email_claims(names));

    // when
    let ours = json!({address: "ada@example.org", verified: "true"});
    let ours = list(&service, &token(&provider, &issuer, &ours)).await;
    let unverified = json!({address: "ada@example.org", verified: false,
        "email": "ada@example.org", "email_verified": true});
    let unverified = list(&service, &token(&provider, &issuer, &unverified)).await;
    let asked = provider.asked(Document::Userinfo);
    let usual = json!({"email": "ada@example.org", "email_verified": false});
    let usual = list(&service, &token(&provider, &issuer, &usual)).await;

    // then
    ours.expect(200);
    unverified.expect_error(403, "email_not_verified");
    assert_eq!(asked, 0);
    usual.expect(200);
    assert_eq!(
        provider.asked(Document::Userinfo),
        1,
        "those names are not looked at"
    );
}

#[tokio::test]
async fn provider_without_userinfo_has_no_verified_addresses() {
    let issuer = Issuer::ed("ed-1");
    let provider = TestProvider::with(&[&issuer]);
    provider.configure("userinfo_endpoint", Value::Null);
    let service = provider.service();
    let answer = list(&service, &provider.token(&issuer)).await;
    answer.expect_error(403, "email_not_verified");
    assert_eq!(provider.asked(Document::Userinfo), 0);
}

#[tokio::test]
async fn unverified_account_with_a_verified_address_of_another_is_rejected() {
    // given
    let issuer = Issuer::ed("ed-1");
    let provider = TestProvider::with(&[&issuer]);
    provider.set_userinfo(|sub| {
        let mut said = account(sub, "ada@example.org");
        said["email_verified"] = json!(sub == "ada");
        Reply::json(&said)
    });
    let service = provider.service();
    let by = |sub: &str| provider.token_with(&issuer, "sub", &json!(sub));
    let start = Call::post("/games").json(&json!({"keywords": ["Rome"]}));
    let game = oneshot(&service, start.by(&by("ada"))).await.expect(201);
    let path = format!("/games/{}", game["id"].as_str().unwrap());

    // when
    for call in [
        Call::get("/games"),
        Call::get(&path),
        Call::post(&format!("{path}/questions/ask")),
    ] {
        let answer = oneshot(&service, call.by(&by("impostor"))).await;

        // then
        answer.expect_error(403, "email_not_verified");
        assert!(!answer.text.contains("Rome"), "{answer:?}");
    }
    let own = oneshot(&service, Call::get(&path).by(&by("ada"))).await;
    own.expect(200);
}
