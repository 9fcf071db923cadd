use std::fmt;
use std::slice;
use std::str::FromStr;

/// A kind of question: what a player responds with.
///
/// ```
/// use quizcraft_core::Kind;
///
/// assert_eq!("multiple".parse(), Ok(Kind::Multiple));
/// assert_eq!(Kind::Order.as_str(), "order");
/// assert!("essay".parse::<Kind>().is_err());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// One of several options, of which one is right.
    Single,
    /// Some of several options, of which at least one is right and one is wrong.
    Multiple,
    /// A number.
    Number,
    /// A short text.
    Text,
    /// All items, in the right order.
    Order,
}

/// The text names no kind of question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown kind: expected single, multiple, number, text or order")]
pub struct UnknownKind;

impl Kind {
    /// All kinds.
    pub const ALL: &'static [Self] = &[
        Self::Single,
        Self::Multiple,
        Self::Number,
        Self::Text,
        Self::Order,
    ];

    /// Returns the name, as clients and stores know it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Single => "single",
            Self::Multiple => "multiple",
            Self::Number => "number",
            Self::Text => "text",
            Self::Order => "order",
        }
    }

    const fn bit(self) -> u8 {
        1 << (self as u8)
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for Kind {
    type Err = UnknownKind;

    fn from_str(text: &str) -> Result<Self, UnknownKind> {
        let mut kinds = Self::ALL.iter().copied();
        kinds.find(|kind| kind.as_str() == text).ok_or(UnknownKind)
    }
}

/// The kinds of questions that a game may contain: a set of at least one. By default single choice only.
///
/// ```
/// use quizcraft_core::{Kind, Kinds, KindsError};
///
/// let kinds = Kinds::parse(["order", "single", "order"])?;
/// assert_eq!(kinds.iter().collect::<Vec<_>>(), [Kind::Single, Kind::Order]);
/// assert!(kinds.contains(Kind::Order) && !kinds.is_default());
/// assert_eq!(Kinds::parse([""; 0]), Err(KindsError::None));
/// # Ok::<(), KindsError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Kinds(u8);

/// The list of kinds is invalid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum KindsError {
    /// The list is empty.
    #[error("at least one kind is needed")]
    None,
    /// An entry names no kind.
    #[error(transparent)]
    Unknown(#[from] UnknownKind),
}

impl Kinds {
    /// All kinds.
    pub const ALL: Self = Self((1 << Kind::ALL.len()) - 1);
    /// Single choice only.
    pub const SINGLE: Self = Self(Kind::Single.bit());

    /// Creates a set.
    ///
    /// # Errors
    ///
    /// [`KindsError::None`] if there is no kind.
    pub fn new(kinds: impl IntoIterator<Item = Kind>) -> Result<Self, KindsError> {
        let bits = kinds.into_iter().fold(0, |bits, kind| bits | kind.bit());
        if bits == 0 {
            Err(KindsError::None)
        } else {
            Ok(Self(bits))
        }
    }

    /// Parses the names of kinds.
    ///
    /// # Errors
    ///
    /// A [`KindsError`] if there is no name, or if one is unknown.
    pub fn parse<T: AsRef<str>>(names: impl IntoIterator<Item = T>) -> Result<Self, KindsError> {
        let kinds = names.into_iter().map(|name| name.as_ref().parse());
        Self::new(kinds.collect::<Result<Vec<Kind>, _>>()?)
    }

    /// Returns whether the kind is in the set.
    #[must_use]
    pub const fn contains(self, kind: Kind) -> bool {
        self.0 & kind.bit() != 0
    }

    /// Returns whether this is the default: single choice only.
    #[must_use]
    pub fn is_default(self) -> bool {
        self == Self::default()
    }

    /// Returns the kinds in the order of [`Kind::ALL`].
    #[must_use]
    pub fn iter(self) -> KindsIter {
        KindsIter {
            kinds: self,
            rest: Kind::ALL.iter(),
        }
    }
}

/// The kinds of a set, in the order of [`Kind::ALL`].
#[derive(Clone, Debug)]
pub struct KindsIter {
    kinds: Kinds,
    rest: slice::Iter<'static, Kind>,
}

impl Iterator for KindsIter {
    type Item = Kind;

    fn next(&mut self) -> Option<Kind> {
        let kinds = self.kinds;
        self.rest.find(|&&kind| kinds.contains(kind)).copied()
    }
}

impl IntoIterator for Kinds {
    type Item = Kind;
    type IntoIter = KindsIter;

    fn into_iter(self) -> KindsIter {
        self.iter()
    }
}

impl Default for Kinds {
    fn default() -> Self {
        Self::SINGLE
    }
}

impl fmt::Debug for Kinds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}
