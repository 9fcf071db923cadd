//! How much one hostile client slows down the others: the 99th percentile of the latency of `GET /health`
//! under an attack, as a ratio to that of the idle server.
//!
//! The server is `quizcraft serve` without a limit of new games, a process of its own, built with the release
//! profile. Each attack has a fresh server, and takes turns with pauses, so that other load on the machine
//! affects both alike. The clients share the processors with the server, and so does the attacker.
//!
//! `cargo bench --bench attacks` measures; `QUIZCRAFT_BINARY=path` compares another build of the binary.
//! Nothing here asserts a time; the table is for people.

mod attack;
#[path = "../common/binary.rs"]
mod binary;
#[path = "../common/server.rs"]
mod server;

use std::thread::{self, sleep};
use std::time::{Duration, Instant};

use attack::Attack;
use server::{Connection, Server};

/// The number and the duration of the turns of each attack.
const ROUNDS: usize = 10;
const TURN: Duration = Duration::from_millis(800);

/// The time until an attack has its effect, and until the server is idle again.
const PAUSE: Duration = Duration::from_millis(400);

/// The number of clients whose latency is measured.
const CLIENTS: usize = 4;

/// Without the limit of new games per player, which would end the attack with long games.
const OPTIONS: [&str; 2] = ["--games-per-hour", "0"];

/// The interval between the requests of a client.
const INTERVAL: Duration = Duration::from_millis(1);

fn main() {
    let binary = binary::binary();
    println!("{CLIENTS} clients, {ROUNDS} turns of each; medians:\n");
    println!("| attack | idle p99, µs | p99 under attack, µs | ratio |");
    println!("| --- | --: | --: | --: |");
    for attack in Attack::ALL {
        let server = Server::start(&binary, &OPTIONS);
        let (mut idle, mut attacked, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            let before = p99(&server);
            let running = attack.start(&server);
            sleep(PAUSE);
            let during = p99(&server);
            running.stop();
            sleep(PAUSE);
            idle.push(before);
            attacked.push(during);
            ratios.push(during / before);
        }
        let [idle, attacked, ratio] = [idle, attacked, ratios].map(median);
        println!(
            "| {} | {idle:.0} | {attacked:.0} | {ratio:.1} |",
            attack.name()
        );
    }
}

/// Returns the 99th percentile of the latency of `GET /health`, in microseconds.
fn p99(server: &Server) -> f64 {
    let latencies = thread::scope(|scope| {
        let client = || scope.spawn(|| latencies(server.connect()));
        let clients: Vec<_> = (0..CLIENTS).map(|_| client()).collect();
        let latencies = clients.into_iter().map(|client| client.join().unwrap());
        latencies.flatten().collect::<Vec<_>>()
    });
    let mut sorted: Vec<_> = latencies.iter().map(Duration::as_secs_f64).collect();
    sorted.sort_by(f64::total_cmp);
    sorted[sorted.len() * 99 / 100] * 1e6
}

/// Returns the latencies of one client for a turn.
fn latencies(mut connection: Connection) -> Vec<Duration> {
    let (end, mut latencies) = (Instant::now() + TURN, Vec::new());
    while Instant::now() < end {
        let begun = Instant::now();
        let (status, _) = connection.call("GET", "/health", "");
        latencies.push(begun.elapsed());
        assert_eq!(status, 200);
        sleep(INTERVAL);
    }
    latencies
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
