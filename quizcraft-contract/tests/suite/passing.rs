//! Correct gateways pass every scenario.

mod games {
    use std::sync::Arc;

    use quizcraft_core::gateway::GameStore;

    use crate::plain::PlainGames;

    quizcraft_contract::game_store_contract!(async {
        Arc::new(PlainGames::default()) as Arc<dyn GameStore>
    });
    quizcraft_contract::snapshot_reads_contract!(async {
        Arc::new(PlainGames::default()) as Arc<dyn GameStore>
    });
    quizcraft_contract::equal_ids_contract!(async {
        Arc::new(PlainGames::default()) as Arc<dyn GameStore>
    });
}

mod two_instances {
    use std::sync::Arc;

    use quizcraft_contract::Instances;
    use quizcraft_core::gateway::GameStore;

    use crate::plain::PlainGames;

    quizcraft_contract::game_store_contract!(async {
        let store = Arc::new(PlainGames::default()) as Arc<dyn GameStore>;
        Arc::new(Instances::of([Arc::clone(&store), store])) as Arc<dyn GameStore>
    });
}

mod interrupted {
    use std::sync::Arc;

    use quizcraft_contract::{AtomicCalls, FaultInjectingStore};

    use crate::plain::PlainGames;

    quizcraft_contract::interrupted_calls_contract!(async {
        Arc::new(AtomicCalls::of(PlainGames::default())) as Arc<dyn FaultInjectingStore>
    });
}

mod malformed {
    use std::sync::Arc;

    use quizcraft_contract::CorruptibleStore;

    use crate::flawed::CorruptibleGames;

    quizcraft_contract::malformed_records_contract!(async {
        Arc::new(CorruptibleGames::default()) as Arc<dyn CorruptibleStore>
    });
}

mod pending {
    use std::sync::Arc;

    use quizcraft_contract::ListingStore;

    use crate::flawed::FlawedListing;

    quizcraft_contract::pending_games_contract!(async {
        Arc::new(FlawedListing::default()) as Arc<dyn ListingStore>
    });
}

mod expiring {
    use std::sync::Arc;

    use quizcraft_contract::ExpiringStore;

    use crate::flawed::FlawedExpiring;

    quizcraft_contract::expired_games_contract!(async {
        Arc::new(FlawedExpiring::default()) as Arc<dyn ExpiringStore>
    });
}

mod deployed {
    use std::sync::Arc;

    use quizcraft_contract::RestoringStore;

    use crate::plain::DeployedGames;

    quizcraft_contract::restoring_store_contract!(async {
        Arc::new(DeployedGames::default()) as Arc<dyn RestoringStore>
    });
}

mod tokens {
    use std::sync::Arc;

    use quizcraft_identity::TokenCache;

    use crate::plain::PlainTokens;

    quizcraft_contract::token_cache_contract!(async {
        Arc::new(PlainTokens::default()) as Arc<dyn TokenCache>
    });
}

mod pool {
    quizcraft_contract::draft_pool_contract!(async { crate::flawed::plain_pool() });
}

mod malformed_drafts {
    use std::sync::Arc;

    use quizcraft_contract::CorruptiblePool;

    use crate::flawed::CorruptibleDrafts;

    quizcraft_contract::malformed_drafts_contract!(async {
        Arc::new(CorruptibleDrafts::with(None)) as Arc<dyn CorruptiblePool>
    });
}

mod meter {
    use std::sync::Arc;

    use quizcraft_core::gateway::ModelMeter;

    use crate::plain::PlainMeter;

    quizcraft_contract::model_meter_contract!(async {
        Arc::new(PlainMeter::default()) as Arc<dyn ModelMeter>
    });
}

mod queue {
    use std::sync::Arc;

    use quizcraft_contract::CollectingQueue;
    use quizcraft_contract::DeliveringQueue;
    use quizcraft_contract::Fixture;

    quizcraft_contract::work_queue_contract!(async {
        let queue = Arc::new(CollectingQueue::default()) as Arc<dyn DeliveringQueue>;
        Fixture::from(queue).keeping("a resource of the queue")
    });
}

mod writer {
    use crate::flawed::tested;
    use crate::plain::PlainWriter;

    quizcraft_contract::question_writer_contract!(async { tested(PlainWriter) });
}

mod writer_that_flaws_wrap {
    use crate::flawed::{FlawedWriter, tested};

    quizcraft_contract::question_writer_contract!(async { tested(FlawedWriter::default()) });
}
