//! A buffer between requests that log and a reader of the log that may be slow.
//!
//! A line is copied to memory, and a thread writes the lines in batches. So a request makes no system
//! call to log, and does not wait for a reader that stalls. While the buffer is full, lines are dropped
//! and counted. A warning with their number follows when the log can be written again.

use std::fmt;
use std::io::{self, Write};
use std::mem;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use tracing_subscriber::fmt::MakeWriter;

/// The maximum number of buffered bytes. The batch that is being written may have as many again.
const CAPACITY: usize = 1024 * 1024;

/// The pause after each write, in which lines accumulate. A line after a longer silence is written at once.
const BATCH_INTERVAL: Duration = Duration::from_millis(5);

/// The time that the process waits at its end for the last lines to be written.
const FLUSH_TIMEOUT: Duration = Duration::from_millis(500);

/// A handle to the buffer. Clones share the buffer.
#[derive(Clone)]
pub(crate) struct LogBuffer(Arc<Shared>);

/// Flushes the log when it is dropped, within [`FLUSH_TIMEOUT`].
#[must_use]
pub(crate) struct LogGuard(LogBuffer);

/// The number of lines that were dropped.
#[derive(Clone)]
pub(crate) struct DroppedLines(Arc<Shared>);

struct Shared {
    lines: Mutex<Lines>,
    changed: Condvar,
    dropped: AtomicU64,
}

#[derive(Default)]
struct Lines {
    waiting: Vec<u8>,
    /// The number of lines that were dropped since the last warning.
    dropped: u64,
    /// Whether the thread waits for a line and must be woken.
    idle: bool,
    closing: bool,
    /// Whether the thread has ended. Later lines are written by the thread that logs them.
    ended: bool,
}

impl LogBuffer {
    /// Starts a thread that writes the lines of the buffer to `out`.
    pub(crate) fn start(out: impl Write + Send + 'static) -> (Self, LogGuard) {
        let buffer = Self(Arc::new(Shared {
            lines: Mutex::default(),
            changed: Condvar::new(),
            dropped: AtomicU64::new(0),
        }));
        let writer = buffer.clone();
        let thread = thread::Builder::new().name("log".to_owned());
        if thread
            .spawn(move || writer.write_until_closed(out))
            .is_err()
        {
            buffer.lines().ended = true;
        }
        (buffer.clone(), LogGuard(buffer))
    }

    fn lines(&self) -> MutexGuard<'_, Lines> {
        let lines = self.0.lines.lock();
        lines.unwrap_or_else(PoisonError::into_inner)
    }

    fn push(&self, line: &[u8]) {
        let mut lines = self.lines();
        if lines.ended {
            drop(lines);
            let _ = io::stderr().write_all(line);
            return;
        }
        if lines.waiting.len().saturating_add(line.len()) > CAPACITY {
            lines.dropped = lines.dropped.saturating_add(1);
            self.0.dropped.fetch_add(1, Ordering::Relaxed);
            return;
        }
        lines.waiting.extend_from_slice(line);
        if mem::take(&mut lines.idle) {
            drop(lines);
            self.0.changed.notify_all();
        }
    }

    /// Runs the writing thread.
    fn write_until_closed(&self, mut out: impl Write) {
        let mut batch = Vec::new();
        while let Some(dropped) = self.take(&mut batch) {
            // Errors of the log must not stop the server.
            let _ = out.write_all(&batch).and_then(|()| out.flush());
            batch.clear();
            if dropped > 0 {
                tracing::warn!(
                    lines = dropped,
                    "the reader of the log is too slow; lines were dropped"
                );
            }
            self.pause();
        }
    }

    /// Waits for lines and swaps them with the empty `batch`. Returns the number of lines that were
    /// dropped after them, or `None` once the buffer is closed and empty.
    fn take(&self, batch: &mut Vec<u8>) -> Option<u64> {
        let mut lines = self.lines();
        while lines.waiting.is_empty() {
            if lines.closing {
                lines.ended = true;
                drop(lines);
                self.0.changed.notify_all();
                return None;
            }
            lines.idle = true;
            let woken = self.0.changed.wait(lines);
            lines = woken.unwrap_or_else(PoisonError::into_inner);
        }
        lines.idle = false;
        mem::swap(&mut lines.waiting, batch);
        Some(mem::take(&mut lines.dropped))
    }

    fn pause(&self) {
        let open = |lines: &mut Lines| !lines.closing;
        let waited = self
            .0
            .changed
            .wait_timeout_while(self.lines(), BATCH_INTERVAL, open);
        drop(waited);
    }
}

