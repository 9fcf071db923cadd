//! Several games of one player: no question is repeated, and no call is paid twice, while the articles have more.

use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use quizcraft_author::{Author, ChatRequest};
use quizcraft_core::gateway::{Brief, Expense, QuestionWriter, RefusedExpense, WriteError};
use quizcraft_core::{Asked, Draft, DraftFingerprint, Drafts, GameId};
use serde_json::{Value, json};

use crate::common::library::Library;
use crate::common::model::{Answer, Call, Model, good, sentences};
use crate::common::pools::CountingPool;
use crate::common::{World, brief, buildings, run};

/// A player who plays games about "Arvan".
struct Player {
    author: Author,
    model: Arc<Model>,
    asked: Asked,
    games: u8,
    expense: Expense,
}

impl Player {
    /// Creates a player of games without a pool. The seed makes the ids of the games.
    fn without_pool(world: World, seed: u8) -> Self {
        Self {
            author: world.author,
            model: world.model,
            asked: Asked::default(),
            games: seed,
            expense: Expense::Allowed,
        }
    }

    fn with_pool(world: World, seed: u8) -> Self {
        let player = Self::without_pool(world, seed);
        let author = player.author.with_pool(CountingPool::new());
        Self { author, ..player }
    }

    /// Returns the questions of the next game.
    async fn play(&mut self, limit: u16) -> Drafts {
        let drafts = self.write(limit).await.unwrap();
        let new = drafts.iter().map(Draft::fingerprint);
        self.asked = Asked::restore(new.chain(self.asked.iter()));
        drafts
    }

    async fn write(&mut self, limit: u16) -> Result<Drafts, WriteError> {
        self.games = self.games.wrapping_mul(31).wrapping_add(17);
        let (arvan, game) = (brief(limit), GameId::from_bytes([self.games; 32]));
        let keywords = arvan.keywords().clone();
        let brief = Brief::new(game, arvan.player(), keywords, arvan.limit());
        let brief = brief.with_expense(self.expense);
        let brief = brief.with_asked(self.asked.clone());
        self.author.write(&brief).await
    }

    /// Returns how many requests were sent to the model before.
    fn repeated_requests(&self) -> usize {
        let requests = self.model.requests();
        let text =
            |request: &ChatRequest| (request.message.clone(), request.schema.json.to_string());
        let distinct: HashSet<_> = requests.iter().map(text).collect();
        requests.len() - distinct.len()
    }
}

fn facts(drafts: &Drafts) -> HashSet<DraftFingerprint> {
    drafts.iter().map(Draft::fingerprint).collect()
}

fn about(sentences: usize) -> World {
    World::new(Library::about("Arvan", &buildings::text(sentences)), good)
}

/// The ids of games decide nothing, so each property is tested with several sequences of them.
const SEEDS: [u8; 4] = [0, 3, 91, 200];
const PLAYERS: [fn(World, u8) -> Player; 2] = [Player::without_pool, Player::with_pool];

#[test]
fn no_question_is_repeated_until_all_facts_are_used() {
    for new in PLAYERS {
        for (seed, sentences) in SEEDS.into_iter().zip([30, 40, 35, 30]) {
            run(async {
                let mut player = new(about(sentences), seed);
                let mut seen = HashSet::new();
                for game in 0..sentences / 5 {
                    let drafts = player.play(5).await;
                    let new = facts(&drafts);
                    assert_eq!((drafts.iter().len(), new.len()), (5, 5), "game {game}");
                    assert!(seen.is_disjoint(&new), "game {game} of seed {seed}");
                    seen.extend(new);
                }
                assert_eq!(player.repeated_requests(), 0);
            });
        }
    }
}

#[test]
fn games_of_other_sizes_repeat_nothing() {
    for new in PLAYERS {
        for (seed, limits) in SEEDS.into_iter().zip([[15, 15], [1, 20], [12, 3], [7, 20]]) {
            run(async {
                let mut player = new(about(40), seed);
                let first = facts(&player.play(limits[0]).await);
                let second = facts(&player.play(limits[1]).await);
                assert_eq!(
                    first.len() + second.len(),
                    usize::from(limits[0] + limits[1])
                );
                assert!(first.is_disjoint(&second), "{limits:?}");
                assert_eq!(player.repeated_requests(), 0);
            });
        }
    }
}

#[test]
fn a_game_after_all_facts_repeats_those_of_the_pool_at_no_cost() {
    run(async {
        let mut player = Player::with_pool(about(10), 0);
        let first = facts(&player.play(5).await);
        let second = facts(&player.play(5).await);
        let calls = player.model.calls();
        let third = player.play(5).await;
        assert_eq!(facts(&third), first, "the longest ago first");
        assert_eq!(facts(&player.play(10).await), &first | &second);
        assert_eq!(player.model.calls(), calls);
    });
}

