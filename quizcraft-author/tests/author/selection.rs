//! The selection of the questions of a game.

use quizcraft_author::{Article, Checked, Proposal, Rejection, Selection};
use quizcraft_core::{Choice, Clarification, Draft, Keywords, Prompt, SourceTitle, SourceUrl};
use quizcraft_review::Review;

const TEXT: &str =
    "The capital of Peru is Lima. Paddington Bear wears a red hat. The Rimac flows through Lima.";

fn question(prompt: &str, sentence: u16) -> Checked {
    let (title, url) = (
        SourceTitle::new("Peru").unwrap(),
        SourceUrl::new("https://example.org/Peru").unwrap(),
    );
    let article = Article::new(title, url, TEXT).unwrap();
    let proposal = Proposal {
        prompt: prompt.to_owned(),
        solution: "Lima".to_owned(),
        wrong_options: ["Quito", "Bogota", "Caracas"].map(str::to_owned).to_vec(),
        clarification: "Lima is the answer.".to_owned(),
        sentence,
    };
    Checked::new(&article.into(), &proposal).unwrap()
}

fn draft(prompt: &str, solution: &str) -> Draft {
    let wrong = ["Havana", "Oslo"].map(|wrong| Choice::new(wrong).unwrap());
    let (prompt, solution) = (Prompt::new(prompt).unwrap(), Choice::new(solution).unwrap());
    let clarification = Clarification::new("This is known.").unwrap();
    Draft::single(prompt, solution, wrong.to_vec(), clarification).unwrap()
}

fn add(other: Draft, prompt: &str, sentence: u16) -> Result<(), Rejection> {
    let review = Review::new(&Keywords::new(["geography"]).unwrap());
    Selection::beside(vec![other]).add(question(prompt, sentence), &review)
}

#[test]
fn a_question_that_another_writer_asks_in_other_words_is_a_near_duplicate() {
    let other = || draft("Where does the government of Peru meet?", "Lima");
    assert_eq!(
        add(other(), "What is the capital of Peru?", 1),
        Err(Rejection::NearDuplicate)
    );
    assert_eq!(
        add(other(), "Through which town flows the Rimac?", 3),
        Ok(())
    );
}

#[test]
fn questions_about_the_same_with_other_solutions_are_kept() {
    let other = draft("Which bear of Peru likes marmalade?", "Paddington");
    assert_eq!(add(other, "What is the capital of Peru?", 1), Ok(()));
}
