use quizcraft_identity::TokenFault;
use serde_json::{Value, json};

use crate::support::{Document, Reply, TestProvider, account, list};
use crate::tokens::Issuer;

#[tokio::test]
async fn userinfo_with_another_sub_is_rejected() {
    let issuer = Issuer::ed("ed-1");
    let provider = TestProvider::with(&[&issuer]);
    let service = provider.service();
    let token = provider.token_with(&issuer, "sub", &json!("ada"));
    for lie in [
        json!("bob"),
        json!("Ada"),
        json!("ada "),
        json!(""),
        json!(null),
        json!(1),
        json!(["ada"]),
        json!({"sub": "ada"}),
    ] {
        let mut said = account("ada", "bob@example.org");
        said["sub"] = lie;
        provider.set(Document::Userinfo, Reply::json(&said));
        list(&service, &token)
            .await
            .expect_refused(&TokenFault::SubjectMismatch.to_string());
    }
    provider.set_userinfo(|sub| Reply::json(&account(sub, "ada@example.org")));
    list(&service, &token).await.expect(200);
}

#[tokio::test]
async fn userinfo_without_sub_is_rejected() {
    let issuer = Issuer::ed("ed-1");
    let provider = TestProvider::with(&[&issuer]);
    let without_subject = json!({"email": "ada@example.org", "email_verified": true});
    for said in [without_subject, json!({})] {
        provider.set(Document::Userinfo, Reply::json(&said));
        let answer = list(&provider.service(), &provider.token(&issuer)).await;
        answer.expect_refused(&TokenFault::SubjectMismatch.to_string());
    }
}

#[tokio::test]
async fn error_object_with_status_200_is_rejected() {
    let issuer = Issuer::ed("ed-1");
    let provider = TestProvider::with(&[&issuer]);
    let said: Value = json!({"error": "invalid_token"});
    provider.set(Document::Userinfo, Reply::json(&said));
    let answer = list(&provider.service(), &provider.token(&issuer)).await;
    answer.expect_refused(&TokenFault::SubjectMismatch.to_string());
}
