//! A buffer between requests, which log, and the reader of the log, which may be slow.
//!
//! A line is copied into memory, and a thread writes what has gathered there. So a request makes no
//! system call for its lines, and does not wait for a reader that stalls. Lines that find the buffer
//! full are dropped and counted, and the log says how many as soon as it can be written again.

use std::io::{self, Write};
use std::mem;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use tracing_subscriber::fmt::MakeWriter;

/// How many bytes may wait to be written. As many may be under way.
const CAPACITY: usize = 1024 * 1024;

/// How long lines gather after a write. A line that comes after a longer silence is written at once.
const PAUSE: Duration = Duration::from_millis(5);

/// How long the end of the process may wait for the last lines to be written.
const LAST_WORDS: Duration = Duration::from_millis(500);

/// Where lines are logged to. A clone is another way into the same buffer.
#[derive(Clone)]
pub(crate) struct LogBuffer(Arc<Shared>);

/// Keeps a log being written. Dropping it waits, though not for long, until all lines are written.
#[must_use]
pub(crate) struct LogGuard(LogBuffer);

struct Shared {
    lines: Mutex<Lines>,
    changed: Condvar,
}

#[derive(Default)]
struct Lines {
    waiting: Vec<u8>,
    /// How many lines were dropped since the log last said so.
    dropped: u64,
    /// Whether the thread waits for a line, and has to be woken for it.
    idle: bool,
    closing: bool,
    /// Whether the thread has ended. Whatever is logged later is written where it is logged.
    ended: bool,
}

impl LogBuffer {
    /// Returns a buffer whose lines a thread writes to `out`.
    pub(crate) fn start(out: impl Write + Send + 'static) -> (Self, LogGuard) {
        let buffer = Self(Arc::new(Shared {
            lines: Mutex::default(),
            changed: Condvar::new(),
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
            return;
        }
        lines.waiting.extend_from_slice(line);
        if mem::take(&mut lines.idle) {
            drop(lines);
            self.0.changed.notify_all();
        }
    }

    /// The thread that writes.
    fn write_until_closed(&self, mut out: impl Write) {
        let mut batch = Vec::new();
        while let Some(dropped) = self.take(&mut batch) {
            // A log that cannot be written is no reason to stop serving.
            let _ = out.write_all(&batch).and_then(|()| out.flush());
            batch.clear();
            if dropped > 0 {
                tracing::warn!(
                    lines = dropped,
                    "the log was not read in time; lines were dropped"
                );
            }
            self.let_lines_gather();
        }
    }

    /// Waits for lines, and exchanges them for the empty batch; tells how many were dropped behind
    /// them. Nothing, once the buffer is closed and empty.
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

    fn let_lines_gather(&self) {
        let open = |lines: &mut Lines| !lines.closing;
        let waited = self.0.changed.wait_timeout_while(self.lines(), PAUSE, open);
        drop(waited);
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
                .wait_timeout_while(lines, LAST_WORDS, running),
        );
    }
}

/// Takes whole lines, as `tracing_subscriber` writes them.
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

    /// Writes what it is given to one channel, each time that the other one allows it.
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
    fn every_line_is_written_at_the_end() {
        let (buffer, guard, allow, read) = slow();
        for line in 0..1_000 {
            (&buffer).write_all(format!("{line}\n").as_bytes()).unwrap();
        }
        for _ in 0..1_001 {
            let _ = allow.send(());
        }
        drop(guard);
        // The thread drops its end when it has written all.
        let text: Vec<u8> = read.iter().flatten().collect();
        let expected: Vec<_> = (0..1_000).map(|line| line.to_string()).collect();
        let text = String::from_utf8(text).unwrap();
        assert_eq!(text.lines().collect::<Vec<_>>(), expected);
    }

    #[test]
    fn a_reader_that_stalls_costs_lines_and_no_time() {
        let (buffer, guard, allow, read) = slow();
        let line = [b'x'; 1_024];
        (&buffer).write_all(&line).unwrap();
        // The thread has this line and waits for the reader.
        while !buffer.lines().waiting.is_empty() {
            thread::yield_now();
        }
        for _ in 0..4 * 1_024 {
            (&buffer).write_all(&line).unwrap();
        }
        assert_eq!(buffer.lines().dropped, 3 * 1_024);
        for _ in 0..10 {
            let _ = allow.send(());
        }
        drop(guard);
        let written: usize = read.iter().map(|bytes| bytes.len()).sum();
        assert_eq!(written, (1 + 1_024) * line.len());
    }

    #[test]
    fn the_end_does_not_wait_for_a_reader_that_stalls() {
        let (buffer, guard, _allow, read) = slow();
        (&buffer).write_all(b"a line\n").unwrap();
        drop(guard);
        assert!(read.try_recv().is_err());
    }
}
