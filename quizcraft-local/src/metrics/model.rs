//! Metrics of the writers of a server with a language model.

use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use prometheus_client::collector::Collector;
use prometheus_client::encoding::{DescriptorEncoder, EncodeMetric};
use prometheus_client::metrics::MetricType;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::ConstGauge;
use prometheus_client::registry::Registry;
use quizcraft_author::{Author, Progress, Report};
use quizcraft_core::Drafts;
use quizcraft_core::gateway::{Brief, QuestionWriter, WriteError};

use super::Counters;
use super::writing::outcome;

/// What the calls of the model cost, and what each writer writes. Clones share the counters.
#[derive(Clone)]
pub(crate) struct ModelMetrics {
    calls: Counters,
    tokens: Counters,
    drops: Counters,
    writer_calls: Family<[(&'static str, &'static str); 2], Counter>,
    writer_drafts: Counters,
}

impl Default for ModelMetrics {
    fn default() -> Self {
        let metrics = Self {
            calls: Family::default(),
            tokens: Family::default(),
            drops: Family::default(),
            writer_calls: Family::default(),
            writer_drafts: Family::default(),
        };
        // Exposed as zero before the first event, so that rates can be computed from the start.
        for result in ["returned", "failed"] {
            add(&metrics.calls, ("result", result), 0);
        }
        for kind in ["input", "output", "unreported"] {
            add(&metrics.tokens, ("kind", kind), 0);
        }
        metrics
    }
}

impl ModelMetrics {
    /// Counts the calls and drafts of a writer.
    pub(crate) fn of_writer(
        &self,
        name: &'static str,
        writer: Arc<dyn QuestionWriter>,
    ) -> Arc<dyn QuestionWriter> {
        add(&self.writer_drafts, ("writer", name), 0);
        let metrics = self.clone();
        Arc::new(CountedWriter {
            name,
            writer,
            metrics,
        })
    }

    /// Registers the metrics, with the circuits of an author.
    pub(crate) fn register(&self, registry: &mut Registry, author: &Arc<Author>) {
        let help = "Calls of the language model, retries included, by result";
        registry.register("model_calls", help, self.calls.clone());
        let help =
            "Tokens of the language model; unreported ones are estimates for calls that failed";
        registry.register("model_tokens", help, self.tokens.clone());
        let help =
            "Replies, questions and calls of the language model that were dropped, by reason";
        registry.register("model_drops", help, self.drops.clone());
        let help = "Calls of each writer, by outcome";
        registry.register("writer_calls", help, self.writer_calls.clone());
        let help = "Questions that each writer returned";
        registry.register("writer_drafts", help, self.writer_drafts.clone());
        registry.register_collector(Box::new(Circuits(Arc::clone(author))));
    }
}

impl Progress for ModelMetrics {
    fn finished(&self, report: &Report) {
        let spending = report.spending();
        let returned = spending.calls().saturating_sub(spending.failed());
        add(&self.calls, ("result", "returned"), returned.into());
        add(&self.calls, ("result", "failed"), spending.failed().into());
        let usage = spending.usage();
        let reported = usage.input.saturating_add(usage.output);
        let unreported = spending.tokens().saturating_sub(reported);
        add(&self.tokens, ("kind", "input"), usage.input.into());
        add(&self.tokens, ("kind", "output"), usage.output.into());
        add(&self.tokens, ("kind", "unreported"), unreported.into());
        for (reason, count) in report.drops() {
            add(
                &self.drops,
                ("reason", reason),
                count.try_into().unwrap_or(u64::MAX),
            );
        }
    }
}

fn add(counters: &Counters, label: (&'static str, &'static str), count: u64) {
    counters.get_or_create(&[label]).inc_by(count);
}

/// A writer whose calls and drafts are counted.
struct CountedWriter {
    name: &'static str,
    writer: Arc<dyn QuestionWriter>,
    metrics: ModelMetrics,
}

#[async_trait]
impl QuestionWriter for CountedWriter {
    async fn write(&self, brief: &Brief) -> Result<Drafts, WriteError> {
        let result = self.writer.write(brief).await;
        let labels = [("writer", self.name), ("outcome", outcome(&result))];
        self.metrics.writer_calls.get_or_create(&labels).inc();
        if let Ok(drafts) = &result {
            let count = drafts.iter().len().try_into().unwrap_or(u64::MAX);
            add(&self.metrics.writer_drafts, ("writer", self.name), count);
        }
        result
    }
}

/// The circuits of an author, which are read at each scrape.
#[derive(Debug)]
struct Circuits(Arc<Author>);

impl Collector for Circuits {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> Result<(), fmt::Error> {
        let Self(author) = self;
        let help = "Whether a server failed so often that it is not called for a minute";
        let (name, kind) = ("model_circuit_open", MetricType::Gauge);
        let mut encoder = encoder.encode_descriptor(name, help, None, kind)?;
        for (server, circuit) in [
            ("model", author.model_circuit()),
            ("research", author.research_circuit()),
        ] {
            let open = ConstGauge::new(i64::from(circuit.is_some()));
            open.encode(encoder.encode_family(&[("server", server)])?)?;
        }
        Ok(())
    }
}
