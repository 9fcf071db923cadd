//! The review finds questions that reveal the solutions of others.

use quizcraft_core::{Choice, Clarification, Draft, Prompt};
use quizcraft_review::{Part, spoilers};

/// A question: prompt, options of which the first is right, clarification.
type Text = (&'static str, &'static str, &'static str);

#[expect(clippy::unwrap_used, reason = "test helpers may panic")]
fn draft((prompt, options, clarification): &Text) -> Draft {
    let mut options = options.split(" / ").map(|o| Choice::new(o).unwrap());
    let (prompt, solution) = (Prompt::new(prompt).unwrap(), options.next().unwrap());
    let clarification = Clarification::new(clarification).unwrap();
    Draft::single(prompt, solution, options.collect(), clarification).unwrap()
}

/// Returns the indices of the revealing and of the spoiled question, and the part that reveals it.
fn found(game: &[Text]) -> Vec<(usize, usize, Part)> {
    let drafts: Vec<_> = game.iter().map(draft).collect();
    let spoilers = spoilers(&drafts);
    spoilers
        .iter()
        .map(|s| (s.revealing(), s.spoiled(), s.by()))
        .collect()
}

/// Questions unrelated to those under test.
const FILLERS: [Text; 3] = [
    (
        "Who painted the Mona Lisa?",
        "Leonardo da Vinci / Raphael / Titian",
        "The Mona Lisa was stolen in 1911.",
    ),
    (
        "Which gas makes up most of the air?",
        "Nitrogen / Oxygen / Argon",
        "Nitrogen was found by Daniel Rutherford.",
    ),
    (
        "How many strings has a violin?",
        "4 / 5 / 6",
        "A violin is tuned in fifths.",
    ),
];

const MOUNTAIN: Text = (
    "Which of these mountains would you climb in Slovenia?",
    "Triglav / Etna / Ararat",
    "The name Triglav means three heads.",
);

/// Pairs of questions: the named part of the first reveals the solution of the second.
const REVEALING: &[(Part, Text, Text)] = &[
    (
        Part::Clarification,
        (
            "What is the capital of Slovenia?",
            "Ljubljana / Zagreb / Graz",
            "The highest mountain of this country is Triglav.",
        ),
        MOUNTAIN,
    ),
    (
        Part::Clarification,
        (
            "Ljubljana is the capital of which country?",
            "Slovenia / Croatia / Austria",
            "Its highest mountain is Triglav.",
        ),
        MOUNTAIN,
    ),
    (
        Part::Clarification,
        (
            "Which animal stands on the flag of Carniola?",
            "Eagle / Bear / Lion",
            "The Slovene flag shows Triglav instead.",
        ),
        MOUNTAIN,
    ),
    (
        Part::Clarification,
        (
            "Who was the father of Hestia?",
            "Cronus / Zeus / Uranus",
            "Her mother was Rhea.",
        ),
        (
            "Who was the mother of Hestia?",
            "Rhea / Hera / Gaia",
            "Rhea wrapped a stone in cloth.",
        ),
    ),
    (
        Part::Clarification,
        (
            "What is the atomic number of gold?",
            "79 / 78 / 80",
            "The symbol of gold is Au.",
        ),
        (
            "What is the symbol for gold?",
            "Au / Ag / Go",
            "Gold never rusts.",
        ),
    ),
    (
        Part::Clarification,
        (
            "Who commanded Apollo 11?",
            "Neil Armstrong / Jim Lovell / Frank Borman",
            "The flight took place in 1969.",
        ),
        (
            "In which year did Apollo 11 fly?",
            "1969 / 1968 / 1971",
            "Apollo 11 landed in the Sea of Tranquility.",
        ),
    ),
    (
        Part::Clarification,
        (
            "Which style does the painter Georges Braque stand for?",
            "Cubism / Fauvism / Realism",
            "Braque worked closely with Picasso.",
        ),
        (
            "Which of these painters is a representative of Cubism?",
            "Pablo Picasso / Claude Monet / Paul Klee",
            "Pablo Picasso designed a dove.",
        ),
    ),
    (
        Part::Prompt,
        (
            "In which year did Tolstoy publish War and Peace?",
            "1869 / 1851 / 1880",
            "The first scene of War and Peace is a soirée.",
        ),
        (
            "Who wrote War and Peace?",
            "Tolstoy / Gogol / Chekhov",
            "War and Peace has over five hundred characters.",
        ),
    ),
    (
        Part::Prompt,
        (
            "Which of these novels by Tolstoy appeared in 1869?",
            "War and Peace / Resurrection / Anna Karenina",
            "The first scene of War and Peace is a soirée.",
        ),
        (
            "Who wrote Anna Karenina?",
            "Tolstoy / Gogol / Chekhov",
            "Anna Karenina begins with happy families.",
        ),
    ),
    (
        Part::Options,
        (
            "Which of these peaks is the highest?",
            "Mont Blanc in France / Triglav in Slovenia / Etna in Italy",
            "Mont Blanc was first climbed in 1786.",
        ),
        MOUNTAIN,
    ),
    (
        Part::Options,
        (
            "What is the highest peak of Slovenia?",
            "Triglav / Etna / Ararat",
            "Many hikers reach the top in summer.",
        ),
        MOUNTAIN,
    ),
];

#[test]
fn every_kind_of_spoiler_is_found() {
    for (part, revealing, spoiled) in REVEALING {
        assert_eq!(
            found(&[*revealing, *spoiled]),
            [(0, 1, *part)],
            "{revealing:?}"
        );
        let [one, two, three] = FILLERS;
        assert_eq!(
            found(&[one, *revealing, two, *spoiled, three]),
            [(1, 3, *part)],
            "{revealing:?}"
        );
    }
}

#[test]
fn a_prompt_reveals_the_solution_of_an_earlier_question() {
    let mut prompts = REVEALING.iter().filter(|(part, ..)| *part == Part::Prompt);
    let Some((_, revealing, spoiled)) = prompts.next() else {
        panic!("no pair with a revealing prompt")
    };

    assert_eq!(found(&[*spoiled, *revealing]), [(1, 0, Part::Prompt)]);
}

#[test]
fn a_clarification_does_not_reveal_the_solution_of_an_earlier_question() {
    for (part, revealing, spoiled) in REVEALING {
        if *part == Part::Clarification {
            assert_eq!(found(&[*spoiled, *revealing]), [], "{revealing:?}");
        }
    }
}

#[test]
fn unrelated_questions_are_not_spoilers() {
    for game in [
        // The same solution of questions about different subjects.
        [
            (
                "Who composed Don Giovanni?",
                "Mozart / Verdi / Bizet",
                "Mozart was born in Salzburg.",
            ),
            (
                "Who composed The Magic Flute?",
                "Mozart / Haydn / Weber",
                "Papageno is a bird-catcher.",
            ),
        ],
        [
            (
                "Which of these moons revolves around Saturn?",
                "Titan / Io / Oberon",
                "Titan was discovered in 1655.",
            ),
            (
                "Around which planet does the moon Rhea revolve?",
                "Saturn / Jupiter / Uranus",
                "Rhea was discovered in 1672.",
            ),
        ],
        // A common word that is spelled like a symbol.
        [
            (
                "What is the atomic number of arsenic?",
                "33 / 34 / 35",
                "As a poison, arsenic is famous, as any reader of novels knows.",
            ),
            (
                "What is the symbol for indium?",
                "As / In / I",
                "Indium is soft.",
            ),
        ],
        // The last word of a name that is no short form of it: another option contains it too, or it
        // names something else.
        [
            (
                "What is the capital of Egypt?",
                "Cairo / Tunis / Tripoli",
                "Egypt has coasts on more than one sea.",
            ),
            (
                "Which of these lies east of Egypt?",
                "Red Sea / Black Sea / Baltic Sea",
                "The Red Sea is rich in corals.",
            ),
        ],
        [
            (
                "What is the capital of Egypt?",
                "Cairo / Tunis / Tripoli",
                "Egypt lies in the north of Africa.",
            ),
            (
                "Which of these teams did Egypt beat in the final of 1998?",
                "South Africa / Nigeria / Ghana",
                "The final of 1998 was played in Ouagadougou.",
            ),
        ],
        // A wrong option of one question that is the solution of another.
        [
            (
                "What is the capital of Slovenia?",
                "Ljubljana / Zagreb / Budapest",
                "Slovenia is in Europe.",
            ),
            (
                "What is the capital of Hungary?",
                "Budapest / Zagreb / Vienna",
                "Lake Balaton lies in Hungary.",
            ),
        ],
    ] {
        assert_eq!(found(&game), [], "{game:?}");
    }
}
