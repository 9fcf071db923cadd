//! The attribute of a question's source.

use aws_sdk_dynamodb::types::AttributeValue;
use quizcraft_core::{License, Source, SourceTitle, SourceUrl};

use super::attribute::{Attribute, ItemError, text};
use super::name;

/// Builds the value of the attribute.
pub(super) fn source_value(source: &Source) -> AttributeValue {
    let title = Some((name::SOURCE_TITLE, text(source.title())));
    let url = source
        .url()
        .map(|url| (name::SOURCE_URL, text(url.as_str())));
    let license = source.license();
    let license = license.map(|license| (name::SOURCE_LICENSE, text(license)));
    let parts = [title, url, license].into_iter().flatten();
    AttributeValue::M(
        parts
            .map(|(name, value)| (name.to_owned(), value))
            .collect(),
    )
}

/// Parses the source of a question, if it has one.
pub(super) fn parse_source(source: Attribute<'_>) -> Result<Option<Source>, ItemError> {
    let Some(parts) = source.optional_item()? else {
        return Ok(None);
    };
    let title = SourceTitle::restore(parts.text(name::SOURCE_TITLE)?);
    // Clients make a link of it, so a stored URL must satisfy the rules of new ones.
    let url = parts.optional_text(name::SOURCE_URL)?.map(SourceUrl::new);
    let url = url.transpose().map_err(|_| source.invalid())?;
    let license = parts.optional_text(name::SOURCE_LICENSE)?;
    let license = license.map(License::restore);
    Ok(Some(Source::new(title).with_url(url).with_license(license)))
}
