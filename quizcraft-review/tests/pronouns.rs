//! The review finds clarifications with unclear pronouns.

use quizcraft_core::{Choice, Clarification, Draft, Keywords, Prompt};
use quizcraft_review::{Flaw, flaws};

/// Returns whether the clarification has an unclear pronoun.
#[expect(clippy::unwrap_used, reason = "test helpers may panic")]
fn has_unclear_pronoun(prompt: &str, solution: &str, clarification: &str) -> bool {
    let draft = Draft::single(
        Prompt::new(prompt).unwrap(),
        Choice::new(solution).unwrap(),
        vec![Choice::new("Something else").unwrap()],
        Clarification::new(clarification).unwrap(),
    );
    let keywords = Keywords::new(["any"]).unwrap();
    flaws(&draft.unwrap(), &keywords).contains(&Flaw::UnclearPronoun)
}

#[test]
fn a_pronoun_without_a_referent_is_a_flaw() {
    for (prompt, solution, clarification) in [
        (
            "Who was the mother of Hestia?",
            "Rhea",
            "She took a vow never to marry.",
        ),
        (
            "Who was the mother of Hades?",
            "Rhea",
            "A three-headed dog guards his gate.",
        ),
        (
            "Who was the mother of Hera?",
            "Rhea",
            "The peacock was sacred to her.",
        ),
        (
            "Who was the mother of Zeus?",
            "Rhea",
            "She hid Zeus in Crete.",
        ),
        (
            "Which of these can come from a lack of vitamin A?",
            "Night blindness",
            "Carrots hold a substance that the body turns into it.",
        ),
        (
            "What is the capital of Slovenia?",
            "Ljubljana",
            "The highest mountain of this country is Triglav.",
        ),
        (
            "Who was the mother of Hestia?",
            "Rhea",
            "In Crete she hid a child.",
        ),
        (
            "Ljubljana is the capital of which country?",
            "Slovenia",
            "The highest mountain of this country is Triglav.",
        ),
        (
            "Which animal lays eggs?",
            "Kiwi",
            "Their nostrils are at the tip of the bill.",
        ),
        (
            "Who won at Austerlitz?",
            "Napoleon",
            "The day was a cold one. He crowned himself later.",
        ),
    ] {
        assert!(
            has_unclear_pronoun(prompt, solution, clarification),
            "{clarification}"
        );
    }
}

#[test]
fn a_pronoun_with_a_referent_is_no_flaw() {
    for (prompt, solution, clarification) in [
        (
            "Who was the mother of Hestia?",
            "Rhea",
            "Hestia took a vow never to marry, and she kept it.",
        ),
        (
            "Who was the mother of Hestia?",
            "Rhea",
            "Rhea wrapped a stone in cloth. She saved a child by that.",
        ),
        (
            "Which vitamin keeps scurvy away?",
            "Vitamin C",
            "James Lind cured sailors with lemons, as he had hoped.",
        ),
        (
            "Which vitamin keeps scurvy away?",
            "Vitamin C",
            "On a ship James Lind cured sailors in Gibraltar, as he had hoped.",
        ),
        (
            "Which animal comes from Australia?",
            "Bush dog",
            "Skin between its toes helps the bush dog to swim.",
        ),
        (
            "What is the capital of Slovenia?",
            "Ljubljana",
            "The highest mountain of Slovenia is Triglav.",
        ),
        (
            "Which city hosted the 1964 Winter Olympics?",
            "Innsbruck",
            "Luge was on the programme for the first time.",
        ),
    ] {
        assert!(
            !has_unclear_pronoun(prompt, solution, clarification),
            "{clarification}"
        );
    }
}
