//! The tokens of replies that cannot be used are counted.

use std::num::NonZeroU64;
use std::sync::Arc;

use async_trait::async_trait;
use quizcraft_author::{
    AnthropicMessages, ApiKey, Article, ArticleTitle, Author, ChatModel, OpenAiChat, Research,
    ResearchError, TokensPerDay, TokioTimer,
};
use quizcraft_core::gateway::{Brief, Clock as _, Expense, ModelMeter as _, WriteError};
use quizcraft_core::{GameId, Keywords, PlayerId, QuestionsLimit, SourceTitle, SourceUrl};
use quizcraft_memory::{MemoryMeter, SystemClock};
use serde_json::{Value, json};

use crate::server::{Reply, Server};
use crate::{base, client, model_name};

/// A collection with an article about every keyword.
struct Everything;

#[async_trait]
impl Research for Everything {
    fn collection(&self) -> &'static str {
        "everything"
    }

    async fn titles(&self, keyword: &str) -> Result<Vec<ArticleTitle>, ResearchError> {
        Ok(vec![ArticleTitle::new(keyword)])
    }

    async fn article(&self, title: &ArticleTitle) -> Result<Option<Article>, ResearchError> {
        let sentence = |number| format!("The tower {number} of Arvan was built in {number}. ");
        let text: String = (1_801..1_820).map(sentence).collect();
        let title = SourceTitle::new(title.as_str()).unwrap();
        let url = SourceUrl::new("https://example.org/arvan").unwrap();
        Ok(Article::new(title, url, &text).ok())
    }
}

/// Returns the tokens of a day with one game, for which the model is called once and sends this reply.
async fn tokens(reply: Reply, model: Api) -> u64 {
    let server = Server::start([reply]).await;
    let (meter, limit) = (Arc::new(MemoryMeter::default()), NonZeroU64::MAX);
    let day = TokensPerDay::new(limit, meter.clone(), Arc::new(SystemClock));
    let author = Author::new(Arc::new(Everything), model(&server), Arc::new(TokioTimer));
    let author = author.with_tokens_per_day(day);
    let (game, player) = (GameId::from_bytes([1; 32]), PlayerId::from_bytes([2; 32]));
    let (keywords, limit) = (Keywords::new(["Arvan"]).unwrap(), QuestionsLimit::new(3));
    let brief = Brief::new(game, player, keywords, limit.unwrap());
    let (result, _) = author.compose(&brief.with_expense(Expense::Allowed)).await;
    assert!(
        matches!(result, Err(WriteError::Temporary { .. })),
        "{result:?}"
    );
    assert_eq!(server.requests().len(), 1);
    meter.spent(SystemClock.now().day()).await.unwrap()
}

fn openai(server: &Server) -> Arc<dyn ChatModel> {
    Arc::new(OpenAiChat::new(client(), base(server, "/v1"), model_name()))
}

fn anthropic(server: &Server) -> Arc<dyn ChatModel> {
    let key = ApiKey::new("sk-ant-secret").unwrap();
    Arc::new(AnthropicMessages::new(
        client(),
        base(server, ""),
        model_name(),
        key,
    ))
}

type Api = fn(&Server) -> Arc<dyn ChatModel>;

const APIS: [Api; 2] = [openai, anthropic];

#[tokio::test]
async fn a_reply_that_cannot_be_read_counts_with_its_estimate() {
    for api in APIS {
        for garbage in ["", "{", "<html>"] {
            let reply = Reply::new(200, "application/json", garbage);
            assert!(tokens(reply, api).await > 500, "{garbage}");
        }
        assert!(tokens(Reply::endless(), api).await > 500);
    }
}

#[tokio::test]
async fn an_empty_reply_counts_with_its_usage() {
    let empty = |usage: Value| {
        let (choices, content) = (json!([]), json!([]));
        json!({"choices": choices, "content": content, "stop_reason": "end_turn", "usage": usage})
    };
    let usages = [
        json!({"prompt_tokens": 40, "completion_tokens": 9}),
        json!({"input_tokens": 40, "output_tokens": 9}),
    ];
    for (api, usage) in APIS.into_iter().zip(usages) {
        assert_eq!(tokens(Reply::json(200, &empty(usage)), api).await, 49);
        assert!(tokens(Reply::json(200, &empty(Value::Null)), api).await > 500);
    }
}

#[tokio::test]
async fn a_rejected_request_counts_nothing() {
    for api in APIS {
        assert_eq!(tokens(Reply::status(400), api).await, 0);
    }
}
