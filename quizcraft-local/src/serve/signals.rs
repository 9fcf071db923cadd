//! The signals that stop the process.

use std::io;

use tokio::signal::unix::{Signal, SignalKind, signal};

/// The signals that stop the process: SIGINT, SIGTERM, and SIGHUP, which a terminal sends that is closed.
pub(super) struct StopSignals {
    interrupt: Signal,
    terminate: Signal,
    /// `None` if the process was started with SIGHUP ignored, as by `nohup`.
    hangup: Option<Signal>,
}

impl StopSignals {
    /// Handles the signals from now on, which would otherwise end the process at once.
    pub(super) fn listen() -> io::Result<Self> {
        let hangup = if is_hangup_ignored() {
            None
        } else {
            Some(signal(SignalKind::hangup())?)
        };
        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
            hangup,
        })
    }

    /// Waits for the first signal.
    pub(super) async fn stop(&mut self) {
        let hangup = async {
            match &mut self.hangup {
                Some(hangup) => hangup.recv().await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
            _ = hangup => {}
        }
    }

    /// Waits for a signal that ends a stopping process at once. SIGHUP does not: a closed terminal and its
    /// shell both send it.
    pub(super) async fn end_at_once(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}

/// Returns whether this process ignores SIGHUP. Only Linux reveals it without unsafe code.
fn is_hangup_ignored() -> bool {
    let status = std::fs::read_to_string("/proc/self/status");
    status.is_ok_and(|status| ignores_hangup(&status))
}

/// Returns whether the mask of ignored signals in `/proc/PID/status` contains SIGHUP, which has the number 1.
fn ignores_hangup(status: &str) -> bool {
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let mask = mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
    mask.is_some_and(|mask| mask & 1 == 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mask_of_ignored_signals_is_read() {
        for (mask, expected) in [
            ("SigIgn:\t0000000000000001", true),
            (
                "SigBlk:\t0000000000000001\nSigIgn:\t0000000000001003\n",
                true,
            ),
            (
                "SigBlk:\t0000000000000001\nSigIgn:\t0000000000001002\n",
                false,
            ),
            ("SigIgn:\tnothing", false),
            ("", false),
        ] {
            assert_eq!(ignores_hangup(mask), expected, "{mask}");
        }
    }
}
