//! A model that answers from a script.

use std::sync::Mutex;
use std::time::Duration;

use async_trait::async_trait;
use quizcraft_author::{ChatModel, ChatReply, ChatRequest, End, ModelError, ModelName, Usage};
use serde_json::{Value, json};

use super::buildings;

/// What the script knows of a call.
pub(crate) struct Call<'a> {
    pub(crate) request: &'a ChatRequest,
    /// The number of earlier calls.
    pub(crate) index: usize,
}

impl Call<'_> {
    /// Returns whether the model is asked to write or rewrite questions.
    pub(crate) fn writes(&self) -> bool {
        self.request.schema.name == "questions"
    }

    /// Returns whether the model is asked to write questions again.
    pub(crate) fn rewrites(&self) -> bool {
        self.writes() && self.request.message.contains("BEGIN QUESTIONS")
    }
}

/// What the script answers.
pub(crate) struct Answer {
    pub(crate) delay: Duration,
    pub(crate) result: Result<ChatReply, ModelError>,
}

impl Answer {
    pub(crate) fn text(call: &Call<'_>, text: impl Into<String>) -> Self {
        Self::reply(call, text, End::Complete)
    }

    /// Returns a reply with an honest usage: four bytes are a token.
    pub(crate) fn reply(call: &Call<'_>, text: impl Into<String>, end: End) -> Self {
        let text = text.into();
        let tokens = |bytes: usize| u32::try_from(bytes / 4).unwrap();
        let output = tokens(text.len()).min(call.request.max_tokens);
        let input = tokens(call.request.instructions.len() + call.request.message.len());
        let usage = Usage { input, output };
        Self {
            delay: Duration::from_secs(2),
            result: Ok(ChatReply { text, usage, end }),
        }
    }

    pub(crate) fn temporary(retry_after: Option<Duration>) -> Self {
        let source = "503 Service Unavailable".into();
        Self::failed(ModelError::Temporary {
            source,
            retry_after,
        })
    }

    pub(crate) fn permanent() -> Self {
        let source = "400 Bad Request".into();
        Self::failed(ModelError::Permanent { source })
    }

    /// Returns an unusable reply. The server tells its usage, or does not.
    pub(crate) fn unusable(usage: Option<Usage>) -> Self {
        let source = "no reply".into();
        Self::failed(ModelError::Unusable { source, usage })
    }

    pub(crate) fn failed(error: ModelError) -> Self {
        Self {
            delay: Duration::from_millis(10),
            result: Err(error),
        }
    }

    pub(crate) fn after(self, delay: Duration) -> Self {
        Self { delay, ..self }
    }

    /// Changes each question of the reply, if it has any.
    pub(crate) fn map_questions(mut self, change: &impl Fn(&mut Value)) -> Self {
        if let Ok(reply) = &mut self.result
            && let Ok(mut value) = serde_json::from_str::<Value>(&reply.text)
            && let Some(questions) = value["questions"].as_array_mut()
        {
            questions.iter_mut().for_each(change);
            reply.text = value.to_string();
        }
        self
    }
}

