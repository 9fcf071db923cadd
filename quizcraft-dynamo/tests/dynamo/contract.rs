//! The contract suites of the gateways.

mod games {
    use std::sync::Arc;

    use quizcraft_contract::{Fixture, state_machine};
    use quizcraft_core::gateway::GameStore;

    use crate::support::Database;

    async fn fixture() -> Fixture<dyn GameStore> {
        let database = Database::new().await;
        let games = Arc::new(database.games()) as Arc<dyn GameStore>;
        Fixture::from(games).keeping(database)
    }

    quizcraft_contract::game_store_contract!(fixture());

    /// The in-memory gateways run the same sequences from the same seed, so both adapters agree with
    /// the model.
    #[test]
    fn the_quiz_behaves_like_the_model() {
        let (cases, seed) = (60, 1);
        state_machine::run(cases, seed, fixture);
    }
}

mod games_for_one_request {
    use std::sync::Arc;
    use std::time::{Duration, Instant};

    use quizcraft_contract::Fixture;
    use quizcraft_core::gateway::GameStore;

    use crate::support::Database;

    quizcraft_contract::game_store_contract!(async {
        let database = Database::new().await;
        let deadline = Instant::now() + Duration::from_hours(1);
        let games = Arc::new(database.games()).until(deadline);
        Fixture::from(games).keeping(database)
    });
}

/// Two clients of the same tables, as two processes have them.
mod two_instances {
    use std::sync::Arc;

    use quizcraft_contract::{Fixture, Instances, state_machine};
    use quizcraft_core::gateway::GameStore;

    use crate::support::Database;

    async fn fixture() -> Fixture<dyn GameStore> {
        let database = Database::new().await;
        let games = [database.games(), database.games_of_another_process()];
        let games = games.map(|games| Arc::new(games) as Arc<dyn GameStore>);
        let games = Arc::new(Instances::of(games)) as Arc<dyn GameStore>;
        Fixture::from(games).keeping(database)
    }

    quizcraft_contract::game_store_contract!(fixture());

    #[test]
    fn the_quiz_behaves_like_the_model() {
        let (cases, seed) = (20, 2);
        state_machine::run(cases, seed, fixture);
    }
}

/// Every request of a call is lost, loses its response, or is the one before which the process ends.
mod interrupted {
    use std::sync::Arc;
    use std::time::Instant;

    use quizcraft_contract::{FaultInjectingStore, FaultInjector};
    use quizcraft_core::gateway::{ForwardingGameStore, GameStore};
    use quizcraft_dynamo::DynamoGames;

    use crate::support::Database;

    struct WithFaults {
        games: DynamoGames,
        database: Database,
    }

    impl FaultInjectingStore for WithFaults {
        fn faults(&self) -> &FaultInjector {
            self.database.network.injector()
        }
    }

    impl ForwardingGameStore for WithFaults {
        fn inner(&self) -> &dyn GameStore {
            &self.games
        }

        fn until(self: Arc<Self>, deadline: Instant) -> Arc<dyn GameStore> {
            Arc::new(self.games.clone()).until(deadline)
        }
    }

    quizcraft_contract::interrupted_calls_contract!(async {
        let database = Database::new().await;
        let games = database.games();
        Arc::new(WithFaults { games, database }) as Arc<dyn FaultInjectingStore>
    });
}

mod pending {
    use std::sync::Arc;

    use quizcraft_contract::{Fixture, ListingStore};

    use crate::support::Database;

    quizcraft_contract::pending_games_contract!(async {
        let database = Database::new().await;
        let games = Arc::new(database.games()) as Arc<dyn ListingStore>;
        Fixture::from(games).keeping(database)
    });
}

/// The emulated TTL deletes items one by one, as that of DynamoDB.
mod expiring {
    use std::sync::Arc;
    use std::time::Instant;

    use async_trait::async_trait;
    use quizcraft_contract::{ExpiringStore, Fixture};
    use quizcraft_core::Timestamp;
    use quizcraft_core::gateway::{ExpiredGames, ForwardingGameStore, GameStore, GatewayError};
    use quizcraft_dynamo::DynamoGames;

    use crate::support::Database;

    struct WithTtl {
        games: DynamoGames,
        database: Database,
    }

    impl ForwardingGameStore for WithTtl {
        fn inner(&self) -> &dyn GameStore {
            &self.games
        }

        fn until(self: Arc<Self>, deadline: Instant) -> Arc<dyn GameStore> {
            Arc::new(self.games.clone()).until(deadline)
        }
    }

    #[async_trait]
    impl ExpiredGames for WithTtl {
        async fn remove_expired(&self, now: Timestamp) -> Result<usize, GatewayError> {
            Ok(self.database.sweep(now))
        }
    }

