use std::fmt;

/// The name of a table.
///
/// ```
/// use quizcraft_dynamo::TableName;
///
/// assert!(TableName::new("quiz-dev.Game_1").is_ok());
/// assert!(TableName::new("no blanks").is_err());
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TableName(String);

/// The text was no name of a table, by
/// [DynamoDB's rules](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a table's name has 3 to 255 characters, each a letter, a digit, or one of _ - .")]
pub struct InvalidTableName;

impl TableName {
    /// Takes the name of a table.
    ///
    /// # Errors
    ///
    /// [`InvalidTableName`] if no table can be called that.
    pub fn new(name: impl Into<String>) -> Result<Self, InvalidTableName> {
        let name = name.into();
        let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte);
        if (3..=255).contains(&name.len()) && name.bytes().all(fits) {
            Ok(Self(name))
        } else {
            Err(InvalidTableName)
        }
    }

    /// Returns the name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for TableName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}
