//! Every promise of the gateway traits.

mod games {
    use std::sync::Arc;

    use quizcraft_core::gateway::GameStore;
    use quizcraft_core::testing::state_machine;
    use quizcraft_memory::MemoryGames;

    quizcraft_core::game_store_contract!(async {
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

    use quizcraft_core::gateway::TokenCache;
    use quizcraft_memory::MemoryTokens;

    quizcraft_core::token_cache_contract!(async {
        Arc::new(MemoryTokens::new()) as Arc<dyn TokenCache>
    });
}

mod queue {
    use std::sync::Arc;

    use async_trait::async_trait;
    use quizcraft_core::gateway::{GatewayError, Work, WorkQueue};
    use quizcraft_core::testing::contract::DeliveringQueue;
    use quizcraft_memory::{MemoryQueue, QueuePolicy, SystemClock};

    /// A queue with whoever takes work out of it.
    struct BothEnds(MemoryQueue);

    #[async_trait]
    impl WorkQueue for BothEnds {
        async fn send(&self, work: &Work) -> Result<(), GatewayError> {
            self.0.send(work).await
        }
    }

    #[async_trait]
    impl DeliveringQueue for BothEnds {
        async fn delivered(&self) -> Option<Work> {
            let delivery = self.0.receive()?;
            self.0.done(&delivery);
            Some(delivery.work())
        }
    }

    quizcraft_core::work_queue_contract!(async {
        let queue = MemoryQueue::new(Arc::new(SystemClock), QueuePolicy::default());
        Arc::new(BothEnds(queue)) as Arc<dyn DeliveringQueue>
    });
}
