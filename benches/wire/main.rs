//! The cost of `quizcraft serve` over the wire. The baseline is a bare axum route that returns the
//! same bytes.
//!
//! Every server is a process of its own, built with the release profile. The client views a game
//! over 32 connections, with one request at a time on each. The servers take turns, so that other
//! load on the machine affects all of them alike. The table shows the requests per second of each
//! server and its CPU time per request. The client shares the CPU.
//!
//! `cargo bench --bench wire` measures; `QUIZCRAFT_BINARY=path` compares another build of the
//! binary. Nothing here asserts a time; the table is for people.

#[path = "../common/binary.rs"]
mod binary;
mod client;
#[path = "../common/mod.rs"]
mod common;
mod server;

use std::time::Duration;

use client::Load;
use server::{Server, Step};

/// The number and the duration of the turns of each server.
const ROUNDS: usize = 12;
const TURN: Duration = Duration::from_millis(700);

/// The number of connections.
const CONNECTIONS: usize = 32;

fn main() {
    let mut args = std::env::args().skip(1);
    match args.next().as_deref() {
        Some(server::CHILD) => server::run(&args.collect::<Vec<_>>()),
        _ => measure(),
    }
}

/// A server, and its measurements in each turn.
struct Measured {
    step: Step,
    server: Server,
    per_second: Vec<f64>,
    cpu: Vec<f64>,
}

fn measure() {
    let mut all: Vec<_> = server::start_all().into_iter().map(Measured::new).collect();
    for _ in 0..ROUNDS {
        for measured in &mut all {
            measured.turn();
        }
    }
    println!("{CONNECTIONS} connections, {ROUNDS} turns of each:\n");
    println!(
        "| server | requests/s | % of the baseline | best turn, % of the baseline | CPU per request, µs | minimum CPU, µs | added CPU, µs |"
    );
    println!("| --- | --: | --: | --: | --: | --: | --: |");
    for measured in &all {
        println!("{}", measured.row(&all));
    }
}

impl Measured {
    fn new((step, server): (Step, Server)) -> Self {
        Self {
            step,
            server,
            per_second: Vec::new(),
            cpu: Vec::new(),
        }
    }

    fn turn(&mut self) {
        let before = self.server.cpu();
        let Load { answered, took } = client::load(self.server.request(), CONNECTIONS, TURN);
        let cpu = self.server.cpu().saturating_sub(before);
        let answered = f64::from(answered);
        self.per_second.push(answered / took.as_secs_f64());
        self.cpu.push(cpu.as_secs_f64() * 1e6 / answered);
    }

    /// Returns the row of this server in the table.
    fn row(&self, all: &[Self]) -> String {
        let of = |step: Step| all.iter().find(|other| other.step == step);
        let baseline = of(Step::Bare).expect("a measurement");
        let (rate, base) = (median(&self.per_second), median(&baseline.per_second));
        let (best, best_base) = (greatest(&self.per_second), greatest(&baseline.per_second));
        let (cpu, least_cpu) = (median(&self.cpu), least(&self.cpu));
        let within = self.step.within().and_then(of);
        let more = within.map_or_else(String::new, |within| {
            format!("{:+.1}", least_cpu - least(&within.cpu))
        });
        format!(
            "| {} | {rate:.0} | {:.0} % | {:.0} % | {cpu:.1} | {least_cpu:.1} | {more} |",
            self.step.name(),
            100.0 * rate / base,
            100.0 * best / best_base,
        )
    }
}

fn median(values: &[f64]) -> f64 {
    let mut values = values.to_vec();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

fn greatest(values: &[f64]) -> f64 {
    values.iter().copied().fold(0.0, f64::max)
}

fn least(values: &[f64]) -> f64 {
    values.iter().copied().fold(f64::INFINITY, f64::min)
}
