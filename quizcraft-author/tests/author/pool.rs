//! Games with a pool of drafts.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::{Duration, Instant};

use quizcraft_author::{Author, DenyList, Report};
use quizcraft_core::gateway::{Brief, Expense, QuestionWriter, RefusedExpense, WriteError};
use quizcraft_core::{
    Asked, Choice, Clarification, Draft, DraftFingerprint, Drafts, GameId, Prompt, Source,
    SourceTitle, WriterName,
};

use crate::common::library::Library;
use crate::common::model::Answer;
use crate::common::pools::{CountingPool, Fault};
use crate::common::{World, brief, brief_about, buildings, model, run};

const LEASED: Expense = Expense::NeedsLease;
const REFUSED: Expense = Expense::Refused(RefusedExpense::GamesPerHour);

/// An author with a pool.
struct Pooled {
    author: Author,
    world: WorldParts,
    pool: Arc<CountingPool>,
}

struct WorldParts {
    articles: Arc<Library>,
    model: Arc<model::Model>,
}

impl Pooled {
    fn new(world: World) -> Self {
        Self::with(world, CountingPool::new())
    }

    fn with(world: World, pool: Arc<CountingPool>) -> Self {
        let World {
            author,
            articles,
            model,
        } = world;
        Self {
            author: author.with_pool(pool.clone()),
            world: WorldParts { articles, model },
            pool,
        }
    }

    fn good() -> Self {
        Self::new(World::good())
    }

    /// Returns the numbers of requests to the library and calls of the model.
    fn costs(&self) -> (usize, usize) {
        (self.world.articles.requests(), self.world.model.calls())
    }

    async fn compose(&self, brief: &Brief) -> (Result<Drafts, WriteError>, Report) {
        self.author.compose(brief).await
    }

    async fn write(&self, brief: &Brief) -> Drafts {
        self.author.write(brief).await.unwrap()
    }
}

/// Returns the brief for another game.
fn of_game(brief: &Brief, game: u8) -> Brief {
    let game = GameId::from_bytes([game; 32]);
    let other = Brief::new(
        game,
        brief.player(),
        brief.keywords().clone(),
        brief.limit(),
    );
    other.with_expense(brief.expense())
}

fn facts(drafts: &Drafts) -> Vec<DraftFingerprint> {
    drafts.iter().map(Draft::fingerprint).collect()
}

fn set(drafts: &Drafts) -> HashSet<DraftFingerprint> {
    facts(drafts).into_iter().collect()
}

/// Returns drafts like those of the model, about the buildings with these numbers.
fn verified(numbers: std::ops::Range<usize>) -> Vec<Draft> {
    let numbered = numbers.map(|n| {
        let (kind, place, builder) = (
            buildings::kind(n),
            buildings::place(n),
            buildings::builder(n),
        );
        let prompt = Prompt::new(format!("Who built the {kind} of {place}?")).unwrap();
        let why = format!("{builder} built the {kind} of {place}.");
        let wrong = ["Anselm Moore", "Bruno Castell", "Clara Dietz"].map(Choice::restore);
        let why = Clarification::new(why).unwrap();
        let draft = Draft::single(prompt, Choice::restore(builder), wrong.to_vec(), why);
        draft
            .unwrap()
            .with_writer(WriterName::restore("model test-1, prompts 1"))
    });
    numbered.collect()
}

#[test]
fn a_second_game_costs_nothing_and_needs_no_lease() {
    run(async {
        let pooled = Pooled::good();
        let first = pooled.write(&brief(15)).await;
        let costs = pooled.costs();
        for expense in [LEASED, REFUSED, Expense::Allowed] {
            let brief = of_game(&brief(15), 9).with_expense(expense);
            let (second, report) = pooled.compose(&brief).await;
            assert_eq!(second.unwrap().iter().len(), 15, "{report:?}");
            assert_eq!((report.passed().pooled, report.passed().written), (15, 0));
            assert_eq!(pooled.costs(), costs, "{expense:?}");
        }
        assert_eq!(first.iter().len(), 15);
        assert_eq!(
            pooled.pool.calls(),
            (4, 1),
            "one read for each game, and one write"
        );
    });
}

