//! The model as a solver: a question is kept if the model finds its solution twice.

use std::collections::HashMap;
use std::fmt::Write as _;

use quizcraft_core::{Choice, Draft, WriterName};
use quizcraft_review::Review;
use serde::Deserialize;
use serde_json::json;

use crate::assignment::{object, push_sentence};
use crate::proposal::parse;
use crate::rules::FoldedText;
use crate::sentences::in_one_line;
use crate::{ChatReply, ChatRequest, Checked, Rejection, ReplySchema};

const INSTRUCTIONS: &str = include_str!("../prompts/solve-1.txt");
/// The letters of the options.
const LETTERS: [&str; 8] = ["A", "B", "C", "D", "E", "F", "G", "H"];
/// The last option of each question.
const UNPROVEN: &str = "The source does not say.";
/// The tokens of a reply, for each question and around all of them.
const TOKENS_PER_QUESTION: u32 = 40;
const TOKENS_AROUND: u32 = 100;

/// Some questions that the model solves together, in two calls with different orders of the options.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SolverBatch {
    questions: Vec<Checked>,
}

/// A question whose solution the model found in both orders of its options.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Solved(Checked);

/// The order of the options. Each option has different letters in the two orders.
#[derive(Debug, Clone, Copy)]
enum Order {
    Sorted,
    Rotated,
}

impl SolverBatch {
    /// The maximum number of questions of one batch.
    pub const MAX_QUESTIONS: usize = 8;

    /// Distributes questions evenly over as few batches as possible.
    #[must_use]
    pub fn of(questions: &[Checked]) -> Vec<Self> {
        let batches = questions.len().div_ceil(Self::MAX_QUESTIONS).max(1);
        let size = questions.len().div_ceil(batches).max(1);
        let parts = questions.chunks(size).map(<[Checked]>::to_vec);
        parts.map(|questions| Self { questions }).collect()
    }

    /// Returns the requests for the model, one for each order of the options.
    #[must_use]
    pub fn requests(&self) -> [ChatRequest; 2] {
        [Order::Sorted, Order::Rotated].map(|order| self.request(order))
    }

    /// Compares the replies to the two [requests](Self::requests) with the solutions. `None` is a call that failed.
    /// Returns one result for each question, in their order.
    #[must_use]
    pub fn judge(self, replies: [Option<&ChatReply>; 2]) -> Vec<Result<Solved, Rejection>> {
        let [sorted, rotated] = replies.map(|reply| reply.map(answers).unwrap_or_default());
        let questions = (1..).zip(self.questions);
        let judged = questions.map(|(number, question)| {
            judge(&question, Order::Sorted, sorted.get(&number))?;
            judge(&question, Order::Rotated, rotated.get(&number))?;
            Ok(Solved(question))
        });
        judged.collect()
    }

    fn request(&self, order: Order) -> ChatRequest {
        let mut message = "BEGIN QUESTIONS\n".to_owned();
        for (number, question) in (1_u32..).zip(&self.questions) {
            push_question(&mut message, number, question, order);
        }
        message.push_str("END QUESTIONS\n");
        let questions = u32::try_from(self.questions.len()).unwrap_or(u32::MAX);
        ChatRequest {
            instructions: INSTRUCTIONS.to_owned(),
            message,
            schema: self.schema(questions),
            max_tokens: TOKENS_PER_QUESTION
                .saturating_mul(questions)
                .saturating_add(TOKENS_AROUND),
        }
    }

    fn schema(&self, questions: u32) -> ReplySchema {
        let options = self
            .questions
            .iter()
            .map(|question| question.draft().options().count());
        let letters = options.max().unwrap_or(0).saturating_add(1);
        let letters: Vec<&str> = LETTERS.into_iter().take(letters).collect();
        let numbers: Vec<u32> = (1..=questions).collect();
        let answer = object(&json!({
            "question": { "type": "integer", "enum": numbers },
            "answer": { "type": "string", "enum": letters },
        }));
        ReplySchema {
            name: "answers",
            json: object(&json!({ "answers": { "type": "array", "items": answer } })),
        }
    }
}

impl Solved {
    /// Returns the question as a draft of a writer, if it has no flaw of item writing.
    ///
    /// # Errors
    ///
    /// [`Rejection::Flawed`] with its first flaw.
    pub fn finish(self, review: &Review<'_>, writer: &WriterName) -> Result<Draft, Rejection> {
        let draft = self.0.draft();
        match review.flaws(draft).first() {
            Some(flaw) => Err(Rejection::Flawed(*flaw)),
            None => Ok(draft.clone().with_writer(writer.clone())),
        }
    }
}

/// Appends a question with its sentences and options.
fn push_question(text: &mut String, number: u32, question: &Checked, order: Order) {
    let article = question.article();
    // Writing to a string cannot fail.
    let _ = writeln!(text, "Title: {}", in_one_line(article.title().as_str()));
    let cited = question.sentence().get();
    let is_near = |number: u16| number.abs_diff(cited) <= 1;
    for (number, sentence) in article
        .sentences()
        .filter(|(number, _)| is_near(number.get()))
    {
        push_sentence(text, number, sentence);
    }
    let _ = writeln!(text, "Question {number}: {}", question.draft().prompt());
    let options = ordered(question.draft(), order);
    let options = options.into_iter().map(Choice::as_str).chain([UNPROVEN]);
    for (letter, option) in LETTERS.iter().zip(options) {
        let _ = writeln!(text, "{letter}) {option}");
    }
}

/// Returns the options in an order that does not depend on which one is right.
fn ordered(draft: &Draft, order: Order) -> Vec<&Choice> {
    let mut options: Vec<&Choice> = draft.options().collect();
    options.sort_by_cached_key(|option| {
        let folded = FoldedText::new(option.as_str());
        (folded.as_str().to_owned(), option.as_str())
    });
    if matches!(order, Order::Rotated) {
        let half = options.len() / 2;
        options.rotate_left(half);
    }
    options
}

/// The reply of a model that solves questions.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Answers {
    answers: Vec<Answer>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Answer {
    question: u32,
    answer: String,
}

/// Returns the answer to each question. A question with several different answers has none.
fn answers(reply: &ChatReply) -> HashMap<u32, Option<String>> {
    let mut found = HashMap::new();
    let Ok(answers) = parse::<Answers>(reply) else {
        return found;
    };
    for Answer { question, answer } in answers.answers {
        let kept = found
            .entry(question)
            .or_insert_with(|| Some(answer.clone()));
        if kept.as_ref() != Some(&answer) {
            *kept = None;
        }
    }
    found
}

/// Compares an answer with the solution.
fn judge(
    question: &Checked,
    order: Order,
    answer: Option<&Option<String>>,
) -> Result<(), Rejection> {
    let answer = answer
        .and_then(Option::as_ref)
        .ok_or(Rejection::NotSolved)?;
    let index = LETTERS
        .iter()
        .position(|letter| letter == answer)
        .ok_or(Rejection::NotSolved)?;
    let options = ordered(question.draft(), order);
    match options.get(index) {
        Some(chosen) if *chosen == question.draft().solution() => Ok(()),
        Some(_) => Err(Rejection::SolvedDifferently),
        None if index == options.len() => Err(Rejection::Unproven),
        None => Err(Rejection::NotSolved),
    }
}
