/// A flaw of a store that reads the records of a deployed service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DeployedFlaw {
    ListsWithoutCounting,
    CountsFromZero,
    KeepsTheLimit,
    RejectsLeftovers,
    CountsLeftovers,
    RejectsOldKeywords,
}