#[test]
fn a_redelivered_game_is_the_same_and_costs_nothing() {
    run(async {
        let pooled = Pooled::good();
        let first = pooled.write(&brief(15)).await;
        let costs = pooled.costs();
        let again = [
            pooled.write(&brief(15)).await,
            pooled.write(&brief(15)).await,
        ];
        assert_eq!(facts(&again[0]), facts(&again[1]));
        let kept = pooled.pool.about("Arvan").await;
        assert!(kept.len() >= first.iter().len());
        assert_eq!(pooled.costs(), costs);
    });
}

#[test]
fn drafts_come_back_complete() {
    run(async {
        let pooled = Pooled::good();
        let first = pooled.write(&brief(10)).await;
        let kept = pooled.pool.about("ARVAN").await;
        for draft in first.iter() {
            assert!(kept.contains(draft), "{draft:?}");
            assert!(draft.source().is_some() && draft.writer().is_some());
        }
    });
}

#[test]
fn the_order_differs_from_game_to_game() {
    run(async {
        let pooled = Pooled::good();
        pooled.pool.put("Arvan", &verified(0..30)).await;
        let mut orders = HashSet::new();
        let mut sets = HashSet::new();
        for game in 0..10 {
            let drafts = pooled.write(&of_game(&brief(15), game)).await;
            let mut facts = facts(&drafts);
            orders.insert(facts.clone());
            facts.sort_unstable();
            sets.insert(facts);
        }
        assert_eq!((orders.len(), sets.len()), (10, 10));
        assert_eq!(pooled.costs(), (0, 0));
    });
}

#[test]
fn only_what_is_missing_is_written() {
    run(async {
        let pooled = Pooled::good();
        let first = pooled.write(&brief(5)).await;
        let (calls, kept) = (
            pooled.world.model.calls(),
            pooled.pool.about("Arvan").await.len(),
        );
        let leased = brief(15).with_expense(LEASED);
        let (refused, _) = pooled.compose(&leased).await;
        assert!(
            matches!(refused, Err(WriteError::NeedsLease)),
            "{refused:?}"
        );
        let (second, report) = pooled.compose(&brief(15)).await;
        let second = second.unwrap();
        assert_eq!(second.iter().len(), 15, "{report:?}");
        assert_eq!(set(&second).len(), 15, "none is repeated");
        assert!(set(&first).is_subset(&set(&second)));
        assert_eq!(report.passed().pooled, kept);
        assert_eq!(report.passed().written, 15 - kept);
        assert!(pooled.world.model.calls() > calls);
        assert!(
            pooled.pool.about("Arvan").await.len() >= 15,
            "the new ones are kept"
        );
    });
}

#[test]
fn sentences_of_pooled_drafts_are_not_cited_again() {
    run(async {
        let pooled = Pooled::good();
        pooled.write(&brief(10)).await;
        let kept = pooled.pool.about("Arvan").await.len();
        let before = pooled.world.model.calls();
        let (drafts, report) = pooled.compose(&brief(20)).await;
        assert_eq!(drafts.unwrap().iter().len(), 20, "{report:?}");
        assert_eq!(report.dropped("near-duplicate"), 0, "{report:?}");
        assert_eq!(report.passed().pooled, kept);
        let requests = pooled.world.model.requests();
        let written = requests[before..]
            .iter()
            .filter(|request| request.schema.name == "questions");
        let solutions: Vec<_> = (0..40).map(buildings::builder).collect();
        for request in written {
            let cited =
                &request.schema.json["properties"]["questions"]["items"]["properties"]["sentence"];
            for number in cited["enum"].as_array().unwrap() {
                let number = usize::try_from(number.as_u64().unwrap()).unwrap();
                let fact = [
                    "article",
                    "https://example.org/wiki/Arvan",
                    &solutions[number - 1].to_lowercase(),
                ];
                let kept = pooled.pool.about("Arvan").await;
                let first = kept[..report.passed().pooled].iter();
                let known: Vec<_> = first.map(Draft::fingerprint).collect();
                assert!(
                    !known.contains(&DraftFingerprint::of(&fact)),
                    "sentence {number}"
                );
            }
        }
    });
}

#[test]
fn what_the_player_was_asked_before_is_not_drawn() {
    run(async {
        let pooled = Pooled::good();
        pooled.pool.put("Arvan", &verified(0..20)).await;
        let asked = Asked::restore(verified(0..10).iter().map(Draft::fingerprint));
        let brief = brief(10).with_asked(asked.clone()).with_expense(REFUSED);
        let drafts = pooled.write(&brief).await;
        assert_eq!(drafts.iter().len(), 10);
        assert!(facts(&drafts).iter().all(|fact| !asked.contains(*fact)));
    });
}

