use std::sync::Arc;
use std::time::Duration;

use quizcraft_identity::Email;
use quizcraft_identity::MockTokenCache;
use quizcraft_identity::Refusal;
use quizcraft_identity::TokenFault;

use super::Given;
use crate::support::{Asked, list, list_all};

/// Identities that fail with one error after the other, and then succeed.
fn moody() -> Asked {
    const SECRET: &str = "the secret of the provider";
    Asked::answering(|time, _| match time {
        1 => Err(TokenFault::Refused.into()),
        2 => Err(TokenFault::SubjectMismatch.into()),
        3 => Err(Refusal::EmailNotVerified),
        4 => Err(Refusal::unavailable(SECRET, Some(Duration::from_secs(17)))),
        5 => Err(Refusal::unavailable(SECRET, None)),
        _ => Ok(Email::new("ada@example.org").unwrap()),
    })
}

#[tokio::test]
async fn rejections_are_not_cached() {
    // given
    let given = Given::with(moody());
    let mut table = MockTokenCache::new();
    table.expect_find().times(6).returning(|_, _| Ok(None));
    table.expect_remember().times(1).returning(|_, _| Ok(()));
    let process = given.sharing(Arc::new(table));
    let token = given.token();

    // when
    let mut answers = Vec::new();
    for _ in 0..7 {
        answers.push(list(&process, &token).await);
    }

    // then
    answers[0].expect_refused(&TokenFault::Refused.to_string());
    answers[1].expect_refused(&TokenFault::SubjectMismatch.to_string());
    answers[2].expect_error(403, "email_not_verified");
    answers[3].expect_unavailable("17");
    answers[4].expect_unavailable("2");
    answers[5].expect(200);
    answers[6].expect(200);
    assert_eq!(given.asked(), 6);
}

#[tokio::test]
async fn token_without_address_is_forbidden_without_identities() {
    let given = Given::new();
    let without_identities = quizcraft_identity::TokenAuthenticator::new(
        crate::tokens::verifier(crate::tokens::key_set(&[&given.issuer])),
        quizcraft_identity::PlayerIds::unkeyed(),
        given.clock.clone(),
    );
    let process = crate::support::guarded(without_identities);
    let answer = list(&process, &given.token()).await;
    answer.expect_error(403, "email_not_verified");
}

#[tokio::test]
async fn panic_of_identities_fails_one_look_up_only() {
    // given
    let given = Given::with(Asked::answering(|time, _| {
        assert_ne!(time, 1, "the secret of the identities");
        Ok(Email::new("ada@example.org").unwrap())
    }));
    let process = given.process();
    let token = given.token();

    // when
    given.identities.open(false);
    let tokens = vec![token.clone(); 20];
    let panic = async {
        given.until_asked(1).await;
        given.identities.open(true);
    };
    let (answers, ()) = tokio::join!(list_all(&process, &tokens), panic);

    // then
    for answer in answers {
        answer.expect_error(500, "internal");
        assert!(!format!("{answer:?}").contains("secret"), "{answer:?}");
    }
    list(&process, &token).await.expect(200);
    list(&process, &given.token()).await.expect(200);
}
