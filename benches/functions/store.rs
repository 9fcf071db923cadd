//! An in-process DynamoDB behind HTTPS.

use std::collections::HashSet;
use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::{Builder, Credentials, Region};
use aws_sdk_dynamodb::types::AttributeValue;
use quizcraft_contract::CollectingQueue;
use quizcraft_core::gateway::Work;
use quizcraft_core::{GameId, GameRequest, Gateways, PlayerId, Prepared, Quiz};
use quizcraft_dynamo::{DynamoGames, RequestPolicy, TableName, Tables};
use quizcraft_generator::FactWriter;
use quizcraft_identity::{Email, PlayerIdKey, PlayerIds};
use quizcraft_memory::{OsRandomness, SystemClock};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair, PKCS_RSA_SHA256};
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;

/// The key that derives player ids from addresses.
pub(crate) const PLAYER_KEY: &str = "0123456789abcdef0123456789abcdef";

/// The address of the player.
pub(crate) const EMAIL: &str = "ada@example.org";

pub(crate) struct Store {
    url: String,
    ca_file: PathBuf,
    client: Client,
    quiz: Quiz,
    player: PlayerId,
    open_game: GameId,
    started: AtomicU64,
}

impl Store {
    /// Starts a store with one open game.
    pub(crate) async fn start() -> Self {
        let plain = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = plain.local_addr().expect("a bound address");
        let database = dynoxide::Database::memory().expect("a database");
        let forever = std::future::pending();
        tokio::spawn(dynoxide::server::serve_with_shutdown(
            plain, database, forever,
        ));
        let client = client(address);
        let quiz = quiz(client.clone()).await;
        let player = player();
        let open_game = open_game(&quiz, &player, "countries").await;
        let ca_file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("functions-ca.pem");
        Self {
            url: behind_tls(address, &ca_file).await,
            ca_file,
            client,
            quiz,
            player,
            open_game,
            started: AtomicU64::new(0),
        }
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// Returns the file with the certificate of the store's authority.
    pub(crate) fn ca_file(&self) -> &Path {
        &self.ca_file
    }

    /// Returns the player of the open games.
    pub(crate) const fn player(&self) -> PlayerId {
        self.player
    }

    pub(crate) const fn open_game(&self) -> GameId {
        self.open_game
    }

    /// Opens another game of this player, and returns its id and the solutions of its questions. A
    /// meaningless keyword makes the games differ, so that the player was asked nothing about them.
    pub(crate) async fn game_to_answer(&self) -> (GameId, Vec<String>) {
        let number = self.started.fetch_add(1, Ordering::Relaxed);
        let keyword = format!("zz{number}");
        let game = open_game(&self.quiz, &self.player, &keyword).await;
        (game, answers(&self.client, game).await)
    }

    /// Starts a game and returns its work. Each game is of another player, who was asked nothing before,
    /// since the growth of that record is not measured here.
    pub(crate) async fn pending_game(&self) -> Work {
        let mut player = [0; 32];
        let number = self.started.fetch_add(1, Ordering::Relaxed);
        player[..8].copy_from_slice(&number.to_be_bytes());
        pending_game(&self.quiz, &PlayerId::from_bytes(player), "countries").await
    }
}

/// Returns the player id that the functions derive from the address in a token.
fn player() -> PlayerId {
    let key = PlayerIdKey::new(PLAYER_KEY).expect("a valid key");
    let email = Email::new(EMAIL).expect("a valid address");
    PlayerIds::keyed(key).of(&email)
}

fn client(address: SocketAddr) -> Client {
    let config = Builder::new()
        .region(Region::new("eu-west-1"))
        .endpoint_url(format!("http://{address}"))
        .credentials_provider(Credentials::for_tests())
        .http_client(aws_smithy_http_client::Builder::new().build_http());
    RequestPolicy::default().client(config)
}

async fn quiz(client: Client) -> Quiz {
    let name = |name| TableName::new(name).expect("a valid name");
    let tables = Tables::new(name("Game"), name("Question"), name("Token"));
    tables
        .create(&client)
        .await
        .expect("the tables are created");
    Quiz::new(Gateways::new(
        Arc::new(DynamoGames::new(client, tables)),
        Arc::new(CollectingQueue::default()),
        Arc::new(SystemClock),
        Arc::new(OsRandomness),
    ))
}

async fn open_game(quiz: &Quiz, player: &PlayerId, keyword: &str) -> GameId {
    let work = pending_game(quiz, player, keyword).await;
    match quiz.prepare(&work, &FactWriter::new()).await {
        Ok(Prepared::Opened(game)) => game.id(),
        other => panic!("expected an open game: {other:?}"),
    }
}

async fn pending_game(quiz: &Quiz, player: &PlayerId, keyword: &str) -> Work {
    let keywords = HashSet::from(["countries", keyword]);
    let request = GameRequest::parse(keywords, None).expect("a valid request");
    let started = quiz.start(player, request, None).await;
    Work::on(started.expect("the game is stored").game())
}

/// Returns the solutions of a game's questions in order.
async fn answers(client: &Client, game: GameId) -> Vec<String> {
    let found = client
        .query()
        .table_name("Question")
        .key_condition_expression("GameId = :game")
        .expression_attribute_values(":game", AttributeValue::S(game.to_string()))
        .send()
        .await;
    let items = found.expect("the questions are read").items.expect("items");
    let answers = items.iter().map(|item| item["Answer"].as_s());
    answers
        .map(|answer| answer.expect("a string").clone())
        .collect()
}

/// Starts an HTTPS proxy of `plain`, and writes the certificate of its authority to `ca_file`.
async fn behind_tls(plain: SocketAddr, ca_file: &Path) -> String {
    let acceptor = acceptor(ca_file);
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let port = listener.local_addr().expect("a bound address").port();
    tokio::spawn(async move {
        loop {
            let (connection, _) = listener.accept().await.expect("a connection");
            tokio::spawn(pass_on(acceptor.clone(), connection, plain));
        }
    });
    format!("https://localhost:{port}")
}

/// Copies bytes in both directions. Errors are ignored, because killed functions reset their
/// connections.
async fn pass_on(acceptor: TlsAcceptor, outer: TcpStream, plain: SocketAddr) {
    let inner = TcpStream::connect(plain)
        .await
        .expect("the database listens");
    for connection in [&outer, &inner] {
        let _ = connection.set_nodelay(true);
    }
    if let Ok(mut outer) = acceptor.accept(outer).await {
        let mut inner = inner;
        let _ = copy_bidirectional(&mut outer, &mut inner).await;
    }
}

fn acceptor(ca_file: &Path) -> TlsAcceptor {
    let key = || KeyPair::generate_for(&PKCS_RSA_SHA256).expect("a key pair");
    let mut authority = CertificateParams::default();
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority = CertifiedIssuer::self_signed(authority, key()).expect("a signed certificate");
    fs::write(ca_file, authority.pem()).expect("the file is written");
    let key = key();
    let certificate = CertificateParams::new(["localhost".to_owned()])
        .and_then(|certificate| certificate.signed_by(&key, &authority))
        .expect("a signed certificate");
    let key = PrivateKeyDer::try_from(key.serialize_der()).expect("a valid key");
    let config = ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.into()], key)
        .expect("the key matches the certificate");
    TlsAcceptor::from(Arc::new(config))
}
