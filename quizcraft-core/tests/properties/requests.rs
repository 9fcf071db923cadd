//! Requests for games: keywords form a set, and equal requests have equal fingerprints.

use std::collections::BTreeSet;

use proptest::collection::{btree_set, vec};
use proptest::prelude::*;
use quizcraft_contract::strategies;
use quizcraft_core::{
    FieldError, GameRequest, IdempotencyKey, Keyword, Keywords, KeywordsError, QuestionsLimit,
};

proptest! {
    #[test]
    fn keywords_are_sorted_distinct_in_any_case_and_at_most_ten(
        raw in vec("\\PC{0,8}|[a-c]|[A-C]", 0..14),
    ) {
        let words: Result<Vec<_>, _> = raw.iter().map(Keyword::new).collect();
        let distinct = |words: &[Keyword]| {
            words.iter().map(Keyword::folded).collect::<BTreeSet<_>>().len()
        };
        match Keywords::new(&raw) {
            Ok(keywords) => {
                let words = words.unwrap();
                let kept: Vec<_> = keywords.iter().cloned().collect();
                prop_assert!(kept.is_sorted());
                prop_assert!((1..=Keywords::MAX).contains(&kept.len()));
                prop_assert_eq!(kept.len(), distinct(&words), "only duplicates are dropped");
                for keyword in &kept {
                    let first = words.iter().find(|word| word.folded() == keyword.folded());
                    prop_assert_eq!(first, Some(keyword), "the first spelling is kept");
                }
            }
            Err(KeywordsError::None) => prop_assert!(raw.is_empty()),
            Err(KeywordsError::TooMany { actual, .. }) => {
                prop_assert_eq!(actual, distinct(&words.unwrap()));
                prop_assert!(actual > Keywords::MAX);
            }
            Err(KeywordsError::Keyword { position, .. }) => {
                prop_assert!(Keyword::new(&raw[position - 1]).is_err());
                let earlier = &raw[..position - 1];
                prop_assert!(earlier.iter().all(|text| Keyword::new(text).is_ok()));
            }
            Err(other) => prop_assert!(false, "{other:?}"),
        }
    }

    #[test]
    fn order_and_case_of_keywords_do_not_change_the_fingerprint(
        (words, shuffled) in btree_set("[a-z]{1,12}", 1..=10).prop_flat_map(|words| {
            let words: Vec<_> = words.into_iter().collect();
            (Just(words.clone()), Just(words).prop_shuffle())
        }),
        upper in vec(any::<bool>(), 10),
        limit in 1..=50_i64,
    ) {
        let shouted = shuffled.iter().zip(upper).map(|(word, upper)| if upper {
            word.to_uppercase()
        } else {
            word.clone()
        });
        let first = GameRequest::parse(&words, Some(limit)).unwrap();
        let second = GameRequest::parse(shouted, Some(limit)).unwrap();
        prop_assert_eq!(first.fingerprint(), second.fingerprint());
    }

    #[test]
    fn different_requests_have_different_fingerprints(
        one in strategies::game_request(),
        other in strategies::game_request(),
    ) {
        let thing = |request: &GameRequest| {
            let words: BTreeSet<_> = request.keywords().iter().map(Keyword::folded).collect();
            (words, request.limit())
        };
        let same = thing(&one) == thing(&other);
        prop_assert_eq!(one.fingerprint() == other.fingerprint(), same);
    }

    #[test]
    fn an_idempotency_key_is_1_to_64_visible_ascii_characters(text in "\\PC{0,3}|[ -~]{0,70}") {
        let visible = text.chars().all(|c| c.is_ascii_graphic());
        let fits = visible && (1..=64).contains(&text.chars().count());
        prop_assert_eq!(IdempotencyKey::new(text).is_ok(), fits);
    }
}

#[test]
fn keywords_and_limit_change_the_fingerprint() {
    let fingerprint = |words: &[&str], limit| {
        let request = GameRequest::parse(words, Some(limit)).unwrap();
        request.fingerprint()
    };
    let request = fingerprint(&["a", "b"], 5);
    assert_ne!(request, fingerprint(&["a"], 5));
    assert_ne!(request, fingerprint(&["a b"], 5));
    assert_ne!(request, fingerprint(&["ab"], 5));
    assert_ne!(request, fingerprint(&["a", "b"], 6));
}

#[test]
fn each_invalid_field_is_reported_once() {
    let refused = |words: &[&str], limit| {
        let error = GameRequest::parse(words, limit).unwrap_err();
        error
            .fields()
            .iter()
            .map(FieldError::field)
            .collect::<Vec<_>>()
    };
    assert_eq!(refused(&[], None), ["keywords"]);
    assert_eq!(refused(&["a"], Some(0)), ["questions_limit"]);
    assert_eq!(refused(&["a"], Some(51)), ["questions_limit"]);
    assert_eq!(
        refused(&[" ", "\u{7}"], Some(-1)),
        ["keywords", "questions_limit"]
    );
}

#[test]
fn a_request_without_a_limit_has_the_default_limit() {
    let request = GameRequest::parse(["a"], None).unwrap();
    assert_eq!(request.limit(), QuestionsLimit::DEFAULT);
    assert_eq!(request.limit().get(), 15);
}

/// Stored fingerprints identify repeated requests under an idempotency key, so they must not
/// change.
#[test]
fn fingerprints_do_not_change_between_versions() {
    for (words, limit, stored) in [
        (
            vec!["Napoleon", "history"],
            15,
            "b5809bce500e14c042b3cc332ec9312ab496d84d8c42d236a5f14f3a7c3597ab",
        ),
        (
            vec!["CAFÉ", "Ångström", "ΣΊΣΥΦΟΣ", "日本"],
            50,
            "83f2e65c1f0599181ae0d2f133de2c60d3179cda8cee38970c175b03f55bec0a",
        ),
        (
            vec!["J\u{30C}", "İstanbul"],
            1,
            "70b39c3517b7e5479f419dc4c3f177971ec13db97a91d19f7500f12219979335",
        ),
    ] {
        let request = GameRequest::parse(&words, Some(limit)).unwrap();
        assert_eq!(request.fingerprint().to_string(), stored, "{words:?}");
    }
}
