//! Every promise of the gateway traits.

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

    #[test]
    fn the_quiz_plays_as_its_model_does() {
        let (cases, seed) = (150, 1);
        state_machine::run(cases, seed, || async {
            Arc::new(MemoryGames::new()) as Arc<dyn GameStore>
        });
    }
}

mod tokens {
    use std::sync::Arc;

    use quizcraft_identity::TokenCache;
    use quizcraft_memory::MemoryTokens;

    quizcraft_contract::token_cache_contract!(async {
        Arc::new(MemoryTokens::new()) as Arc<dyn TokenCache>
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

    /// A queue with its worker.
    struct BothEnds {
        clock: Arc<ManualClock>,
        queue: MemoryQueue,
        taken: Mutex<HashMap<Work, Delivery>>,
    }

    impl BothEnds {
        fn taken(&self) -> MutexGuard<'_, HashMap<Work, Delivery>> {
            self.taken.lock().expect("no thread panics with it")
        }
    }

    #[async_trait]
    impl WorkQueue for BothEnds {
        async fn send(&self, work: &Work) -> Result<(), GatewayError> {
            self.queue.send(work).await
        }

        fn until(self: Arc<Self>, _: Instant) -> Arc<dyn WorkQueue> {
            self
        }
    }

    #[async_trait]
    impl DeliveringQueue for BothEnds {
        async fn delivered(&self) -> Option<Work> {
            let delivery = self.queue.receive()?;
            let work = delivery.work();
            self.taken().insert(work, delivery);
            Some(work)
        }

        async fn done(&self, work: &Work) {
            if let Some(delivery) = self.taken().remove(work) {
                self.queue.done(&delivery);
            }
        }

        async fn time_out(&self) {
            self.clock.advance(QueuePolicy::default().visibility);
        }
    }

    quizcraft_contract::work_queue_contract!(async {
        let clock = Arc::new(ManualClock::at(Timestamp::from_secs(1_000)));
        let queue = MemoryQueue::new(clock.clone(), QueuePolicy::default());
        let taken = Mutex::default();
        Arc::new(BothEnds {
            clock,
            queue,
            taken,
        }) as Arc<dyn DeliveringQueue>
    });
}
