//! Plain gateways pass everything.

mod games {
    use std::sync::Arc;

    use quizcraft_core::gateway::GameStore;

    use crate::plain::PlainGames;

    quizcraft_core::game_store_contract!(async {
        Arc::new(PlainGames::default()) as Arc<dyn GameStore>
    });
    quizcraft_core::snapshot_reads_contract!(async {
        Arc::new(PlainGames::default()) as Arc<dyn GameStore>
    });
}

mod deployed {
    use std::sync::Arc;

    use quizcraft_core::testing::contract::RestoringStore;

    use crate::plain::DeployedGames;

    quizcraft_core::restoring_store_contract!(async {
        Arc::new(DeployedGames::default()) as Arc<dyn RestoringStore>
    });
}

mod tokens {
    use std::sync::Arc;

    use quizcraft_core::gateway::TokenCache;

    use crate::plain::PlainTokens;

    quizcraft_core::token_cache_contract!(async {
        Arc::new(PlainTokens::default()) as Arc<dyn TokenCache>
    });
}

mod queue {
    use std::sync::Arc;

    use quizcraft_core::testing::CollectingQueue;
    use quizcraft_core::testing::Fixture;
    use quizcraft_core::testing::contract::DeliveringQueue;

    quizcraft_core::work_queue_contract!(async {
        let queue = Arc::new(CollectingQueue::default()) as Arc<dyn DeliveringQueue>;
        Fixture::from(queue).keeping("what a queue may need beside it")
    });
}
