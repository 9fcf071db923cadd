use std::fmt;
use std::sync::Arc;

use prometheus_client::collector::Collector;
use prometheus_client::encoding::{DescriptorEncoder, EncodeMetric};
use prometheus_client::metrics::counter::ConstCounter;
use prometheus_client::metrics::gauge::ConstGauge;
use quizcraft_memory::{MemoryQueue, WriterThreads};

use crate::log_buffer::DroppedLines;

/// The components with counters of their own, which are read at each scrape.
#[derive(Debug)]
pub(crate) struct Sources {
    pub(crate) queue: Arc<MemoryQueue>,
    pub(crate) writer: WriterThreads,
    pub(crate) log: DroppedLines,
}

impl Collector for Sources {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> Result<(), fmt::Error> {
        let queue = self.queue.stats();
        let abandoned = self.writer.abandoned();
        for (name, help, value) in [
            (
                "queue_waiting",
                "Units of work that wait for a worker",
                queue.waiting,
            ),
            (
                "queue_in_progress",
                "Units of work that were delivered and are not done yet",
                queue.in_progress,
            ),
            (
                "writer_threads_abandoned",
                "Threads of writers that block past their deadline",
                abandoned,
            ),
        ] {
            let value = ConstGauge::new(i64::try_from(value).unwrap_or(i64::MAX));
            encode(&mut encoder, name, help, &value)?;
        }
        for (name, help, value) in [
            (
                "dead_letters",
                "Units of work that became dead letters",
                queue.dead_letters,
            ),
            (
                "queue_rejected",
                "Units of work that were rejected because the queue was full",
                queue.rejected,
            ),
            (
                "log_lines_dropped",
                "Log lines that were dropped because the reader of the log was too slow",
                self.log.total(),
            ),
        ] {
            encode(&mut encoder, name, help, &ConstCounter::new(value))?;
        }
        Ok(())
    }
}

fn encode(
    encoder: &mut DescriptorEncoder<'_>,
    name: &str,
    help: &str,
    metric: &impl EncodeMetric,
) -> Result<(), fmt::Error> {
    let encoder = encoder.encode_descriptor(name, help, None, metric.metric_type())?;
    metric.encode(encoder)
}
