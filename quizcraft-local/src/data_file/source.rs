//! The tables of the SQLite database whose rows are repaired.

/// A table of the SQLite database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Source {
    Games,
    /// The games by their time of creation, with all attributes.
    Index,
    Questions,
    /// The verified drafts of a language model.
    Drafts,
}

impl Source {
    /// Returns the name of the table, quoted.
    pub(super) const fn table(self) -> &'static str {
        match self {
            Self::Games => r#""Game""#,
            Self::Index => r#""Game::lsi::creation-time-index""#,
            Self::Questions => r#""Question""#,
            Self::Drafts => r#""Draft""#,
        }
    }

    /// Returns the columns of the primary key of the DynamoDB table.
    pub(super) const fn key_columns(self) -> (&'static str, &'static str) {
        match self {
            Self::Games | Self::Questions | Self::Drafts => ("pk", "sk"),
            Self::Index => ("base_pk", "base_sk"),
        }
    }

    /// Returns the names of the attributes in these columns.
    pub(super) const fn attributes(self) -> [&'static str; 2] {
        match self {
            Self::Games | Self::Index => ["PlayerId", "GameId"],
            Self::Questions => ["GameId", "QuestionId"],
            Self::Drafts => ["PoolKey", "Fingerprint"],
        }
    }

    /// Returns the other table that stores the same item.
    pub(super) const fn copy(self) -> Option<Self> {
        match self {
            Self::Games => Some(Self::Index),
            Self::Index => Some(Self::Games),
            Self::Questions | Self::Drafts => None,
        }
    }
}
