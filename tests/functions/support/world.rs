use super::{Function, Launch, Player, QUEUE_URL, Queue, Tables};

/// The issuer of the tokens.
pub(crate) const ISSUER: &str = "https://id.example.org/";
/// The audience of the tokens.
pub(crate) const AUDIENCE: &str = "https://quiz.example.org";
/// The key for player ids.
pub(crate) const KEY: &str = "a-key-that-must-stay-secret-0123456789";
/// The credentials of the functions.
pub(crate) const ACCESS_KEY: &str = "AKIANOBODYMAYSEETHIS";
pub(crate) const SECRET_KEY: &str = "a-secret-access-key-that-must-stay-secret";

fn api_function() -> Launch {
    Launch::function("quizcraft-api", env!("CARGO_BIN_EXE_quizcraft-api"))
}

fn worker_function() -> Launch {
    Launch::function("quizcraft-worker", env!("CARGO_BIN_EXE_quizcraft-worker"))
}

/// The services around the functions.
pub(crate) struct World {
    pub(crate) tables: Tables,
    pub(crate) queue: Queue,
}

impl World {
    pub(crate) async fn new() -> Self {
        Self {
            tables: Tables::start().await,
            queue: Queue::start().await,
        }
    }

    /// Returns the launch of the API with a valid configuration.
    pub(crate) fn api(&self) -> Launch {
        self.configure(api_function())
            .env("TOKEN_TABLE", "Token")
            .env("JWT_ISSUER", ISSUER)
            .env("JWT_AUDIENCE", AUDIENCE)
            .env("PLAYER_ID_KEY", KEY)
    }

    /// Returns the launch of the worker with a valid configuration.
    pub(crate) fn worker(&self) -> Launch {
        self.configure(worker_function())
    }

    fn configure(&self, launch: Launch) -> Launch {
        launch
            .env("AWS_REGION", "eu-west-1")
            .env("AWS_ACCESS_KEY_ID", ACCESS_KEY)
            .env("AWS_SECRET_ACCESS_KEY", SECRET_KEY)
            .env("AWS_ENDPOINT_URL_DYNAMODB", &self.tables.url())
            .env("AWS_ENDPOINT_URL_SQS", &self.queue.url())
            .env("GAME_QUEUE_URL", QUEUE_URL)
            .env("GAME_TABLE", "Game")
            .env("QUESTION_TABLE", "Question")
    }

    /// Starts a game and lets the worker prepare it. Returns its id.
    pub(crate) async fn ready(&self, player: &Player<'_>, worker: &Function, limit: u64) -> String {
        let id = player.start(&["chemistry"], limit).await;
        let message = self.queue.message();
        worker.delivers(&[&message]).await.are_done();
        assert_eq!(player.game(&id).await["status"], "READY");
        id
    }
}
