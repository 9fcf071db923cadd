//! The contract suites of the gateways.

mod games {
    use std::sync::Arc;

    use quizcraft_contract::state_machine;
    use quizcraft_core::gateway::GameStore;
    use quizcraft_memory::MemoryGames;

    quizcraft_contract::game_store_contract!(async {
        Arc::new(MemoryGames::new()) as Arc<dyn GameStore>
    });
    quizcraft_contract::snapshot_reads_contract!(async {
        Arc::new(MemoryGames::new()) as Arc<dyn GameStore>
    });
    quizcraft_contract::equal_ids_contract!(async {
        Arc::new(MemoryGames::new()) as Arc<dyn GameStore>
    });

    #[test]
    fn the_quiz_behaves_like_the_model() {
        let (cases, seed) = (150, 1);
        state_machine::run(cases, seed, || async {
            Arc::new(MemoryGames::new()) as Arc<dyn GameStore>
        });
    }
}

mod interrupted {
    use std::sync::Arc;

    use quizcraft_contract::{AtomicCalls, FaultInjectingStore};
    use quizcraft_memory::MemoryGames;

    quizcraft_contract::interrupted_calls_contract!(async {
        Arc::new(AtomicCalls::of(MemoryGames::new())) as Arc<dyn FaultInjectingStore>
    });
}

mod pending {
    use std::sync::Arc;

    use quizcraft_contract::ListingStore;
    use quizcraft_memory::MemoryGames;

    quizcraft_contract::pending_games_contract!(async {
        Arc::new(MemoryGames::new()) as Arc<dyn ListingStore>
    });
}

mod expiring {
    use std::sync::Arc;

    use quizcraft_contract::ExpiringStore;
    use quizcraft_memory::MemoryGames;

    quizcraft_contract::expired_games_contract!(async {
        Arc::new(MemoryGames::new()) as Arc<dyn ExpiringStore>
    });
}

mod tokens {
    use std::sync::Arc;

    use quizcraft_identity::TokenCache;
    use quizcraft_memory::MemoryTokens;

    quizcraft_contract::token_cache_contract!(async {
        Arc::new(MemoryTokens::new()) as Arc<dyn TokenCache>
    });
}

mod pool {
    use std::sync::Arc;

    use quizcraft_contract::{ManualClock, TestedPool};
    use quizcraft_core::Timestamp;
    use quizcraft_core::gateway::DraftsKept;
    use quizcraft_memory::MemoryPool;

    quizcraft_contract::draft_pool_contract!(async {
        let clock = Arc::new(ManualClock::at(Timestamp::from_secs(1_000)));
        let kept = DraftsKept::default();
        let pool = Arc::new(MemoryPool::new(clock.clone(), kept));
        Arc::new(TestedPool::new(pool, clock, kept))
    });
}

mod meter {
    use std::sync::Arc;

    use quizcraft_core::gateway::ModelMeter;
    use quizcraft_memory::MemoryMeter;

    quizcraft_contract::model_meter_contract!(async {
        Arc::new(MemoryMeter::new()) as Arc<dyn ModelMeter>
    });
}

mod queue {
    use std::collections::HashMap;
    use std::sync::{Arc, Mutex, MutexGuard};
    use std::time::Instant;

    use async_trait::async_trait;
    use quizcraft_contract::DeliveringQueue;
    use quizcraft_contract::ManualClock;
    use quizcraft_core::Timestamp;
    use quizcraft_core::gateway::{GatewayError, Work, WorkQueue};
    use quizcraft_memory::{Delivery, MemoryQueue, QueuePolicy};

    /// A queue with a worker that receives from it.
    struct QueueWithWorker {
        clock: Arc<ManualClock>,
        queue: MemoryQueue,
        received: Mutex<HashMap<Work, Delivery>>,
    }

    impl QueueWithWorker {
        fn received(&self) -> MutexGuard<'_, HashMap<Work, Delivery>> {
            self.received.lock().expect("the lock is not poisoned")
        }
    }

    #[async_trait]
    impl WorkQueue for QueueWithWorker {
        async fn send(&self, work: &Work) -> Result<(), GatewayError> {
            self.queue.send(work).await
        }

        fn until(self: Arc<Self>, _: Instant) -> Arc<dyn WorkQueue> {
            self
        }
    }

    #[async_trait]
    impl DeliveringQueue for QueueWithWorker {
        async fn delivered(&self) -> Option<Work> {
            let delivery = self.queue.receive()?;
            let work = delivery.work();
            self.received().insert(work, delivery);
            Some(work)
        }

        async fn done(&self, work: &Work) {
            if let Some(delivery) = self.received().remove(work) {
                self.queue.done(&delivery);
            }
        }

        async fn time_out(&self) {
            self.clock
                .advance(QueuePolicy::default().visibility_timeout);
        }
    }

    quizcraft_contract::work_queue_contract!(async {
        let clock = Arc::new(ManualClock::at(Timestamp::from_secs(1_000)));
        let queue = MemoryQueue::new(clock.clone(), QueuePolicy::default());
        let received = Mutex::default();
        Arc::new(QueueWithWorker {
            clock,
            queue,
            received,
        }) as Arc<dyn DeliveringQueue>
    });
}
