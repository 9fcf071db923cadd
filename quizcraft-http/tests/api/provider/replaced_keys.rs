//! Keys that a provider replaced under the same id.

use std::time::Duration;

use quizcraft_identity::TokenFault;
use serde_json::json;

use crate::support::{Document, Reply, TestProvider, list, list_all, pass};
use crate::tokens::Issuer;

#[tokio::test]
async fn key_that_replaced_another_under_its_id_is_accepted_at_once() {
    for (old, new) in [
        (Issuer::ed("today"), Issuer::ed("today")),
        (Issuer::ec("today"), Issuer::ec("today")),
        (Issuer::new_rsa("today"), Issuer::ed("today")),
    ] {
        // given
        let provider = TestProvider::with(&[&old]);
        let service = provider.service();
        list(&service, &provider.token(&old)).await.expect(200);

        // when
        provider.publish(&[&new]);

        // then
        for _ in 0..3 {
            list(&service, &provider.token(&new)).await.expect(200);
        }
        assert_eq!(provider.asked(Document::Keys), 2);
        let withdrawn = list(&service, &provider.token(&old)).await;
        withdrawn.expect_error(401, "unauthenticated");
        assert_eq!(provider.asked(Document::Keys), 2);
    }
}

#[tokio::test]
async fn two_keys_with_one_id_are_accepted() {
    let (old, new) = (Issuer::ed("today"), Issuer::ed("today"));
    let provider = TestProvider::with(&[&old]);
    let service = provider.service();
    list(&service, &provider.token(&old)).await.expect(200);
    provider.publish(&[&old, &new]);
    for issuer in [&new, &old, &new] {
        list(&service, &provider.token(issuer)).await.expect(200);
    }
    assert_eq!(provider.asked(Document::Keys), 2);
}

#[tokio::test]
async fn forged_signatures_cause_one_refresh_in_ten_seconds() {
    // given
    let issuer = Issuer::ed("today");
    let provider = TestProvider::with(&[&issuer]);
    let service = provider.service();
    let (stranger, other) = (Issuer::ed("today"), Issuer::ec("today"));
    let forged: Vec<_> = (0..50).map(|_| provider.token(&stranger)).collect();
    let of_another_algorithm = provider.token(&other);

    for questions in 2..5 {
        // when
        for answer in list_all(&service, &forged).await {
            answer.expect_refused(&TokenFault::Signature.to_string());
        }
        for token in &forged {
            let answer = list(&service, token).await;
            answer.expect_refused(&TokenFault::Signature.to_string());
        }
        let answer = list(&service, &of_another_algorithm).await;
        answer.expect_refused(&TokenFault::Algorithm.to_string());

        // then
        assert_eq!(provider.asked(Document::Keys), questions);
        list(&service, &provider.token(&issuer)).await.expect(200);
        pass(Duration::from_secs(10)).await;
    }
    assert_eq!(provider.asked(Document::Userinfo), 3);
}

#[tokio::test]
async fn malformed_tokens_cause_no_refresh() {
    let issuer = Issuer::ed("today");
    let provider = TestProvider::with(&[&issuer]);
    let service = provider.service();
    let good = provider.token(&issuer);
    list(&service, &good).await.expect(200);
    let (message, _) = good.rsplit_once('.').unwrap();
    for signature in ["", "!", "AAAA=", "+/+/"] {
        let answer = list(&service, &format!("{message}.{signature}")).await;
        answer.expect_refused(&TokenFault::Signature.to_string());
    }
    assert_eq!(provider.asked(Document::Keys), 1);
}

#[tokio::test]
async fn invalid_signature_is_unavailable_during_an_outage() {
    // given
    let (old, new) = (Issuer::ed("today"), Issuer::ed("today"));
    let provider = TestProvider::with(&[&old]);
    let service = provider.service();
    list(&service, &provider.token(&old)).await.expect(200);

    // when
    provider.set(Document::Keys, Reply::status(500));
    list(&service, &provider.token(&new))
        .await
        .expect_unavailable("2");
    list(&service, &provider.token(&old)).await.expect(200);
    provider.publish(&[&new]);
    pass(Duration::from_secs(10)).await;

    // then
    list(&service, &provider.token(&new)).await.expect(200);
}

#[tokio::test]
async fn key_numbers_with_leading_zeros_are_accepted() {
    let issuer = Issuer::rsa();
    let provider = TestProvider::with(&[&issuer]);
    let mut jwk = issuer.jwk();
    // "AQAB" with a leading zero byte, and three leading zero bytes in the modulus.
    jwk["e"] = json!("AAEAAQ");
    jwk["n"] = json!(format!("AAAA{}", jwk["n"].as_str().unwrap()));
    provider.set(Document::Keys, Reply::json(&json!({"keys": [jwk]})));
    list(&provider.service(), &provider.token(&issuer))
        .await
        .expect(200);
}
