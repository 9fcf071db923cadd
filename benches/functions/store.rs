//! A DynamoDB within the process, behind https.

use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use aws_sdk_dynamodb::config::{Builder, Credentials, Region};
use quizcraft_core::gateway::Work;
use quizcraft_core::testing::CollectingQueue;
use quizcraft_core::{
    Email, GameId, GameRequest, Gateways, PlayerId, PlayerIdKey, PlayerIds, Prepared, Quiz,
};
use quizcraft_dynamo::{DynamoGames, Patience, TableName, Tables};
use quizcraft_generator::FactWriter;
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
    quiz: Quiz,
    open_game: GameId,
    players: AtomicU64,
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
        let quiz = quiz(address).await;
        let open_game = open_game(&quiz).await;
        let ca_file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("functions-ca.pem");
        Self {
            url: behind_tls(address, &ca_file).await,
            ca_file,
            quiz,
            open_game,
            players: AtomicU64::new(0),
        }
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// The certificates of who vouches for the store.
    pub(crate) fn ca_file(&self) -> &Path {
        &self.ca_file
    }

    pub(crate) const fn open_game(&self) -> GameId {
        self.open_game
    }

    /// The work of a game that has no questions yet. Each is of another player: for somebody's tenth
    /// game the worker looks at nine others, which is not what is measured.
    pub(crate) async fn pending_game(&self) -> Work {
        let mut player = [0; 32];
        let number = self.players.fetch_add(1, Ordering::Relaxed);
        player[..8].copy_from_slice(&number.to_be_bytes());
        pending_game(&self.quiz, &PlayerId::from_bytes(player)).await
    }
}

async fn quiz(address: SocketAddr) -> Quiz {
    let config = Builder::new()
        .region(Region::new("eu-west-1"))
        .endpoint_url(format!("http://{address}"))
        .credentials_provider(Credentials::for_tests())
        .http_client(aws_smithy_http_client::Builder::new().build_http());
    let client = Patience::default().client(config);
    let name = |name| TableName::new(name).expect("it is a name");
    let tables = Tables::new(name("Game"), name("Question"), name("Token"));
    tables.create(&client).await.expect("it is empty");
    Quiz::new(Gateways {
        games: Arc::new(DynamoGames::new(client, tables)),
        queue: Arc::new(CollectingQueue::default()),
        clock: Arc::new(SystemClock),
        randomness: Arc::new(OsRandomness),
    })
}

async fn open_game(quiz: &Quiz) -> GameId {
    let key = PlayerIdKey::new(PLAYER_KEY).expect("it is long enough");
    let email = Email::new(EMAIL).expect("it is an address");
    let work = pending_game(quiz, &PlayerIds::keyed(key).of(&email)).await;
    match quiz.prepare(&work, &FactWriter::new()).await {
        Ok(Prepared::Opened(game)) => game.id(),
        other => panic!("no game is opened: {other:?}"),
    }
}

async fn pending_game(quiz: &Quiz, player: &PlayerId) -> Work {
    let request = GameRequest::parse(["countries"], None).expect("it is valid");
    let started = quiz.start(player, request, None).await;
    Work::on(started.expect("the game is stored").game())
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