type Script = dyn Fn(&Call<'_>) -> Answer + Send + Sync;

pub(crate) struct Model {
    name: ModelName,
    script: Box<Script>,
    requests: Mutex<Vec<ChatRequest>>,
    usage: Mutex<Vec<Usage>>,
    running: Mutex<(usize, usize)>,
}

impl Model {
    pub(crate) fn new(script: impl Fn(&Call<'_>) -> Answer + Send + Sync + 'static) -> Self {
        Self {
            name: ModelName::new("test-1").unwrap(),
            script: Box::new(script),
            requests: Mutex::default(),
            usage: Mutex::default(),
            running: Mutex::default(),
        }
    }

    pub(crate) fn calls(&self) -> usize {
        self.requests.lock().unwrap().len()
    }

    pub(crate) fn requests(&self) -> Vec<ChatRequest> {
        self.requests.lock().unwrap().clone()
    }

    /// Returns the tokens of all replies.
    pub(crate) fn tokens(&self) -> u32 {
        let usage = self.usage.lock().unwrap();
        usage.iter().map(|usage| usage.input + usage.output).sum()
    }

    /// Returns the greatest number of calls at once.
    pub(crate) fn most_at_once(&self) -> usize {
        self.running.lock().unwrap().1
    }
}

#[async_trait]
impl ChatModel for Model {
    fn name(&self) -> &ModelName {
        &self.name
    }

    async fn complete(&self, request: &ChatRequest) -> Result<ChatReply, ModelError> {
        let index = self.calls();
        self.requests.lock().unwrap().push(request.clone());
        let answer = (self.script)(&Call { request, index });
        let running = Running::start(&self.running);
        tokio::time::sleep(answer.delay).await;
        drop(running);
        if let Ok(reply) = &answer.result {
            self.usage.lock().unwrap().push(reply.usage);
        }
        answer.result
    }
}

/// A call that runs until it is dropped.
struct Running<'a>(&'a Mutex<(usize, usize)>);

impl<'a> Running<'a> {
    fn start(counts: &'a Mutex<(usize, usize)>) -> Self {
        let mut running = counts.lock().unwrap();
        running.0 += 1;
        running.1 = running.1.max(running.0);
        Self(counts)
    }
}

impl Drop for Running<'_> {
    fn drop(&mut self) {
        self.0.lock().unwrap().0 -= 1;
    }
}

/// Writes and solves well.
pub(crate) fn good(call: &Call<'_>) -> Answer {
    let text = if call.writes() {
        questions(call)
    } else {
        answers(&call.request.message)
    };
    Answer::text(call, text)
}

/// Returns the numbered sentences of a message.
pub(crate) fn sentences(message: &str) -> Vec<(u16, &str)> {
    let lines = message
        .lines()
        .filter_map(|line| line.strip_prefix('[')?.split_once("] "));
    lines
        .filter_map(|(number, text)| Some((number.parse().ok()?, text)))
        .collect()
}

/// Writes a question about each sentence that may be cited, up to the number that is asked for.
fn questions(call: &Call<'_>) -> String {
    let schema = &call.request.schema.json;
    let cited = &schema["properties"]["questions"]["items"]["properties"]["sentence"]["enum"];
    let may_be_cited = |number: u16| cited.as_array().unwrap().contains(&json!(number));
    let all = sentences(&call.request.message).into_iter();
    let questions = all.filter(|(number, _)| may_be_cited(*number));
    let questions = questions.filter_map(|(number, text)| buildings::question(number, text));
    json!({ "questions": questions.take(wanted(call)).collect::<Vec<_>>() }).to_string()
}

/// Returns how many questions are asked for.
fn wanted(call: &Call<'_>) -> usize {
    let words = call.request.message.split_once("\nWrite ");
    let count = words.and_then(|(_, rest)| rest.split(' ').next()?.parse().ok());
    count.unwrap_or_else(|| call.request.message.matches("\"faults\"").count())
}

/// Answers each question with the option that stands in its sentences, or with the last option if none or several do.
pub(crate) fn answers(message: &str) -> String {
    let mut answers = Vec::new();
    for part in message.split("Title: ").skip(1) {
        let text: Vec<&str> = part.lines().filter(|line| line.starts_with('[')).collect();
        let options: Vec<_> = part
            .lines()
            .filter_map(|line| line.split_once(") "))
            .collect();
        let options = || options.iter().filter(|(letter, _)| letter.len() == 1);
        let is_proven = |option: &str| text.iter().any(|line| line.contains(option));
        let proven: Vec<_> = options().filter(|(_, option)| is_proven(option)).collect();
        let answer = match proven.as_slice() {
            [(letter, _)] => *letter,
            _ => options().next_back().unwrap().0,
        };
        let number = part
            .lines()
            .find_map(|line| line.strip_prefix("Question ")?.split_once(": "));
        let number: u32 = number.unwrap().0.parse().unwrap();
        answers.push(json!({ "question": number, "answer": answer }));
    }
    json!({ "answers": answers }).to_string()
}
