//! Conversions between items and domain types: the attributes of the deployed service, and those
//! that QuizCraft adds.

mod asked;
mod attribute;
mod counter;
mod draft;
mod game;
mod meter;
mod question;
mod response;
mod source;

pub(crate) use asked::{asked_key, asked_value, parse_asked};
pub(crate) use attribute::{Attributes, Item, ItemError, binary, number, text};
pub(crate) use counter::{Counter, counter_expiry, counter_key};
pub(crate) use draft::{item_of_pooled, parse_pooled};
pub(crate) use game::{
    CREATION_TOKEN, failure_attributes, item_of_new, key_of, parse_game, parse_request,
};
pub(crate) use meter::{meter_expiry, meter_key};
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
    pub(crate) const EXPENSIVE: &str = "Expensive";
    pub(crate) const FAILURE: &str = "Failure";
    pub(crate) const FINGERPRINT: &str = "Fingerprint";
    pub(crate) const GAME_ID: &str = "GameId";
    pub(crate) const KEYWORDS: &str = "Keywords";
    pub(crate) const KIND: &str = "Kind";
    pub(crate) const KINDS: &str = "Kinds";
    pub(crate) const LEASE_ATTEMPTS: &str = "LeaseAttempts";
    pub(crate) const LEASE_HOLDER: &str = "LeaseHolder";
    pub(crate) const LEASE_UNTIL: &str = "LeaseUntil";
    pub(crate) const MODEL_TOKENS: &str = "ModelTokens";
    pub(crate) const PLAYER_ID: &str = "PlayerId";
    pub(crate) const POOL_KEY: &str = "PoolKey";
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
    pub(crate) const SUGGESTIONS: &str = "Suggestions";
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

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;
    use quizcraft_contract::strategies;
    use quizcraft_core::{
        Asked, Draft, DraftFingerprint, Estimate, GameId, Question, QuestionIndex, Response,
        Restored,
    };

    use super::{
        Item, asked_value, item_of_new, item_of_question, name, parse_asked, parse_game,
        parse_question,
    };

    /// Returns the question without the fingerprint of its draft, which is not stored.
    fn kept(question: &Question) -> Question {
        let draft = question.draft();
        let (prompt, why) = (draft.prompt().clone(), draft.clarification().clone());
        let kept = Draft::restore(prompt, draft.task().clone(), why)
            .with_source(draft.source().cloned())
            .with_writer(draft.writer().cloned());
        Question::restore(question.index(), kept, question.response().cloned())
    }

    fn restored(question: &Question) -> Question {
        let item = item_of_question(GameId::from_bytes([1; 32]), question).unwrap();
        parse_question(Item(&item)).unwrap()
    }

    proptest! {
        #[test]
        fn a_question_of_any_kind_is_restored(questions in strategies::questions()) {
            for question in questions.iter() {
                prop_assert_eq!(restored(question), kept(question));
            }
        }

        #[test]
        fn the_digits_of_a_number_are_restored(
            draft in strategies::single_draft(),
            number in strategies::decimal(),
        ) {
            let task = Estimate::restore(number, number, number);
            let (prompt, why) = (draft.prompt().clone(), draft.clarification().clone());
            let draft = Draft::restore(prompt, task, why);
            let response = Some(Response::Number(number));
            let question = Question::restore(QuestionIndex::FIRST, draft, response);
            prop_assert_eq!(restored(&question), question);
        }

        #[test]
        fn a_new_game_is_restored(new in strategies::new_game()) {
            let item = item_of_new(&new, "token");
            let stored = parse_game(Item(&item)).unwrap();
            prop_assert_eq!(stored.restore(), Ok(Restored::Whole(new.into_game())));
        }

        #[test]
        fn what_a_player_was_asked_is_restored(facts in vec(any::<[u8; 8]>(), 0..50)) {
            let facts = facts.into_iter().map(DraftFingerprint::from_bytes);
            let asked = Asked::restore(facts);
            let item = [(name::ASKED.to_owned(), asked_value(&asked))].into();
            prop_assert_eq!(parse_asked(Item(&item)), Ok(asked));
        }
    }
}
