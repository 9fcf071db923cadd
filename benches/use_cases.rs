//! The use cases over the memory gateways, beside a look-up in a bare map.

mod common;

use std::collections::HashMap;
use std::hint::black_box;
use std::sync::Mutex;

use common::{Bench, PLAYER, criterion, output, ready};
use criterion::{BatchSize, BenchmarkGroup, measurement::WallTime};
use quizcraft_core::gateway::Work;
use quizcraft_core::{Game, PageLimit, QuestionIndex};
use quizcraft_generator::FactWriter;

const GROUP: &str = "use cases";
const FLOOR: &str = "bare map look-up";

fn main() {
    let bench = Bench::new();
    let game = bench.open();
    (0..99).for_each(|_| drop(bench.open()));
    let mut criterion = criterion().configure_from_args();
    let mut group = criterion.benchmark_group(GROUP);
    floor(&mut group, &game);
    reads(&mut group, &bench, &game);
    writes(&mut group, &bench);
    group.finish();
    let cases = [
        "view",
        "ask",
        "questions",
        "list 100",
        "start",
        "prepare",
        "answer",
    ];
    quizcraft_benches::print_ratios(&output(), GROUP, FLOOR, &cases).expect("all was measured");
}

fn floor(group: &mut BenchmarkGroup<'_, WallTime>, game: &Game) {
    let map = Mutex::new(HashMap::from([((PLAYER, game.id()), game.clone())]));
    let key = (PLAYER, game.id());
    group.bench_function(FLOOR, |b| {
        b.iter(|| {
            map.lock()
                .expect("nobody panicked")
                .get(black_box(&key))
                .cloned()
        });
    });
}

fn reads(group: &mut BenchmarkGroup<'_, WallTime>, bench: &Bench, game: &Game) {
    let (quiz, id) = (&bench.quiz, &game.id());
    group.bench_function("view", |b| b.iter(|| ready(quiz.view(&PLAYER, id))));
    group.bench_function("ask", |b| b.iter(|| ready(quiz.ask(&PLAYER, id))));
    group.bench_function("questions", |b| {
        b.iter(|| ready(quiz.questions(&PLAYER, id)));
    });
    let limit = PageLimit::default();
    group.bench_function("list 100", |b| {
        b.iter(|| ready(quiz.list(&PLAYER, limit, None)));
    });
}

fn writes(group: &mut BenchmarkGroup<'_, WallTime>, bench: &Bench) {
    let writer = FactWriter::new();
    group.bench_function("start", |b| b.iter(|| bench.start()));
    group.bench_function("prepare", |b| {
        let pending = || {
            let game = bench.start();
            ready(bench.quiz.view(&PLAYER, &game)).expect("it is there")
        };
        let prepare = |game: Game| ready(bench.quiz.prepare(&Work::on(&game), &writer));
        b.iter_batched(pending, prepare, BatchSize::SmallInput);
    });
    group.bench_function("answer", |b| {
        let posed = || {
            let game = bench.open().id();
            (
                game,
                ready(bench.quiz.ask(&PLAYER, &game)).expect("it is open"),
            )
        };
        let first = Some(QuestionIndex::FIRST);
        b.iter_batched(
            posed,
            |(game, posed)| {
                let choice = posed.options.first().expect("it has options").as_str();
                ready(bench.quiz.answer(&PLAYER, &game, first, choice))
            },
            BatchSize::SmallInput,
        );
    });
}