#[test]
fn nothing_is_repeated_because_the_model_fails() {
    run(async {
        let is_down = Arc::new(AtomicBool::new(false));
        let down = Arc::clone(&is_down);
        let library = Library::about("Arvan", &buildings::text(10));
        let world = World::new(library, move |call| {
            if down.load(Ordering::Relaxed) {
                Answer::temporary(None)
            } else {
                good(call)
            }
        });
        let mut player = Player::with_pool(world, 0);
        let first = facts(&player.play(5).await);
        is_down.store(true, Ordering::Relaxed);
        let brief = brief(5).with_asked(player.asked.clone());
        let pooled = facts(&player.author.write(&brief).await.unwrap());
        assert!(pooled.len() == 3 && first.is_disjoint(&pooled));
        is_down.store(false, Ordering::Relaxed);
        let second = player.author.write(&brief).await.unwrap();
        assert!(second.iter().len() == 5 && first.is_disjoint(&facts(&second)));
    });
}

#[test]
fn a_game_after_all_facts_has_them_written_again_without_a_pool() {
    run(async {
        let mut player = Player::without_pool(about(10), 0);
        player.play(10).await;
        assert_eq!(player.play(10).await.iter().len(), 10);
    });
}

#[test]
fn sentences_without_facts_do_not_end_the_games_of_a_player() {
    // The model writes nothing about most sentences.
    let silent =
        (0..20).map(|n| format!("Visitor number {n} came in the summer and went in the autumn."));
    let silent: Vec<String> = silent.collect();
    let text = format!("{} {}", buildings::text(5), silent.join(" "));
    for new in PLAYERS {
        run(async {
            let mut player = new(World::new(Library::about("Arvan", &text), good), 0);
            let first = facts(&player.play(5).await);
            assert_eq!(first.len(), 5);
            for _ in 0..3 {
                assert_eq!(facts(&player.play(5).await), first);
            }
        });
    }
}

#[test]
fn a_second_article_is_read_when_the_first_one_is_used_up() {
    for new in PLAYERS {
        run(async {
            let library = Library::about("Arvan", &buildings::text(10));
            let library = library.with("Arvan", "Arvan (town)", &buildings::text_from(20, 10));
            let mut player = new(World::new(library, good), 0);
            let mut seen = HashSet::new();
            for _ in 0..4 {
                seen.extend(facts(&player.play(5).await));
            }
            assert_eq!(seen.len(), 20);
        });
    }
}

/// Writes questions about sentences such as "赤塔は青木が建てた古い灯台である。"
fn write_in_japanese(call: &Call<'_>) -> Answer {
    if !call.writes() {
        return good(call);
    }
    let cited = &call.request.schema.json["properties"]["questions"]["items"]["properties"];
    let cited = cited["sentence"]["enum"].as_array().unwrap();
    let all = sentences(&call.request.message).into_iter();
    let questions = all.filter(|(number, _)| cited.contains(&json!(number)));
    let questions = questions.map(|(number, text)| {
        let (tower, rest) = text.split_once('は').unwrap();
        let builder = rest.split_once('が').unwrap().0;
        json!({
            "prompt": format!("{tower}は誰が建てたか？"),
            "solution": builder,
            "wrong_options": ["山本一郎", "中村花子", "小林次郎"],
            "clarification": format!("{tower}は{builder}が建てた。"),
            "sentence": number,
        })
    });
    let questions: Vec<Value> = questions.take(5).collect();
    Answer::text(call, json!({ "questions": questions }).to_string())
}

#[test]
fn solutions_in_a_script_without_spaces_are_not_repeated() {
    let towers = [
        "赤", "白", "黒", "金", "銀", "緑", "紫", "茶", "灰", "藍", "朱", "紺",
    ];
    let builders = [
        "青木", "石井", "上田", "江藤", "大野", "加藤", "木下", "久保", "小島", "佐野", "清水",
        "杉田",
    ];
    let sentences = towers.iter().zip(builders);
    let sentences =
        sentences.map(|(tower, name)| format!("{tower}塔は{name}が建てた古い灯台である。"));
    let text = sentences.collect::<Vec<_>>().concat();
    for new in PLAYERS {
        run(async {
            let library = Library::about("Arvan", &text);
            let mut player = new(World::new(library, write_in_japanese), 0);
            let mut seen = HashSet::new();
            for _ in 0..3 {
                seen.extend(facts(&player.play(4).await));
            }
            assert_eq!(seen.len(), 12);
        });
    }
}

#[test]
fn a_player_who_may_not_cause_calls_is_asked_nothing_again() {
    run(async {
        let mut player = Player::with_pool(about(5), 3);
        player.play(5).await;
        let calls = player.model.calls();
        for limit in [RefusedExpense::Attempts, RefusedExpense::GamesPerHour] {
            player.expense = Expense::Refused(limit);
            let error = player.write(5).await.unwrap_err();
            assert!(matches!(error, WriteError::Impossible(_)), "{error:?}");
        }
        assert_eq!(player.model.calls(), calls);
    });
}
