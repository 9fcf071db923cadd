//! Which drafts are dropped.

use quizcraft_core::{
    Accents, Asked, Choice, Clarification, Draft, DraftFingerprint, Kinds, Prompt, ShortAnswer,
    WriterName,
};
use quizcraft_review::{flaws, spoilers};

use crate::support::{Scripted, brief, brief_on, compose, draft, drafts, single, written};

fn game_of(first: Vec<Draft>, second: Vec<Draft>, limit: i64) -> Vec<Draft> {
    written(
        &compose([Scripted::of(first), Scripted::of(second)]),
        &brief(limit),
    )
}

#[test]
fn kinds_that_are_not_requested_are_dropped_before_the_limit_is_applied() {
    let text = Draft::new(
        Prompt::new("Who wrote the Iliad?").unwrap(),
        ShortAnswer::new(vec![Choice::new("Homer").unwrap()], Accents::Ignored).unwrap(),
        Clarification::new("The Odyssey is a later work.").unwrap(),
    );
    let mixed = [vec![text.unwrap(); 3], drafts("elm", 9)].concat();
    assert_eq!(
        game_of(drafts("oak", 3), mixed.clone(), 5)[3..],
        drafts("elm", 2)
    );
    let all = brief(5).with_kinds(Kinds::ALL);
    assert_eq!(
        written(&compose([Scripted::of(mixed)]), &all).len(),
        3,
        "the text, and two more"
    );
}

#[test]
fn restored_drafts_that_are_invalid_are_dropped() {
    let (prompt, why) = (Prompt::restore(""), Clarification::restore("It is."));
    let wrong = vec![Choice::restore("b")];
    let invalid = Draft::restore_single(prompt, Choice::restore("a"), wrong, why);
    assert_eq!(
        game_of(vec![invalid], drafts("oak", 3), 5),
        drafts("oak", 3)
    );
}

#[test]
fn flawed_drafts_are_dropped_whichever_writer_wrote_them() {
    let flawed = single(
        "Which of these metals conducts heat best?",
        ["Metals", "Copper", "Iron"],
        "Silver conducts heat best.",
    );
    assert!(!flaws(&flawed, brief(5).keywords()).is_empty());
    let with = |n| vec![flawed.clone(), draft("elm", n)];
    assert_eq!(
        game_of(with(1), with(2), 5),
        [draft("elm", 1), draft("elm", 2)]
    );
}

#[test]
fn the_later_of_two_drafts_that_ask_for_the_same_is_dropped() {
    let [first, second] = [1, 2].map(|n| draft("elm", n));
    let fact = DraftFingerprint::of(&["fact"]);
    let same = [first.clone(), second].map(|own| own.with_fingerprint(fact));
    assert_eq!(
        game_of(same.to_vec(), vec![], 5),
        same[..1],
        "the same fingerprint"
    );
    assert_eq!(
        game_of(same[..1].to_vec(), same[1..].to_vec(), 5),
        same[..1]
    );

    let content = first
        .clone()
        .with_fingerprint(DraftFingerprint::of(&["another"]));
    assert_eq!(
        game_of(vec![first.clone()], vec![content.clone()], 5),
        std::slice::from_ref(&first),
        "the same content"
    );
    assert_eq!(
        game_of(vec![content.clone()], vec![first.clone()], 5),
        [content]
    );
}

#[test]
fn the_same_prompt_and_solution_beside_other_options_is_the_same() {
    let of = |prompt, wrong: [&str; 2], n: &str| {
        let draft = single(
            prompt,
            ["Ljubljana", wrong[0], wrong[1]],
            "The city lies on a river.",
        );
        draft.with_fingerprint(DraftFingerprint::of(&[n]))
    };
    let one = of(
        "What is the capital of Slovenia?",
        ["Zagreb", "Vienna"],
        "1",
    );
    let other = of(
        "WHAT is the capital of Slovenia?",
        ["Prague", "Budapest"],
        "2",
    );
    assert_eq!(game_of(vec![one.clone()], vec![other], 5), [one]);
}

#[test]
fn what_exists_in_the_brief_is_not_written_again() {
    let asked = brief(5)
        .after(vec![draft("elm", 1).with_writer(None)])
        .unwrap();
    let writers = compose([Scripted::of(vec![draft("elm", 1), draft("elm", 2)])]);
    assert_eq!(written(&writers, &asked), [draft("elm", 2)]);
}

/// Two questions of which the first reveals the solution of the second by its clarification.
fn spoiling() -> [Draft; 2] {
    let capital = single(
        "What is the capital of Slovenia?",
        ["Ljubljana", "Zagreb", "Vienna"],
        "The highest mountain of Slovenia is Triglav.",
    );
    let mountain = single(
        "Which of these mountains would you climb in Slovenia?",
        ["Triglav", "Etna", "Snowdon"],
        "Triglav is shown on a coat of arms.",
    );
    [capital, mountain].map(|own| own.with_writer(WriterName::restore("geography 1")))
}

#[test]
fn a_later_writer_neither_reveals_solutions_nor_has_its_own_revealed() {
    let [capital, mountain] = spoiling();
    assert_eq!(spoilers(&[capital.clone(), mountain.clone()]).len(), 1);
    // The second question is revealed, and dropped because its writer is the later one.
    assert_eq!(
        game_of(vec![capital.clone()], vec![mountain.clone()], 5),
        std::slice::from_ref(&capital)
    );
    // In the other order nothing is revealed: players see clarifications after their answers.
    let both = [mountain.clone(), capital.clone()];
    assert_eq!(game_of(vec![mountain], vec![capital], 5), both);
}

