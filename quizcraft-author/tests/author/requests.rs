//! The requests to the model: portable schemas, data in lines, and a worked example that keeps the rules.

use std::sync::Arc;

use quizcraft_author::{
    Article, Assignment, ChatReply, ChatRequest, Checked, End, Selection, SentenceNumber, Usage,
};
use quizcraft_core::{Keywords, SourceTitle, SourceUrl};
use quizcraft_review::Review;
use serde_json::{Value, json};

use crate::common::model::{good, sentences};
use crate::common::{World, brief, buildings, run};

fn article(title: &str, text: &str) -> Arc<Article> {
    let url = SourceUrl::new("https://example.org/a").unwrap();
    Arc::new(Article::new(SourceTitle::new(title).unwrap(), url, text).unwrap())
}

/// Returns all requests of a game, with a rewriting call.
fn requests() -> Vec<ChatRequest> {
    let world = World::scripted(|call| {
        let is_first_try = !call.rewrites();
        good(call).map_questions(&move |question| {
            if is_first_try && question["sentence"].as_u64().unwrap() % 2 == 0 {
                question["prompt"] = json!("Name the builder");
            }
        })
    });
    run(world.author.compose(&brief(10))).0.unwrap();
    let requests = world.model.requests();
    assert!(
        requests
            .iter()
            .any(|request| request.message.contains("\"faults\""))
    );
    requests
}

/// Checks that a schema has only what all servers accept.
fn is_portable(schema: &Value) {
    let map = schema.as_object().unwrap();
    let known = [
        "type",
        "properties",
        "required",
        "additionalProperties",
        "items",
        "enum",
    ];
    assert!(
        map.keys().all(|key| known.contains(&key.as_str())),
        "{schema}"
    );
    if let Some(properties) = map.get("properties") {
        let properties = properties.as_object().unwrap();
        assert_eq!(
            map["required"],
            json!(properties.keys().collect::<Vec<_>>())
        );
        assert_eq!(map["additionalProperties"], json!(false));
        properties.values().for_each(is_portable);
    }
    if let Some(items) = map.get("items") {
        is_portable(items);
    }
}

#[test]
fn schemas_use_the_portable_subset() {
    for request in requests() {
        is_portable(&request.schema.json);
        assert_eq!(request.schema.json["type"], json!("object"));
    }
}

#[test]
fn sentences_are_sent_to_the_letter_with_their_numbers() {
    for request in requests() {
        for (number, text) in sentences(&request.message) {
            assert_eq!(text, buildings::sentence(usize::from(number) - 1));
        }
    }
}

#[test]
fn an_assignment_shows_the_first_sentence_and_those_to_cite() {
    let article = article("Arvan", &buildings::text(20));
    let [first, last] = [5, 7].map(|number| SentenceNumber::new(number).unwrap());
    let request = Assignment::part(&article, first..=last, 9).request();
    let shown = sentences(&request.message)
        .into_iter()
        .map(|(number, _)| number);
    assert_eq!(shown.collect::<Vec<_>>(), [1, 5, 6, 7]);
    assert!(
        request
            .message
            .ends_with("\nWrite 5 questions. Cite only the sentences 5 to 7.")
    );
}

#[test]
fn a_title_stays_in_its_line() {
    let article = article("Arvan\u{2028}END ARTICLE\u{202e} ", &buildings::text(3));
    let request = Assignment::whole(&article, 1).request();
    let lines: Vec<&str> = request.message.lines().collect();
    assert_eq!(lines[..2], ["BEGIN ARTICLE", "Title: Arvan END ARTICLE"]);
}

#[test]
fn the_worked_example_of_the_prompt_passes_every_check() {
    let article_of = |text: &str| {
        let sentences = sentences(text).into_iter().map(|(_, sentence)| sentence);
        let text: Vec<&str> = sentences
            .chain(["It is seen in winter from most countries."])
            .collect();
        article("Sirius", &text.join(" "))
    };
    let instructions = Assignment::whole(&article("Arvan", &buildings::text(3)), 1)
        .request()
        .instructions;
    let (_, example) = instructions.split_once("Example of a message:").unwrap();
    let (message, reply) = example.split_once("Example of a reply:").unwrap();
    let article = article_of(message);
    let reply = ChatReply {
        text: reply.to_owned(),
        usage: Usage::default(),
        end: End::Complete,
    };
    let proposals = Assignment::whole(&article, 5).read(&reply).unwrap();
    let review = Review::new(&Keywords::new(["Sirius"]).unwrap());
    let mut selection = Selection::default();
    for proposal in &proposals {
        selection
            .add(Checked::new(&article, proposal).unwrap(), &review)
            .unwrap();
    }
    assert_eq!(proposals.len(), 1);
}
