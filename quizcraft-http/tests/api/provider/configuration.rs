use serde_json::{Value, json};

use super::verify;
use crate::support::{Document, TestProvider};
use crate::tokens::{Issuer, claims_with};
use quizcraft_identity::{Provider, TokenFault};

#[tokio::test]
async fn discovered_keys_verify_tokens() {
    // given
    let issuers = [Issuer::rsa(), Issuer::ec("ec-1"), Issuer::ed("ed-1")];
    let provider = TestProvider::with(&issuers.each_ref());
    let known = provider.known();

    for issuer in &issuers {
        // when
        let good = verify(&known, &provider.token(issuer)).await;
        let other = claims_with("iss", &json!("http://127.0.0.1:1"));
        let other = verify(&known, &issuer.token(&other)).await;

        // then
        assert!(good.is_ok(), "{good:?}");
        let fault = crate::tokens::fault(other.unwrap_err());
        assert_eq!(fault, TokenFault::Issuer);
    }
}

/// A provider whose issuer has this path.
fn at(path: &str) -> (TestProvider, Provider, String) {
    let provider = TestProvider::with(&[&Issuer::ed("ed-1")]);
    let issuer = format!("{}{path}", provider.url());
    provider.configure("issuer", json!(issuer));
    let known = Provider::new(&issuer).unwrap();
    (provider, known, issuer)
}

#[tokio::test]
async fn issuer_with_trailing_slash_is_accepted() {
    // given
    let issuer = Issuer::ed("ed-1");
    let (provider, known, url) = at("/");
    provider.publish(&[&issuer]);

    // when
    let with_slash = issuer.token(&claims_with("iss", &json!(url)));
    let without = issuer.token(&claims_with("iss", &json!(provider.url())));

    // then
    assert!(verify(&known, &with_slash).await.is_ok());
    let fault = crate::tokens::fault(verify(&known, &without).await.unwrap_err());
    assert_eq!(fault, TokenFault::Issuer);
}

#[tokio::test]
async fn userinfo_endpoint_is_optional() {
    let issuer = Issuer::ed("ed-1");
    for absent in [Value::Null, json!("http://localhost/userinfo")] {
        let provider = TestProvider::with(&[&issuer]);
        provider.configure("userinfo_endpoint", absent);
        let verified = verify(&provider.known(), &provider.token(&issuer)).await;
        assert!(verified.is_ok(), "{verified:?}");
        assert_eq!(provider.asked(Document::Userinfo), 0);
    }
}