#[test]
fn what_the_game_has_already_is_not_drawn() {
    run(async {
        let pooled = Pooled::good();
        pooled.pool.put("Arvan", &verified(0..6)).await;
        let rest = brief(10)
            .after(verified(0..3))
            .unwrap()
            .with_expense(REFUSED);
        let drafts = pooled.write(&rest).await;
        let expected: HashSet<_> = verified(3..6).iter().map(Draft::fingerprint).collect();
        assert_eq!(set(&drafts), expected);
    });
}

#[test]
fn flawed_repeated_and_revealing_drafts_are_not_drawn() {
    run(async {
        let pooled = Pooled::good();
        let [first, second] = [0, 1].map(|n| verified(n..n + 1).remove(0));
        let reworded = |draft: &Draft, prompt: &str, why: String| {
            let (prompt, why) = (Prompt::restore(prompt), Clarification::restore(why));
            Draft::restore(prompt, draft.task().clone(), why)
        };
        let why = |draft: &Draft, other: usize| {
            format!("{} {}", draft.clarification(), buildings::sentence(other))
        };
        let flawed = format!("Did {} build it?", first.solution());
        let prompt = |draft: &Draft| draft.prompt().as_str().to_owned();
        let drafts = [
            reworded(&first, &flawed, why(&first, 0)),
            reworded(&first, "", why(&first, 0)),
            // Each of both reveals the other, so the one that comes first is drawn.
            reworded(&first, &prompt(&first), why(&first, 1)),
            reworded(&second, &prompt(&second), why(&second, 0)),
            // Each is another draft for the pool, and asks for the same.
            reworded(
                &first,
                &format!("{} ", prompt(&first).to_uppercase()),
                why(&first, 1),
            )
            .with_fingerprint(DraftFingerprint::of(&["first"])),
            reworded(
                &second,
                &format!("{} ", prompt(&second).to_uppercase()),
                why(&second, 0),
            )
            .with_fingerprint(DraftFingerprint::of(&["second"])),
        ];
        pooled.pool.put("Arvan", &drafts).await;
        let drawn = pooled.write(&brief(10).with_expense(REFUSED)).await;
        assert_eq!(drawn.iter().len(), 1, "{:?}", facts(&drawn));
    });
}

#[test]
fn refused_expense_without_drafts_is_impossible() {
    run(async {
        let pooled = Pooled::good();
        let (result, _) = pooled.compose(&brief(5).with_expense(REFUSED)).await;
        assert!(
            matches!(result, Err(WriteError::Impossible(_))),
            "{result:?}"
        );
        pooled.pool.put("Arvan", &verified(0..1)).await;
        let (result, report) = pooled.compose(&brief(5).with_expense(REFUSED)).await;
        assert_eq!(
            (result.unwrap().iter().len(), report.passed().pooled),
            (1, 1)
        );
        assert_eq!(pooled.costs(), (0, 0));
    });
}

#[test]
fn denied_keywords_and_titles_are_not_drawn() {
    run(async {
        let pooled = Pooled::good();
        let about = |title: &str, draft: Draft| {
            draft.with_source(Source::new(SourceTitle::new(title).unwrap()))
        };
        let mut drafts = verified(0..2).into_iter();
        let denied = about("The Arvan Papers", drafts.next().unwrap());
        let other = about("Arvan", drafts.next().unwrap());
        pooled.pool.put("Arvan", &[denied, other.clone()]).await;
        let author = pooled
            .author
            .with_deny_list(DenyList::new(["papers", "belan"]));
        let game = brief_about(&["Arvan", "Belan"], 5).with_expense(REFUSED);
        let drafts = author.write(&game).await.unwrap();
        assert_eq!(facts(&drafts), [other.fingerprint()]);
        assert_eq!(
            pooled.pool.calls().0,
            1,
            "the pool of a denied keyword is not read"
        );
    });
}

#[test]
fn topics_share_a_game_from_the_pool() {
    run(async {
        let pooled = Pooled::good();
        pooled.pool.put("Arvan", &verified(0..20)).await;
        pooled.pool.put("Belan", &verified(20..40)).await;
        let game = brief_about(&["Arvan", "Belan"], 10).with_expense(LEASED);
        let drafts = set(&pooled.write(&game).await);
        let arvan: HashSet<_> = verified(0..20).iter().map(Draft::fingerprint).collect();
        assert_eq!(drafts.intersection(&arvan).count(), 5);
        assert_eq!(pooled.pool.calls(), (2, 0));
    });
}

