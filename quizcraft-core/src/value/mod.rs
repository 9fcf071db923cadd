//! Basic values: ids, texts, times and error codes.

mod correlation;
mod decimal;
pub(crate) mod digest;
mod error_code;
mod ids;
mod keyword;
mod language;
pub(crate) mod text;
mod time;

pub use correlation::{
    Correlation, InvalidRequestId, InvalidTraceParent, RequestId, TraceId, TraceParent,
};
pub use decimal::{Decimal, DecimalError};
pub use digest::InvalidId;
pub use error_code::ErrorCode;
pub use ids::{GameId, PlayerId};
pub use keyword::Keyword;
pub use language::{InvalidLanguage, Language};
pub use text::{TextError, comparable, is_default_ignorable, isolated};
pub(crate) use text::{folded, until_stable};
pub use time::{Day, Hour, Timestamp};
