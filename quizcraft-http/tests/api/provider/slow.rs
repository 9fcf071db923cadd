use std::time::Duration;

use crate::support::{Document, TestProvider, guarded, hurried, list, pass};
use crate::tokens::Issuer;

#[tokio::test]
async fn slow_userinfo_times_out_but_is_cached() {
    // given
    let issuer = Issuer::ed("ed-1");
    let mut provider = TestProvider::with(&[&issuer]);
    let authenticator = provider.authenticator();
    let patient = guarded(authenticator.clone());
    let hurried = hurried(authenticator, Duration::from_millis(20));
    list(&patient, &provider.token(&issuer)).await.expect(200);

    // when
    provider.hold();
    let token = provider.token(&issuer);
    list(&hurried, &token).await.expect_unavailable("2");
    list(&hurried, &token).await.expect_unavailable("2");
    provider.release();

    // then
    list(&patient, &token).await.expect(200);
    assert_eq!(provider.asked(Document::Userinfo), 2, "once for each token");
    provider.leave().await;
    list(&hurried, &token).await.expect(200);
}

#[tokio::test]
async fn slow_keys_time_out_but_are_cached() {
    // given
    let issuer = Issuer::ed("ed-1");
    let provider = TestProvider::with(&[&issuer]);
    let authenticator = provider.authenticator();
    let patient = guarded(authenticator.clone());
    let hurried = hurried(authenticator, Duration::from_millis(20));

    // when
    provider.hold();
    list(&hurried, &provider.token(&issuer))
        .await
        .expect_unavailable("2");
    provider.release();

    // then
    list(&patient, &provider.token(&issuer)).await.expect(200);
    assert_eq!(provider.asked(Document::Configuration), 1);
    assert_eq!(provider.asked(Document::Keys), 1);
}

#[tokio::test]
async fn requests_to_the_provider_time_out() {
    let issuer = Issuer::ed("ed-1");
    for document in [Document::Configuration, Document::Userinfo] {
        // given
        let provider = TestProvider::with(&[&issuer]);
        let service = provider.service();
        let mut asked = 1;
        if let Document::Userinfo = document {
            list(&service, &provider.token(&issuer)).await.expect(200);
            asked = 2;
        }

        // when
        provider.hold();
        let token = provider.token(&issuer);
        let give_up = async {
            provider.until_asked(document, asked).await;
            pass(Duration::from_secs(4)).await;
        };
        let (answer, ()) = tokio::join!(list(&service, &token), give_up);

        // then
        answer.expect_unavailable("2");
        provider.release();
        pass(Duration::from_secs(1)).await;
        list(&service, &token).await.expect(200);
    }
}
