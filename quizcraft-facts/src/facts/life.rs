//! Lifetimes of people.

use std::ops::Range;

/// The years of a person's birth and death, as far as they are known.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Life {
    pub(super) birth: Option<i32>,
    pub(super) death: Option<i32>,
}

impl Life {
    /// The maximum length of a life, in years.
    pub(super) const LONGEST: i32 = 100;
    /// The assumed length of a life if only birth or death is known.
    const USUAL: i32 = 70;
    /// One in this many years of a life must be within a period.
    const PART: i32 = 3;

    /// Returns whether at least a third of the life is within the period.
    pub(super) fn belongs_to(&self, period: &Range<i32>) -> bool {
        let Some((birth, death)) = self.ends() else {
            return false;
        };
        let shared = death
            .min(period.end)
            .saturating_sub(birth.max(period.start));
        let lasted = death.saturating_sub(birth);
        shared > 0 && shared.saturating_mul(Self::PART) >= lasted
    }

    fn ends(&self) -> Option<(i32, i32)> {
        match (self.birth, self.death) {
            (Some(birth), Some(death)) => Some((birth, death)),
            (Some(birth), None) => Some((birth, birth.saturating_add(Self::USUAL))),
            (None, Some(death)) => Some((death.saturating_sub(Self::USUAL), death)),
            (None, None) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Life;

    #[test]
    fn a_life_belongs_to_centuries_that_contain_a_third_of_it() {
        for (birth, death, centuries) in [
            (Some(1769), Some(1821), &[1700, 1800][..]),
            (Some(1883), Some(1945), &[1900]),
            (Some(1809), Some(1882), &[1800]),
            (Some(1720), Some(1803), &[1700]),
            (Some(1781), None, &[1800]),
            (Some(1879), None, &[1900]),
            (None, Some(1810), &[1700]),
            (Some(-100), Some(-44), &[-100]),
            (None, None, &[]),
        ] {
            let life = Life { birth, death };
            let found = (-3..21).map(|century| century * 100);
            let found: Vec<i32> = found
                .filter(|start| life.belongs_to(&(*start..*start + 100)))
                .collect();
            assert_eq!(found, centuries, "{life:?}");
        }
    }
}
