//! Unusable keys of a provider are logged once.

use std::time::Duration;

use serde_json::json;

use crate::support::{Document, Log, Reply, TestProvider, list, pass};
use crate::tokens::Issuer;

/// The log lines that report this key as unusable.
fn lines(kid: &str) -> Vec<String> {
    let text = Log::of_all().text();
    let about = text
        .lines()
        .filter(|line| line.contains("cannot verify tokens"));
    let about = about.filter(|line| line.contains(kid));
    about.map(str::to_owned).collect()
}

#[tokio::test]
async fn unusable_key_is_logged_once_with_its_id() {
    // given
    let _capture = Log::of_all();
    let issuer = Issuer::ed("ed-1");
    let provider = TestProvider::with(&[&issuer]);
    let mut broken = Issuer::rsa().jwk();
    broken["kid"] = json!("reported-broken");
    broken["e"] = json!("AA");
    let mut encrypts = issuer.jwk();
    encrypts["kid"] = json!("reported-encrypts");
    encrypts["use"] = json!("enc");
    let keys = json!({"keys": [broken, broken, issuer.jwk(), encrypts]});
    provider.set(Document::Keys, Reply::json(&keys));
    let service = provider.service();

    // when
    let stranger = provider.token(&Issuer::ed("ed-2"));
    for _ in 0..3 {
        list(&service, &provider.token(&issuer)).await.expect(200);
        list(&service, &stranger)
            .await
            .expect_error(401, "unauthenticated");
        pass(Duration::from_secs(10)).await;
    }

    // then
    assert_eq!(provider.asked(Document::Keys), 4);
    let [broken_line] = &lines("reported-broken")[..] else {
        panic!("{:?}", lines("reported-broken"));
    };
    assert!(broken_line.contains("WARN"), "{broken_line}");
    assert!(
        broken_line.contains("its numbers are not a valid public key"),
        "{broken_line}"
    );
    assert!(broken_line.contains(&provider.url()), "{broken_line}");
    let [encrypts_line] = &lines("reported-encrypts")[..] else {
        panic!("{:?}", lines("reported-encrypts"));
    };
    assert!(encrypts_line.contains("INFO"), "{encrypts_line}");
    assert!(
        encrypts_line.contains("not for verifying signatures"),
        "{encrypts_line}"
    );
    for secret in [&broken["n"], &encrypts["x"]] {
        let text = Log::of_all().text();
        assert!(!text.contains(secret.as_str().unwrap()));
    }

    // and a key that is broken again after it was not, is reported again.
    provider.publish(&[&issuer]);
    list(&service, &stranger)
        .await
        .expect_error(401, "unauthenticated");
    pass(Duration::from_secs(10)).await;
    provider.set(Document::Keys, Reply::json(&keys));
    list(&service, &stranger)
        .await
        .expect_error(401, "unauthenticated");
    assert_eq!(lines("reported-broken").len(), 2);
}