/// A question that reveals the mountain of [`spoiling`] and the river.
fn revealing_both() -> Draft {
    single(
        "What is the capital of Slovenia?",
        ["Ljubljana", "Zagreb", "Vienna"],
        "Triglav and the Sava are in Slovenia.",
    )
}

fn river() -> Draft {
    single(
        "Which of these rivers rises in Slovenia?",
        ["Sava", "Oder", "Rhine"],
        "The water is cold.",
    )
}

#[test]
fn an_earlier_writer_keeps_a_draft_that_reveals_several_solutions_of_a_later_one() {
    let [_, mountain] = spoiling();
    let later = vec![mountain, draft("elm", 1), river()];
    let game = game_of(vec![revealing_both()], later, 5);
    assert_eq!(game, [revealing_both(), draft("elm", 1)]);
}

#[test]
fn a_later_draft_because_of_which_earlier_ones_reveal_each_other_is_dropped() {
    let town = single(
        "Which of these towns lies on the Kokra?",
        ["Kranj", "Koper", "Celje"],
        "Kranj has a view of the mountain Triglav.",
    );
    let mountain = single(
        "Which mountain is the highest in Slovenia?",
        ["Triglav", "Etna", "Snowdon"],
        "Triglav is shown on a coat of arms.",
    );
    let earlier = [town, mountain];
    assert_eq!(spoilers(&earlier), []);
    // With another prompt that names Slovenia, the word "mountain" identifies the question.
    let capital = single(
        "What is the capital of Slovenia?",
        ["Ljubljana", "Zagreb", "Vienna"],
        "The castle is a landmark.",
    );
    let [elm, oak] = [draft("elm", 1), draft("oak", 1)];
    for later in [
        [capital.clone(), elm.clone(), oak.clone()],
        [elm.clone(), capital.clone(), oak.clone()],
        [elm.clone(), oak.clone(), capital],
    ] {
        let game = game_of(earlier.to_vec(), later.to_vec(), 9);
        assert_eq!(
            game,
            [earlier.to_vec(), vec![elm.clone(), oak.clone()]].concat()
        );
    }
}

#[test]
fn of_drafts_of_one_writer_the_one_in_most_spoilers_is_dropped() {
    let [capital, mountain] = spoiling();
    let both = [capital.clone(), mountain.clone()];
    assert_eq!(
        game_of(both.to_vec(), vec![], 5),
        both[..1],
        "the last of two"
    );
    let game = game_of(vec![revealing_both(), mountain.clone(), river()], vec![], 5);
    assert!(spoilers(&game).is_empty());
    assert_eq!(
        game.first(),
        Some(&mountain),
        "the one that reveals both is dropped"
    );
}

#[test]
fn a_draft_that_exists_in_the_brief_is_not_spoiled() {
    let [capital, mountain] = spoiling();
    let asked = brief(5).after(vec![capital]).unwrap();
    let writers = compose([Scripted::of(vec![mountain, draft("elm", 1)])]);
    assert_eq!(written(&writers, &asked), [draft("elm", 1)]);
}

#[test]
fn spoilers_within_the_drafts_of_the_brief_do_not_empty_the_game() {
    let asked = brief(9).after(spoiling().to_vec()).unwrap();
    assert_eq!(
        written(&compose([Scripted::of(drafts("elm", 3))]), &asked),
        drafts("elm", 3)
    );
}

fn asked(drafts: &[Draft]) -> Asked {
    Asked::restore(drafts.iter().map(Draft::fingerprint))
}

#[test]
fn what_was_asked_before_is_replaced_by_later_writers() {
    let brief = brief(5).with_asked(asked(&drafts("elm", 4)));
    let (first, second) = (
        Scripted::of(drafts("elm", 5)),
        Scripted::knowing(drafts("oak", 9)),
    );
    let game = written(&compose([first, second.clone()]), &brief);
    assert_eq!(game, [vec![draft("elm", 4)], drafts("oak", 4)].concat());
    assert_eq!(second.briefs()[0].limit().get(), 4);
}

#[test]
fn what_was_asked_before_fills_a_game_that_is_too_short() {
    // The newest is first in the list.
    let brief = brief(5).with_asked(asked(&drafts("elm", 4)));
    let writers = compose([
        Scripted::of(drafts("elm", 5)),
        Scripted::of(drafts("oak", 2)),
    ]);
    let oldest = [draft("elm", 2), draft("elm", 3), draft("elm", 4)];
    assert_eq!(
        written(&writers, &brief),
        [oldest.to_vec(), drafts("oak", 2)].concat()
    );
}

#[test]
fn the_review_knows_the_keywords_of_the_brief() {
    let capital = single(
        "Which country is famous for its tulips?",
        ["Netherlands", "France", "Germany"],
        "The tulip came there from Turkey.",
    );
    let known = vec![capital.clone(), draft("elm", 1)];
    let writers = compose([Scripted::of(known)]);
    assert_eq!(
        written(&writers, &brief_on(&["Netherlands"], 5)),
        [draft("elm", 1)]
    );
    assert_eq!(
        written(&writers, &brief_on(&["tulips"], 5)),
        [capital, draft("elm", 1)]
    );
}
