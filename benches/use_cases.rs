//! The use cases over the in-memory gateways. The baseline is a look-up in a map.

mod common;

use std::collections::HashMap;
use std::hint::black_box;
use std::sync::Mutex;

use common::{Bench, PLAYER, criterion, done, output};
use criterion::{BatchSize, BenchmarkGroup, measurement::WallTime};
use quizcraft_benches::{forget, print_ratios};
use quizcraft_core::gateway::Work;
use quizcraft_core::{Game, PageLimit, QuestionIndex};
use quizcraft_generator::FactWriter;

const GROUP: &str = "use cases";
const BASELINE: &str = "bare map look-up";

fn main() {
    let bench = Bench::new();
    let game = bench.open();
    (0..99).for_each(|_| drop(bench.open()));
    forget(&output(), GROUP).expect("earlier results are removed");
    let mut criterion = criterion().configure_from_args();
    let mut group = criterion.benchmark_group(GROUP);
    baseline(&mut group, &game);
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
    print_ratios(&output(), GROUP, BASELINE, &cases).expect("every case is measured");
}

fn baseline(group: &mut BenchmarkGroup<'_, WallTime>, game: &Game) {
    let map = Mutex::new(HashMap::from([((PLAYER, game.id()), game.clone())]));
    let key = (PLAYER, game.id());
    group.bench_function(BASELINE, |b| {
        b.iter(|| {
            map.lock()
                .expect("no thread panicked")
                .get(black_box(&key))
                .cloned()
        });
    });
}

fn reads(group: &mut BenchmarkGroup<'_, WallTime>, bench: &Bench, game: &Game) {
    let (quiz, id) = (&bench.quiz, &game.id());
    group.bench_function("view", |b| b.iter(|| done(quiz.view(&PLAYER, id))));
    group.bench_function("ask", |b| b.iter(|| done(quiz.ask(&PLAYER, id))));
    group.bench_function("questions", |b| {
        b.iter(|| done(quiz.questions(&PLAYER, id)));
    });
    let limit = PageLimit::default();
    group.bench_function("list 100", |b| {
        b.iter(|| done(quiz.list(&PLAYER, limit, None)));
    });
}

fn writes(group: &mut BenchmarkGroup<'_, WallTime>, bench: &Bench) {
    let writer = FactWriter::new();
    group.bench_function("start", |b| b.iter(|| bench.start()));
    group.bench_function("prepare", |b| {
        let pending = || {
            let game = bench.start();
            done(bench.quiz.view(&PLAYER, &game))
        };
        let prepare = |game: Game| done(bench.quiz.prepare(&Work::on(&game), &writer));
        b.iter_batched(pending, prepare, BatchSize::SmallInput);
    });
    group.bench_function("answer", |b| {
        let posed = || {
            let game = bench.open().id();
            (game, done(bench.quiz.ask(&PLAYER, &game)))
        };
        let first = Some(QuestionIndex::FIRST);
        b.iter_batched(
            posed,
            |(game, posed)| {
                let choice = posed.options.first().expect("an option").as_str();
                done(bench.quiz.answer(&PLAYER, &game, first, choice))
            },
            BatchSize::SmallInput,
        );
    });
}
