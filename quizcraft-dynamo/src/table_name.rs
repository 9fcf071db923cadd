use std::fmt;

/// The name of a DynamoDB table.
///
/// ```
/// use quizcraft_dynamo::TableName;
///
/// assert!(TableName::new("quiz-dev.Game_1").is_ok());
/// assert!(TableName::new("no blanks").is_err());
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TableName(String);

/// The text is not a valid table name, by
/// [DynamoDB's rules](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected a table name of 3 to 255 characters: letters, digits, '_', '-' and '.'")]
pub struct InvalidTableName;

impl TableName {
    /// Creates a table name.
    ///
    /// # Errors
    ///
    /// [`InvalidTableName`] if DynamoDB does not allow the name.
    pub fn new(name: impl Into<String>) -> Result<Self, InvalidTableName> {
        let name = name.into();
        let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte);
        if (3..=255).contains(&name.len()) && name.bytes().all(is_allowed) {
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
