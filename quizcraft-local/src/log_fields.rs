//! Formats the fields of spans and events as text.

use std::fmt::{self, Debug};

use tracing::field::{Field, Visit};
use tracing_subscriber::field::{RecordFields, VisitOutput};
use tracing_subscriber::fmt::FormatFields;
use tracing_subscriber::fmt::format::{DefaultFields, DefaultVisitor, Writer};

/// Formats fields like [`DefaultFields`], but strings without colors faster: every request has a span
/// with three string fields, even if no line is logged.
pub(crate) struct LogFields;

impl<'w> FormatFields<'w> for LogFields {
    fn format_fields<R: RecordFields>(&self, writer: Writer<'w>, fields: R) -> fmt::Result {
        if writer.has_ansi_escapes() {
            return DefaultFields::new().format_fields(writer, fields);
        }
        let mut plain = Plain {
            writer,
            is_empty: true,
            result: Ok(()),
        };
        fields.record(&mut plain);
        plain.result
    }
}

struct Plain<'w> {
    writer: Writer<'w>,
    is_empty: bool,
    result: fmt::Result,
}

impl Plain<'_> {
    fn text(&mut self, name: &str, value: &str) -> fmt::Result {
        if !self.is_empty {
            self.writer.write_char(' ')?;
        }
        self.is_empty = false;
        self.writer.write_str(name)?;
        self.writer.write_str("=\"")?;
        self.writer.write_str(value)?;
        self.writer.write_char('"')
    }

    fn by_default(&mut self, record: impl FnOnce(&mut DefaultVisitor<'_>)) {
        let mut visitor = DefaultVisitor::new(self.writer.by_ref(), self.is_empty);
        record(&mut visitor);
        self.result = self.result.and(visitor.finish());
        self.is_empty = false;
    }
}

impl Visit for Plain<'_> {
    fn record_str(&mut self, field: &Field, value: &str) {
        let name = field.name();
        if name == "message" || name.starts_with("r#") || !is_plain(value) {
            self.by_default(|visitor| visitor.record_str(field, value));
        } else {
            self.result = self.result.and_then(|()| self.text(name, value));
        }
    }

    fn record_error(&mut self, field: &Field, value: &(dyn std::error::Error + 'static)) {
        self.by_default(|visitor| visitor.record_error(field, value));
    }

    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.by_default(|visitor| visitor.record_debug(field, value));
    }
}

/// Returns whether a string needs no escapes between quotation marks.
fn is_plain(text: &str) -> bool {
    let is_plain = |byte: u8| matches!(byte, b' '..=b'~') && byte != b'"' && byte != b'\\';
    text.bytes().all(is_plain)
}

#[cfg(test)]
mod tests {
    use std::io;
    use std::sync::{Arc, Mutex};

    use tracing::Dispatch;
    use tracing_subscriber::fmt;

    use super::*;

    #[derive(Clone, Default)]
    struct Lines(Arc<Mutex<Vec<u8>>>);

    impl io::Write for Lines {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    /// Returns the log of some lines with a subscriber.
    fn logged(log: impl FnOnce(Lines) -> Dispatch) -> String {
        let lines = Lines::default();
        tracing::dispatcher::with_default(&log(lines.clone()), || {
            let (id, method): (_, Option<&str>) = (Some("a-1"), None);
            let span = tracing::error_span!("request", id, method, r#type = "t", late = true);
            let _within = span.enter();
            tracing::error!("nothing but a message");
            tracing::error!(
                status = 200,
                route = "/games/{game}",
                done = true,
                "answered"
            );
            tracing::error!(
                quoted = "\"a\\b\"",
                line = "a\nb",
                other = "é\u{301}\u{1b}[31m",
                ""
            );
            let error = std::num::ParseIntError::clone(&"x".parse::<u8>().unwrap_err());
            let error = io::Error::other(error);
            let source: &(dyn std::error::Error + 'static) = &error;
            tracing::error!(error = source, shown = %"a b", text = "", "with an error");
        });
        let bytes = lines.0.lock().unwrap().clone();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn the_format_equals_the_default_with_and_without_colors() {
        for ansi in [false, true] {
            let with = |lines: Lines| {
                let log = fmt().without_time().with_ansi(ansi).fmt_fields(LogFields);
                log.with_writer(move || lines.clone()).finish().into()
            };
            let by_default = |lines: Lines| {
                let log = fmt().without_time().with_ansi(ansi);
                log.with_writer(move || lines.clone()).finish().into()
            };
            let (text, expected) = (logged(with), logged(by_default));
            assert!(expected.contains("answered"), "{expected}");
            assert_eq!(text, expected);
        }
    }
}