impl LogGuard {
    /// Returns the counter of dropped lines.
    pub(crate) fn dropped_lines(&self) -> DroppedLines {
        let LogBuffer(shared) = &self.0;
        DroppedLines(Arc::clone(shared))
    }
}

impl DroppedLines {
    /// Returns the number of lines that were dropped since the start of the process.
    pub(crate) fn total(&self) -> u64 {
        self.0.dropped.load(Ordering::Relaxed)
    }
}

impl fmt::Debug for DroppedLines {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("DroppedLines").field(&self.total()).finish()
    }
}

impl Drop for LogGuard {
    fn drop(&mut self) {
        let LogBuffer(shared) = &self.0;
        let mut lines = self.0.lines();
        lines.closing = true;
        shared.changed.notify_all();
        let running = |lines: &mut Lines| !lines.ended;
        drop(
            shared
                .changed
                .wait_timeout_while(lines, FLUSH_TIMEOUT, running),
        );
    }
}

/// Each call of `write` is one whole line, as `tracing_subscriber` writes them.
impl Write for &LogBuffer {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        self.push(line);
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for LogBuffer {
    type Writer = &'a Self;

    fn make_writer(&'a self) -> &'a Self {
        self
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::{Receiver, Sender, channel};

    use super::*;

    /// Sends each write to one channel after it receives a permit from the other.
    struct Slow {
        allowed: Receiver<()>,
        written: Sender<Vec<u8>>,
    }

    impl Write for Slow {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.allowed.recv().map_err(io::Error::other)?;
            self.written
                .send(bytes.to_vec())
                .map_err(io::Error::other)?;
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn slow() -> (LogBuffer, LogGuard, Sender<()>, Receiver<Vec<u8>>) {
        let (allow, allowed) = channel();
        let (written, read) = channel();
        let (buffer, guard) = LogBuffer::start(Slow { allowed, written });
        (buffer, guard, allow, read)
    }

    #[test]
    fn dropping_the_guard_writes_every_line() {
        let (buffer, guard, allow, read) = slow();
        for line in 0..1_000 {
            (&buffer).write_all(format!("{line}\n").as_bytes()).unwrap();
        }
        for _ in 0..1_001 {
            let _ = allow.send(());
        }
        drop(guard);
        // The thread drops its sender after the last line.
        let text: Vec<u8> = read.iter().flatten().collect();
        let expected: Vec<_> = (0..1_000).map(|line| line.to_string()).collect();
        let text = String::from_utf8(text).unwrap();
        assert_eq!(text.lines().collect::<Vec<_>>(), expected);
    }

    #[test]
    fn lines_are_dropped_while_the_reader_stalls() {
        let (buffer, guard, allow, read) = slow();
        let line = [b'x'; 1_024];
        (&buffer).write_all(&line).unwrap();
        // The thread holds this line and waits for the reader.
        while !buffer.lines().waiting.is_empty() {
            thread::yield_now();
        }
        for _ in 0..4 * 1_024 {
            (&buffer).write_all(&line).unwrap();
        }
        assert_eq!(buffer.lines().dropped, 3 * 1_024);
        assert_eq!(guard.dropped_lines().total(), 3 * 1_024);
        for _ in 0..10 {
            let _ = allow.send(());
        }
        drop(guard);
        let written: usize = read.iter().map(|bytes| bytes.len()).sum();
        assert_eq!(written, (1 + 1_024) * line.len());
    }

    #[test]
    fn dropping_the_guard_does_not_wait_for_a_reader_that_stalls() {
        let (buffer, guard, _allow, read) = slow();
        (&buffer).write_all(b"a line\n").unwrap();
        drop(guard);
        assert!(read.try_recv().is_err());
    }
}
