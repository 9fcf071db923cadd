//! Invisible characters do not change the meaning of a text.

use proptest::prelude::*;
use quizcraft_contract::strategies;
use quizcraft_core::{
    Choice, Clarification, Draft, DraftError, Drafts, DraftsError, Failure, GameRequest, Keyword,
    Keywords, Prompt, TaskError, TextError, comparable,
};

/// Generates a text within all length limits, and the same text with invisible characters.
fn two_spellings() -> impl Strategy<Value = (String, String)> {
    let text = "[A-Za-z \u{e9}e\u{301}\u{3a3}\u{130}\u{1F9E9}]{0,12}|\\PC{0,12}";
    text.prop_flat_map(|text| (Just(text.clone()), strategies::with_invisible(text)))
}

/// Creates a draft with these options. The first is the solution.
fn draft(prompt: &str, options: &[&str]) -> Result<Draft, DraftError> {
    let choice = |text: &&str| Choice::new(text).unwrap();
    let (right, wrong) = options.split_first().unwrap();
    Draft::single(
        Prompt::new(prompt).unwrap(),
        choice(right),
        wrong.iter().map(choice).collect(),
        Clarification::new("That is how it is.").unwrap(),
    )
}

proptest! {
    #[test]
    fn invisible_characters_do_not_change_the_comparable_form((plain, other) in two_spellings()) {
        prop_assert_eq!(comparable(&plain), comparable(&other));
    }

    #[test]
    fn a_text_of_invisible_characters_only_is_empty((plain, other) in two_spellings()) {
        let empty = [
            Keyword::new(&plain).err(), Keyword::new(&other).err(),
            Choice::new(&plain).err(), Choice::new(&other).err(),
            Prompt::new(&plain).err(), Prompt::new(&other).err(),
            Clarification::new(&plain).err(), Clarification::new(&other).err(),
            Failure::new(&plain).err(), Failure::new(&other).err(),
        ];
        let expected = comparable(&plain).is_empty().then_some(TextError::Empty);
        prop_assert!(empty.iter().all(|error| *error == expected), "{:?}", empty);
    }

    #[test]
    fn keywords_that_differ_in_invisible_characters_are_duplicates(
        (plain, other) in two_spellings(),
    ) {
        prop_assume!(Keyword::new(&plain).is_ok());
        let (one, both) = (Keywords::new([&plain]).unwrap(), Keywords::new([&plain, &other]));
        prop_assert_eq!(Some(&one), both.as_ref().ok(), "the first spelling is kept");
        let other = Keywords::new([&other]).unwrap();
        prop_assert!(one.same_as(&other));
        let folded = |keywords: &Keywords| keywords.iter().map(Keyword::folded).collect::<Vec<_>>();
        prop_assert_eq!(folded(&one), folded(&other));
    }

    #[test]
    fn invisible_characters_do_not_change_the_fingerprint(
        (plain, other) in two_spellings(),
        limit in 1..=50_i64,
    ) {
        prop_assume!(Keyword::new(&plain).is_ok());
        let fingerprint = |text: &str| {
            let request = GameRequest::parse([text, "another keyword"], Some(limit));
            request.unwrap().fingerprint()
        };
        prop_assert_eq!(fingerprint(&plain), fingerprint(&other));
    }

    #[test]
    fn options_and_questions_that_differ_in_invisible_characters_are_duplicates((plain, other) in two_spellings()) {
        prop_assume!(Choice::new(&plain).is_ok());
        prop_assert_eq!(draft("Which?", &[&plain, &other]), Err(DraftError::Task(TaskError::Repeated)));

        let drafts = [&plain, &other].map(|prompt| draft(prompt, &["yes", "no"]).unwrap());
        prop_assert_eq!(Drafts::new(drafts.to_vec()), Err(DraftsError::Repeated));
        let orders = [["no", plain.as_str()], [other.as_str(), "no"]];
        let drafts = orders.map(|options| draft("Which?", &options));
        if let [Ok(one), Ok(two)] = drafts {
            prop_assert!(one.same_as(&two));
            prop_assert_eq!(Drafts::new(vec![one, two]), Err(DraftsError::Repeated));
        }

        let choices = [&plain, &other].map(|text| Choice::new(text).unwrap());
        let [right, wrong] = choices.clone();
        let stored = Draft::restore_single(
            Prompt::restore("Which?"),
            right,
            vec![wrong, Choice::restore("\u{2205}\u{2205}\u{2205}")],
            Clarification::restore(""),
        );
        prop_assert_eq!(stored.options().count(), 2, "the first spelling is kept");
        prop_assert_eq!(stored.solution(), &choices[0]);
    }
}

#[test]
fn a_prompt_may_be_repeated_with_other_options() {
    let asked = |options: &[&str]| draft("Which of these is a planet?", options).unwrap();
    let first = asked(&["Mars", "Io", "Titan"]);
    for other in [
        asked(&["Venus", "Io", "Titan"]),
        asked(&["Mars", "Io", "Rhea"]),
        asked(&["Mars", "Io"]),
    ] {
        assert!(Drafts::new(vec![first.clone(), other]).is_ok());
    }
    for same in [
        asked(&["Mars", "Titan", "Io"]),
        asked(&["Io", "Titan", "Mars"]),
        asked(&["Mars", "I\u{200b}o", "Titan"]),
    ] {
        let drafts = Drafts::new(vec![first.clone(), same]);
        assert_eq!(drafts, Err(DraftsError::Repeated));
    }
}

#[test]
fn scripts_and_emoji_that_need_invisible_characters_keep_them() {
    for text in [
        "👨\u{200d}👩\u{200d}👧",
        "❤\u{fe0f}",
        "می\u{200c}خواهم",
        "क\u{94d}\u{200d}ष",
        "\u{1820}\u{180b}",
    ] {
        let keywords = Keywords::new([text, "Rome"]).unwrap();
        assert!(keywords.iter().any(|keyword| keyword.as_str() == text));
        let draft = draft("Which?", &[text, "Rome"]).unwrap();
        assert_eq!(draft.solution().as_str(), text);
    }
}
