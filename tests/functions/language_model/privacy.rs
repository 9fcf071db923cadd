use super::{CONTACT, KEY, ModelWorld};
use crate::support::{Player, SECRET_ID, TOWN, sentences};

#[tokio::test(flavor = "multi_thread")]
async fn no_line_contains_key_keywords_articles_or_questions() {
    for status in [200, 400, 401, 429, 503] {
        let world = ModelWorld::new().await;
        if status != 200 {
            world.model.fail(status);
        }
        let worker = world
            .worker()
            .env("LOG_LEVEL", "trace")
            .env("RUST_LOG", "trace");
        let (api, worker) = (world.world.api().start().await, worker.start().await);
        let (_, message) = world.start(&Player::of(&api, "ada")).await;
        let delivered = worker.delivers(&[&message]).await;
        assert_eq!(delivered.ids().is_empty(), status == 200, "{status}");
        worker.lines("writing with the model ended", 1).await;
        worker.lines("batch", 1).await;

        let log = format!("{:?} {:?}", worker.log(), worker.stderr());
        let texts = [
            KEY,
            SECRET_ID,
            CONTACT,
            "operator@",
            TOWN,
            "zorvelle",
            "Anselm Moore",
        ];
        let article = sentences();
        for text in texts.into_iter().chain(article.iter().map(String::as_str)) {
            assert!(!log.contains(text), "{text} is in the log: {log}");
        }
    }
}
