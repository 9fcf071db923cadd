use async_trait::async_trait;
use quizcraft_core::gateway::{Brief, QuestionWriter, WriteError};
use quizcraft_core::{
    Choice, Clarification, Decimal, Draft, DraftFingerprint, Drafts, Estimate, Failure, Keyword,
    Keywords, Kind, Prompt, SingleChoice, Task, WriterName, isolated,
};

/// A correct writer of questions about multiplication, which knows 90 of each kind: single choices and numbers.
#[derive(Debug, Default)]
pub(crate) struct PlainWriter;

impl PlainWriter {
    pub(crate) fn known() -> Keywords {
        Keywords::new(["multiplication"]).unwrap()
    }

    pub(crate) fn unknown() -> Keywords {
        Keywords::new(["Rome", "\u{5e8}\u{5d5}\u{5de}\u{5d0}"]).unwrap()
    }

    pub(crate) fn knows(brief: &Brief) -> bool {
        brief.keywords().iter().any(is_known)
    }
}

fn is_known(keyword: &Keyword) -> bool {
    keyword.folded() == "multiplication"
}

#[async_trait]
impl QuestionWriter for PlainWriter {
    async fn write(&self, brief: &Brief) -> Result<Drafts, WriteError> {
        tokio::task::yield_now().await;
        if brief.is_overdue(std::time::Instant::now()) {
            return Err(WriteError::OutOfTime);
        }
        if !Self::knows(brief) {
            let words = brief.keywords().iter().map(Keyword::as_str).map(isolated);
            return Err(impossible(&words.collect::<Vec<_>>()));
        }
        let start = usize::from(brief.game().as_bytes()[0]);
        let all = (2..92).cycle().skip(start).take(90);
        let all = all.map(|n| draft(n, brief));
        let all = all.filter(|draft| !is_written(draft, brief));
        let (repeats, mut drafts): (Vec<_>, Vec<_>) =
            all.partition(|draft| brief.asked().contains(draft.fingerprint()));
        drafts.extend(repeats);
        drafts.retain(|draft| brief.kinds().contains(draft.kind()));
        drafts.truncate(brief.limit().get().into());
        let drafts = Drafts::new(drafts).map_err(|_| impossible(&[]))?;
        let unknown = brief.keywords().iter().filter(|own| !is_known(own));
        Ok(drafts.with_unknown(unknown.cloned()))
    }
}

pub(crate) fn impossible(words: &[String]) -> WriteError {
    let words = words.join(", ");
    let failure = Failure::restore(format!("Nothing is known about {words}."));
    WriteError::Impossible(failure.with_suggestions(PlainWriter::known().iter().cloned()))
}

fn is_written(draft: &Draft, brief: &Brief) -> bool {
    let mut written = brief.written().iter();
    written.any(|own| own.fingerprint() == draft.fingerprint())
}

/// Returns the question about seven times a number, of one of the requested kinds.
pub(crate) fn draft(n: u32, brief: &Brief) -> Draft {
    let product = i32::try_from(n.saturating_mul(7)).unwrap();
    let near = |by: i32| Choice::restore(product.saturating_add(by).to_string());
    let task: Task = if n.is_multiple_of(2) && brief.kinds().contains(Kind::Number) {
        let (tolerance, span) = (Decimal::from(1), Decimal::from(9));
        Estimate::new(Decimal::from(product), tolerance, span)
            .unwrap()
            .into()
    } else {
        let wrong = vec![near(1), near(7), near(-2)];
        SingleChoice::new(near(0), wrong).unwrap().into()
    };
    let prompt = Prompt::restore(format!("What is 7 × {n}?"));
    let clarification = Clarification::restore(format!("7 × {n} is {product}."));
    Draft::restore(prompt, task, clarification)
        .with_fingerprint(DraftFingerprint::of(&["product", &n.to_string()]))
        .with_writer(WriterName::restore("multiplications 1"))
}
