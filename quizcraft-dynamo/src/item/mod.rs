//! Conversions between items and domain types: the attributes of the deployed service, and those
//! that QuizCraft adds.

mod asked;
mod attribute;
mod counter;
mod game;
mod question;
mod response;
mod source;

pub(crate) use asked::{asked_key, item_of_asked, parse_asked};
pub(crate) use attribute::{Attributes, Item, ItemError, binary, number, text};
pub(crate) use counter::{counter_expiry, counter_key};
pub(crate) use game::{CREATION_TOKEN, item_of_new, key_of, parse_game, parse_request};
pub(crate) use question::{item_of_question, parse_question};
pub(crate) use response::response_attributes;

/// The names of attributes.
pub(crate) mod name {
    pub(crate) const ANSWER: &str = "Answer";
    pub(crate) const ASKED: &str = "Asked";
    pub(crate) const CHECKED_AT: &str = "CheckedAt";
    pub(crate) const CHOICE: &str = "Choice";
    pub(crate) const CLARIFICATION: &str = "Clarification";
    pub(crate) const CREATION_TIME: &str = "CreationTime";
    pub(crate) const EXPIRATION: &str = "ExpirationEpoch";
    pub(crate) const FAILURE: &str = "Failure";
    pub(crate) const GAME_ID: &str = "GameId";
    pub(crate) const KEYWORDS: &str = "Keywords";
    pub(crate) const KIND: &str = "Kind";
    pub(crate) const KINDS: &str = "Kinds";
    pub(crate) const LEASE_HOLDER: &str = "LeaseHolder";
    pub(crate) const LEASE_UNTIL: &str = "LeaseUntil";
    pub(crate) const PLAYER_ID: &str = "PlayerId";
    pub(crate) const PROMPT: &str = "Prompt";
    pub(crate) const QUESTIONS_ANSWERED: &str = "QuestionsAnswered";
    pub(crate) const QUESTIONS_CORRECT: &str = "QuestionsCorrect";
    pub(crate) const QUESTIONS_LIMIT: &str = "QuestionsLimit";
    pub(crate) const QUESTION_ID: &str = "QuestionId";
    pub(crate) const REQUESTED_AT: &str = "AskedAt";
    pub(crate) const RESPONSE: &str = "Response";
    pub(crate) const RETRIES: &str = "Repeats";
    pub(crate) const SCORE: &str = "Score";
    pub(crate) const SOURCE: &str = "Source";
    pub(crate) const SOURCE_LICENSE: &str = "License";
    pub(crate) const SOURCE_TITLE: &str = "Title";
    pub(crate) const SOURCE_URL: &str = "Url";
    pub(crate) const SPEC: &str = "Spec";
    pub(crate) const STARTED: &str = "Started";
    pub(crate) const STATUS: &str = "GameStatus";
    pub(crate) const TOKEN_HASH: &str = "TokenHash";
    pub(crate) const WRITER: &str = "Writer";
    pub(crate) const WRONG_ANSWERS: &str = "WrongAnswers";
}

/// The values of `GameStatus`.
pub(crate) mod status {
    pub(crate) const PENDING: &str = "PENDING";
    pub(crate) const READY: &str = "READY";
    pub(crate) const FINISHED: &str = "FINISHED";
    pub(crate) const FAILED: &str = "FAILED";
}