    quizcraft_contract::expired_games_contract!(async {
        let database = Database::new().await;
        let games = database.games();
        Fixture::from(Arc::new(WithTtl { games, database }) as Arc<dyn ExpiringStore>)
    });
}

mod tokens {
    use std::sync::Arc;

    use quizcraft_contract::Fixture;
    use quizcraft_identity::TokenCache;

    use crate::support::Database;

    quizcraft_contract::token_cache_contract!(async {
        let database = Database::new().await;
        let tokens = Arc::new(database.tokens()) as Arc<dyn TokenCache>;
        Fixture::from(tokens).keeping(database)
    });
}

mod pool {
    use std::sync::Arc;

    use quizcraft_contract::{Fixture, ManualClock, TestedPool};
    use quizcraft_core::Timestamp;
    use quizcraft_core::gateway::DraftsKept;

    use crate::support::Database;

    quizcraft_contract::draft_pool_contract!(async {
        let database = Database::without_tables().await;
        let clock = Arc::new(ManualClock::at(Timestamp::from_secs(1_700_000_000)));
        let pool = Arc::new(database.pool(clock.clone()).await);
        let tested = TestedPool::new(pool, clock, DraftsKept::default());
        Fixture::from(Arc::new(tested)).keeping(database)
    });
}

mod meter {
    use std::sync::Arc;

    use quizcraft_contract::Fixture;
    use quizcraft_core::gateway::ModelMeter;

    use crate::support::Database;

    quizcraft_contract::model_meter_contract!(async {
        let database = Database::new().await;
        let meter = Arc::new(database.games()) as Arc<dyn ModelMeter>;
        Fixture::from(meter).keeping(database)
    });
}

/// Calls alternate between two clients of the same tables, as two processes have them.
mod meter_of_two_processes {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use async_trait::async_trait;
    use quizcraft_contract::Fixture;
    use quizcraft_core::Day;
    use quizcraft_core::gateway::{GatewayError, ModelMeter};
    use quizcraft_dynamo::DynamoGames;

    use crate::support::Database;

    struct Alternating {
        processes: [DynamoGames; 2],
        calls: AtomicUsize,
    }

    impl Alternating {
        fn next(&self) -> &DynamoGames {
            &self.processes[self.calls.fetch_add(1, Ordering::Relaxed) % 2]
        }
    }

    #[async_trait]
    impl ModelMeter for Alternating {
        async fn spent(&self, day: Day) -> Result<u64, GatewayError> {
            self.next().spent(day).await
        }

        async fn add(&self, day: Day, tokens: u32) -> Result<(), GatewayError> {
            self.next().add(day, tokens).await
        }
    }

    quizcraft_contract::model_meter_contract!(async {
        let database = Database::new().await;
        let processes = [database.games(), database.games_of_another_process()];
        let calls = AtomicUsize::new(0);
        let meter = Arc::new(Alternating { processes, calls }) as Arc<dyn ModelMeter>;
        Fixture::from(meter).keeping(database)
    });
}

mod malformed_pool {
    use std::sync::Arc;

    use async_trait::async_trait;
    use quizcraft_contract::{CorruptiblePool, Fixture, ManualClock};
    use quizcraft_core::gateway::{DraftPool, GatewayError, PoolKey};
    use quizcraft_core::{Draft, DraftFingerprint, Timestamp};
    use quizcraft_dynamo::DynamoPool;

    use crate::support::Database;

    struct Damaged {
        pool: DynamoPool,
        database: Database,
    }

    #[async_trait]
    impl DraftPool for Damaged {
        async fn drafts(&self, key: &PoolKey) -> Result<Vec<Draft>, GatewayError> {
            self.pool.drafts(key).await
        }

        async fn keep(&self, key: &PoolKey, drafts: &[Draft]) -> Result<(), GatewayError> {
            self.pool.keep(key, drafts).await
        }
    }

    #[async_trait]
    impl CorruptiblePool for Damaged {
        async fn corrupt_draft(&self, key: &PoolKey, fingerprint: DraftFingerprint) {
            let fingerprint = u64::from_be_bytes(*fingerprint.as_bytes());
            self.database
                .remove_of_draft(key, fingerprint, "Prompt")
                .await;
        }
    }

    quizcraft_contract::malformed_drafts_contract!(async {
        let database = Database::without_tables().await;
        let clock = Arc::new(ManualClock::at(Timestamp::from_secs(1_700_000_000)));
        let pool = database.pool(clock).await;
        Fixture::from(Arc::new(Damaged { pool, database }) as Arc<dyn CorruptiblePool>)
    });
}
