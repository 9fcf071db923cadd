//! The review finds symbols and abbreviations whose first letter points at the right option.

use quizcraft_core::{Choice, Clarification, Draft, Keywords, Prompt};
use quizcraft_review::{Flaw, flaws};

/// Returns the flaws of a question with these options, of which the first is right.
#[expect(clippy::unwrap_used, reason = "test helpers may panic")]
fn found(prompt: &str, options: &str) -> Vec<Flaw> {
    let mut options = options.split(" / ").map(|o| Choice::new(o).unwrap());
    let draft = Draft::single(
        Prompt::new(prompt).unwrap(),
        options.next().unwrap(),
        options.collect(),
        Clarification::new("Many books say so.").unwrap(),
    );
    flaws(&draft.unwrap(), &Keywords::new(["any"]).unwrap())
}

#[test]
fn a_symbol_in_the_prompt_is_a_cue_if_only_the_solution_has_its_initial() {
    for (prompt, options) in [
        (
            "Which element has the symbol Kr?",
            "Krypton / Argon / Neon / Iron",
        ),
        (
            "The symbol I stands for which element?",
            "Iodine / Argon / Neon / Krypton",
        ),
        ("What does DNA carry?", "Data / Energy / Oxygen / Water"),
        ("Who writes for the BBC?", "Benn / Ayer / Ross / Todd"),
    ] {
        assert_eq!(found(prompt, options), [Flaw::InitialCue], "{prompt}");
    }
}

#[test]
fn a_name_in_the_prompt_is_a_cue_if_only_the_right_symbol_has_its_initial() {
    for (prompt, options) in [
        (
            "What is the chemical symbol for vanadium?",
            "V / Cr / Mn / Ti",
        ),
        (
            "How is zinc abbreviated in the periodic table?",
            "Zn / C / Cu / Sn",
        ),
    ] {
        assert_eq!(found(prompt, options), [Flaw::InitialCue], "{prompt}");
    }
}

#[test]
fn a_written_out_name_is_a_cue_if_only_the_right_abbreviation_has_its_initial() {
    for (prompt, options) in [
        (
            "Which abbreviation stands for “Hypertext Transfer Protocol”?",
            "HTTP / TLS / IP / UDP",
        ),
        (
            "Which letters stand for “random-access memory”?",
            "RAM / CPU / USB / BIOS",
        ),
    ] {
        assert_eq!(found(prompt, options), [Flaw::InitialCue], "{prompt}");
    }
    let shared = "HTTP / HTML / IP / UDP";
    let prompt = "Which abbreviation stands for “Hypertext Transfer Protocol”?";
    assert_eq!(found(prompt, shared), []);
}

#[test]
fn shared_initials_and_initials_of_names_are_no_cue() {
    for (prompt, options) in [
        (
            "Which element has the symbol Au?",
            "Gold / Silver / Argon / Aluminium",
        ),
        (
            "Which element has the symbol He?",
            "Helium / Hydrogen / Neon / Argon",
        ),
        ("What is the chemical symbol for gold?", "Au / Ag / Fe / Go"),
        (
            "What is the chemical symbol for tungsten?",
            "W / Re / Ta / Os",
        ),
        (
            "What is the chemical symbol for vanadium?",
            "V / Va / Mn / Ti",
        ),
        (
            "Whom did Henry VIII marry?",
            "Vera of Ghent / Jane Seymour / Mary of York",
        ),
        (
            "Who is the hero of The Old Man and the Sea?",
            "Santiago / Ishmael / Ahab / Jim",
        ),
    ] {
        assert_eq!(found(prompt, options), [], "{prompt}");
    }
}
