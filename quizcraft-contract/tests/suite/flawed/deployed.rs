/// A way in which a store may misread what a deployed service left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DeployedFlaw {
    ListsWithoutCounting,
    CountsFromNothing,
    KeepsTheLimit,
    ExpectsNoLeftovers,
    CountsLeftovers,
    RefusesOldKeywords,
    HidesNonsense,
    LosesPagesToNonsense,
    EndsWithAShortPage,
}