#[test]
fn new_drafts_are_kept_under_the_topic_of_their_article() {
    run(async {
        let library = Library::about("Arvan", &buildings::text(12));
        let library = library.with("Belan", "Belan", &buildings::text_from(20, 12));
        let library = library.with("Arvann", "Arvan", &buildings::text(12));
        let pooled = Pooled::new(World::new(library, model::good));
        let keywords = ["Arvan", "Belan", "Arvann"];
        let drafts = pooled.write(&brief_about(&keywords, 10)).await;
        assert_eq!(drafts.iter().len(), 10);
        for (keyword, title) in [("Arvan", "Arvan"), ("Belan", "Belan"), ("Arvann", "Arvan")] {
            let kept = pooled.pool.about(keyword).await;
            assert!(!kept.is_empty(), "{keyword}");
            let is_about = |draft: &Draft| draft.source().unwrap().title().as_str() == title;
            assert!(kept.iter().all(is_about), "{keyword}");
        }
    });
}

#[test]
fn a_pool_that_fails_or_hangs_does_not_fail_the_game() {
    for fault in [Fault::Fails, Fault::Hangs] {
        run(async {
            let pooled = Pooled::good();
            pooled.pool.put("Arvan", &verified(0..20)).await;
            pooled.pool.break_by(fault);
            let (drafts, report) = pooled.compose(&brief(5)).await;
            assert_eq!(drafts.unwrap().iter().len(), 5, "{fault:?}");
            assert_eq!(report.passed().pooled, 0);
            assert_eq!(pooled.pool.calls(), (1, 1));
        });
    }
}

#[test]
fn a_hanging_pool_costs_less_time_than_the_deadline_leaves() {
    run(async {
        let pooled = Pooled::good();
        pooled.pool.break_by(Fault::Hangs);
        let now = || tokio::time::Instant::now().into_std();
        let deadline: Instant = now() + Duration::from_secs(30);
        let drafts = pooled.write(&brief(5).by(deadline)).await;
        assert_eq!(drafts.iter().len(), 5);
        assert!(now() < deadline);
    });
}

#[test]
fn an_overdue_brief_does_not_read_the_pool() {
    run(async {
        let pooled = Pooled::good();
        pooled.pool.put("Arvan", &verified(0..20)).await;
        let overdue = brief(5).by(tokio::time::Instant::now().into_std());
        let (result, _) = pooled.compose(&overdue).await;
        assert!(matches!(result, Err(WriteError::OutOfTime)), "{result:?}");
        assert_eq!(pooled.pool.calls(), (0, 0));
    });
}

#[test]
fn a_game_opens_with_enough_drafts_of_the_pool_while_the_model_fails() {
    for (count, opens) in [(4, false), (5, true)] {
        run(async {
            let pooled = Pooled::new(World::scripted(|_| Answer::temporary(None)));
            pooled.pool.put("Arvan", &verified(0..count)).await;
            let (result, report) = pooled.compose(&brief(15)).await;
            assert_eq!(report.passed().pooled, count);
            match result {
                Ok(drafts) => assert_eq!((drafts.iter().len(), opens), (count, true)),
                Err(error) => assert!(
                    matches!(error, WriteError::Temporary { .. }) && !opens,
                    "{error:?}"
                ),
            }
        });
    }
}

#[test]
fn a_game_without_an_article_opens_with_what_the_pool_has() {
    run(async {
        let pooled = Pooled::new(World::new(Library::default(), model::good));
        pooled.pool.put("Arvan", &verified(0..1)).await;
        let drafts = pooled.write(&brief(15)).await;
        assert_eq!(drafts.iter().len(), 1);
    });
}

#[test]
fn other_collections_have_other_drafts() {
    run(async {
        let pool = CountingPool::new();
        pool.put("Arvan", &verified(0..20)).await;
        let library = Library::about("Arvan", &buildings::text(40)).named("another library");
        let pooled = Pooled::with(World::new(library, model::good), pool);
        let leased = brief(5).with_expense(LEASED);
        let result = pooled.author.write(&leased).await;
        assert!(matches!(result, Err(WriteError::NeedsLease)), "{result:?}");
    });
}
