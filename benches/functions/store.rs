//! A DynamoDB within the process, behind https.

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

/// The key that makes players' ids of addresses.
pub(crate) const PLAYER_KEY: &str = "0123456789abcdef0123456789abcdef";

/// Who plays.
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
    /// A store that holds one open game.
    pub(crate) async fn start() -> Self {
        let plain = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = plain.local_addr().expect("it is bound");
        let database = dynoxide::Database::memory().expect("there is memory");
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

    /// The certificates of who vouches for the store.
    pub(crate) fn ca_file(&self) -> &Path {
        &self.ca_file
    }

    /// Who plays the games that are open.
    pub(crate) const fn player(&self) -> PlayerId {
        self.player
    }

    pub(crate) const fn open_game(&self) -> GameId {
        self.open_game
    }

    /// Another open game of this player's, and the right answers to its questions. A word that means
    /// nothing tells the games apart, so that the writer looks at no others.
    pub(crate) async fn game_to_answer(&self) -> (GameId, Vec<String>) {
        let number = self.started.fetch_add(1, Ordering::Relaxed);
        let keyword = format!("zz{number}");
        let game = open_game(&self.quiz, &self.player, &keyword).await;
        (game, answers(&self.client, game).await)
    }

    /// The work of a game that has no questions yet. Each is of another player: for a player's tenth
    /// game the worker looks at nine others, which is not what is measured.
    pub(crate) async fn pending_game(&self) -> Work {
        let mut player = [0; 32];
        let number = self.started.fetch_add(1, Ordering::Relaxed);
        player[..8].copy_from_slice(&number.to_be_bytes());
        pending_game(&self.quiz, &PlayerId::from_bytes(player), "countries").await
    }
}

/// The player whom the functions make of the address in a token.
fn player() -> PlayerId {
    let key = PlayerIdKey::new(PLAYER_KEY).expect("it is long enough");
    let email = Email::new(EMAIL).expect("it is an address");
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
    let name = |name| TableName::new(name).expect("it is a name");
    let tables = Tables::new(name("Game"), name("Question"), name("Token"));
    tables.create(&client).await.expect("it is empty");
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
        other => panic!("no game is opened: {other:?}"),
    }
}

async fn pending_game(quiz: &Quiz, player: &PlayerId, keyword: &str) -> Work {
    let keywords = HashSet::from(["countries", keyword]);
    let request = GameRequest::parse(keywords, None).expect("it is valid");
    let started = quiz.start(player, request, None).await;
    Work::on(started.expect("the game is stored").game())
}

/// The right answers to the questions of a game, in order.
async fn answers(client: &Client, game: GameId) -> Vec<String> {
    let found = client
        .query()
        .table_name("Question")
        .key_condition_expression("GameId = :game")
        .expression_attribute_values(":game", AttributeValue::S(game.to_string()))
        .send()
        .await;
    let items = found.expect("the questions are read").items.expect("some");
    let answers = items.iter().map(|item| item["Answer"].as_s());
    answers
        .map(|answer| answer.expect("it is text").clone())
        .collect()
}

/// Serves over https what `plain` serves, and writes who vouches for it to `ca_file`.
async fn behind_tls(plain: SocketAddr, ca_file: &Path) -> String {
    let acceptor = acceptor(ca_file);
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let port = listener.local_addr().expect("it is bound").port();
    tokio::spawn(async move {
        loop {
            let (connection, _) = listener.accept().await.expect("it listens");
            tokio::spawn(pass_on(acceptor.clone(), connection, plain));
        }
    });
    format!("https://localhost:{port}")
}

/// Functions that are killed end their connections anyhow.
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
    let key = || KeyPair::generate_for(&PKCS_RSA_SHA256).expect("there is chance");
    let mut authority = CertificateParams::default();
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority = CertifiedIssuer::self_signed(authority, key()).expect("it can be signed");
    fs::write(ca_file, authority.pem()).expect("the file can be written");
    let key = key();
    let certificate = CertificateParams::new(["localhost".to_owned()])
        .and_then(|certificate| certificate.signed_by(&key, &authority))
        .expect("it can be signed");
    let key = PrivateKeyDer::try_from(key.serialize_der()).expect("it was just made");
    let config = ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.into()], key)
        .expect("the key is the certificate's");
    TlsAcceptor::from(Arc::new(config))
}
