use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use quizcraft_core::gateway::{GatewayError, ModelMeter};
use quizcraft_core::{Day, Timestamp};

use crate::plain::PlainMeter;

/// A flaw of a meter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MeterFlaw {
    FailsForUnknownDays,
    ReturnsTheTokensOfAnotherDay,
    KeepsTheLastNumber,
    CountsAtLeastOneToken,
    FailsWithoutTokens,
    WrapsAround,
    StopsAtTheMaximumOfACall,
    SharesOneDay,
    CountsHoursAsDays,
    KeepsTheLatestDayOnly,
    LosesConcurrentWrites,
    FailsConcurrentWrites,
    LosesConcurrentWritesOfOtherDays,
    ReadsLate,
}

use MeterFlaw as Flaw;

/// A correct meter with one flaw.
pub(crate) struct FlawedMeter {
    flaw: Flaw,
    plain: PlainMeter,
    adding: AtomicBool,
    /// The last addition, which a late reader does not see.
    last: Mutex<u64>,
}

impl FlawedMeter {
    pub(crate) fn new(flaw: Flaw) -> Self {
        Self {
            flaw,
            plain: PlainMeter::default(),
            adding: AtomicBool::new(false),
            last: Mutex::default(),
        }
    }

    fn key(&self, day: Day) -> Day {
        match self.flaw {
            Flaw::SharesOneDay => Timestamp::from_secs(0).day(),
            Flaw::CountsHoursAsDays => Timestamp::from_secs(day.get().saturating_mul(3_600)).day(),
            _ => day,
        }
    }

    /// Returns the number of a day after an addition.
    fn sum(&self, spent: u64, tokens: u32) -> u64 {
        let (sum, maximum) = (spent.saturating_add(tokens.into()), u64::from(u32::MAX));
        match self.flaw {
            Flaw::KeepsTheLastNumber => tokens.into(),
            Flaw::CountsAtLeastOneToken => spent.saturating_add(tokens.max(1).into()),
            Flaw::WrapsAround => sum & maximum,
            Flaw::StopsAtTheMaximumOfACall => sum.min(maximum),
            _ => sum,
        }
    }

    /// Reads, and writes what it has read, after other calls may have written.
    fn add_late(&self, day: Day, tokens: u32) {
        let days = self.plain.days().clone();
        std::thread::sleep(Duration::from_millis(2));
        let before = days.get(&day).copied().unwrap_or_default();
        let own = before.saturating_add(tokens.into());
        let mut current = self.plain.days();
        if self.flaw == Flaw::LosesConcurrentWritesOfOtherDays {
            let other = |(other, _): &(Day, u64)| *other != day;
            let others: Vec<_> = days.into_iter().filter(other).collect();
            let spent = current.entry(day).or_default();
            *spent = spent.saturating_add(tokens.into());
            current.extend(others);
        } else {
            current.insert(day, own);
        }
    }
}

#[async_trait]
impl ModelMeter for FlawedMeter {
    async fn spent(&self, day: Day) -> Result<u64, GatewayError> {
        let day = self.key(day);
        let days = self.plain.days();
        let spent = days.get(&day).copied();
        match self.flaw {
            Flaw::FailsForUnknownDays if spent.is_none() => Err(GatewayError::Unreadable {
                key: "tokens".to_owned(),
                source: "no item".into(),
            }),
            Flaw::ReturnsTheTokensOfAnotherDay => {
                Ok(spent.or(days.values().next().copied()).unwrap_or_default())
            }
            Flaw::ReadsLate => {
                let last = *self.last.lock().unwrap();
                Ok(spent.unwrap_or_default().saturating_sub(last))
            }
            _ => Ok(spent.unwrap_or_default()),
        }
    }

    async fn add(&self, day: Day, tokens: u32) -> Result<(), GatewayError> {
        let day = self.key(day);
        match self.flaw {
            Flaw::FailsWithoutTokens if tokens == 0 => {
                return Err(GatewayError::Broken("no tokens".into()));
            }
            Flaw::KeepsTheLatestDayOnly => self.plain.days().retain(|other, _| *other >= day),
            Flaw::LosesConcurrentWrites | Flaw::LosesConcurrentWritesOfOtherDays => {
                self.add_late(day, tokens);
                return Ok(());
            }
            Flaw::FailsConcurrentWrites => {
                if self.adding.swap(true, Ordering::SeqCst) {
                    return Err(GatewayError::Broken("a conflict".into()));
                }
                std::thread::sleep(Duration::from_millis(2));
                self.adding.store(false, Ordering::SeqCst);
            }
            Flaw::ReadsLate => *self.last.lock().unwrap() = tokens.into(),
            _ => {}
        }
        let mut days = self.plain.days();
        let spent = days.entry(day).or_default();
        *spent = self.sum(*spent, tokens);
        Ok(())
    }
}
