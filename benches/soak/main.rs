//! Full load for three minutes, and the memory of the server meanwhile.
//!
//! The server is `quizcraft serve` with a limit of games per player, a process of its own, built with the
//! release profile. Players start games and answer all questions, as fast as they can, and list their games in
//! the end. The table shows whether the memory of the server is bounded: once every player has as many games as the limit
//! allows, it must not grow with the games that are played.
//!
//! `cargo bench --bench soak` runs it; `SOAK_SECONDS` sets another duration, and `QUIZCRAFT_BINARY=path`
//! measures another build of the binary. An unexpected response and too many games fail the run. Memory is
//! not asserted; the table is for people.

#[path = "../common/binary.rs"]
mod binary;
mod player;
#[path = "../common/server.rs"]
mod server;

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, sleep};
use std::time::{Duration, Instant};

use player::{Counts, Player};
use server::Server;

/// The duration of the load, unless `SOAK_SECONDS` sets another.
const SECONDS: u64 = 180;

/// The number of rows of the table.
const ROWS: u32 = 12;

/// The number of players, which play at the same time.
const PLAYERS: usize = 16;

/// The maximum number of games of a player.
const GAMES_PER_PLAYER: usize = 20;

fn main() {
    let seconds = std::env::var("SOAK_SECONDS").map_or(SECONDS, |text| text.parse().unwrap());
    let limit = GAMES_PER_PLAYER.to_string();
    let options = ["--games-per-hour", "0", "--games-per-player", &limit];
    let server = Server::start(&binary::binary(), &options);
    println!("{PLAYERS} players with {GAMES_PER_PLAYER} games each, {seconds} s:\n");
    println!("| seconds | requests | games finished | memory of the server, MB |");
    println!("| --: | --: | --: | --: |");
    let (counts, stopped) = (Counts::default(), AtomicBool::new(false));
    let kept = thread::scope(|scope| {
        let play = |number: usize| {
            let player = Player::new(&server, number);
            let (counts, stopped) = (&counts, &stopped);
            scope.spawn(move || player.play(counts, stopped))
        };
        let players: Vec<_> = (0..PLAYERS).map(play).collect();
        report(&server, &counts, Duration::from_secs(seconds));
        stopped.store(true, Ordering::Relaxed);
        let kept = players.into_iter().map(|player| player.join().unwrap());
        kept.collect::<Vec<_>>()
    });
    let most = kept.iter().max().expect("there are players");
    println!("\nGames of a player at the end: at most {most}.");
    assert!(*most <= GAMES_PER_PLAYER, "{kept:?}");
}

/// Prints a row at regular intervals.
fn report(server: &Server, counts: &Counts, duration: Duration) {
    let begun = Instant::now();
    for row in 1..=ROWS {
        let until = duration * row / ROWS;
        sleep(until.saturating_sub(begun.elapsed()));
        let (requests, games) = counts.get();
        let memory = memory(server.id());
        println!(
            "| {} | {requests} | {games} | {memory:.1} |",
            until.as_secs()
        );
    }
}

/// Returns the resident memory of a process, in megabytes.
fn memory(process: u32) -> f64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status"));
    let status = status.expect("Linux, and the server runs");
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kibibytes = line.and_then(|line| line.trim().strip_suffix(" kB"));
    let kibibytes: f64 = kibibytes.expect("a size").parse().unwrap();
    kibibytes * 1024.0 / 1e6
}
