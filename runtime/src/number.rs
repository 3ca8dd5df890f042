//! Numbers that are whole, however they are written: JSON does not tell `7.0` from `7`.

use serde_json::Number;

/// Whole numbers are exact in a float up to here.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// The integer that a float is.
pub(super) fn whole(number: &Number) -> Option<i64> {
    let float = number.as_f64().filter(|_| number.is_f64())?;
    #[expect(
        clippy::cast_possible_truncation,
        reason = "checked: the number is whole and small"
    )]
    (float.fract() == 0.0 && float.abs() <= EXACT).then_some(float as i64)
}
