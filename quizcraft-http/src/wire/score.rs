//! Scores: exact thousandths as JSON numbers.

use quizcraft_core::{Score, TotalScore};
use serde_json::Number;
use utoipa::openapi::schema::{ObjectBuilder, Type};

/// Returns the number of a score, such as 0.667.
pub(super) fn number(score: Score) -> Number {
    from_thousandths(score.thousandths().into())
}

/// Returns the number of a sum of scores.
pub(super) fn total(score: TotalScore) -> Number {
    from_thousandths(score.thousandths())
}

/// Returns the number with at most three digits after the point. The quotient is the binary number that is
/// nearest to them, so it is written with the same digits.
fn from_thousandths(thousandths: u32) -> Number {
    match (thousandths / 1_000, thousandths % 1_000) {
        (whole, 0) => whole.into(),
        _ => Number::from_f64(f64::from(thousandths) / 1_000.0).unwrap_or_else(|| 0.into()),
    }
}

/// Returns the schema of the score of an answer.
pub(super) fn score() -> ObjectBuilder {
    of(Type::Number.into())
        .maximum(Some(1))
        .description(Some("The score, from 0 to 1, in thousandths."))
}

/// Returns the schema of the score of an answer, or of `null`.
pub(super) fn nullable_score() -> ObjectBuilder {
    of(utoipa::openapi::schema::SchemaType::from_iter([
        Type::Number,
        Type::Null,
    ]))
    .maximum(Some(1))
    .description(Some(
        "The score, from 0 to 1, in thousandths; `null` until the question is answered.",
    ))
}

/// Returns the schema of the sum of scores.
pub(super) fn total_score() -> ObjectBuilder {
    of(Type::Number.into()).description(Some("The sum of the scores of the answers."))
}

fn of(schema_type: utoipa::openapi::schema::SchemaType) -> ObjectBuilder {
    ObjectBuilder::new()
        .schema_type(schema_type)
        .minimum(Some(0))
        .examples([serde_json::json!(0.667)])
}

#[cfg(test)]
mod tests {
    use super::from_thousandths;

    #[test]
    fn every_score_has_at_most_three_digits_after_the_point() {
        for thousandths in 0..=50_000 {
            let text = from_thousandths(thousandths).to_string();
            let (whole, rest) = (thousandths / 1_000, thousandths % 1_000);
            let exact = format!("{whole}.{rest:03}");
            let exact = exact.trim_end_matches('0').trim_end_matches('.');
            assert_eq!(text, exact);
        }
    }
}
