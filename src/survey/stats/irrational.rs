//! Square roots, quantiles and tails: what no decimal holds exactly.
//!
//! One of the two files of the survey layer that may use floats; they stay inside its functions.
//! What goes in and what comes out are decimals; results carry 12 places. Must not be used for a
//! share, a mean or an index, which are exact.

use rust_decimal::Decimal;
use rust_decimal::prelude::{FromPrimitive, MathematicalOps, ToPrimitive};
use statrs::distribution::{ChiSquared, ContinuousCDF, StudentsT};
use statrs::function::beta::checked_beta_reg;

/// Two-sided 95 %, the level of every interval here: the share below the upper quantile.
const UPPER: f64 = 0.975;
/// The quantile of the standard normal distribution for 95 %, two-sided.
///
/// Source: tables of the normal distribution; R `qnorm(0.975)`.
pub const Z: Decimal = Decimal::from_parts(0xad12_3196, 0x6_f693, 0, false, 15);
/// Decimals kept of a result.
const PLACES: u32 = 12;
/// From this many degrees of freedom on, the series is closer than the root finding.
const MANY: u64 = 200;

/// The square root of what is not negative.
pub fn sqrt(value: Decimal) -> Option<Decimal> {
    value.sqrt().map(|root| root.round_dp(PLACES))
}

/// The quantile of Student's t for 95 %, two-sided, with `df` degrees of freedom; `None` for 0.
///
/// Source: R `qt(0.975, df)`. For many degrees of freedom, where finding the root loses digits, four
/// terms of the expansion about the normal quantile (Abramowitz and Stegun 26.7.5).
pub fn t(df: u64) -> Option<Decimal> {
    if df == 0 {
        return None;
    }
    if df > MANY {
        return Some(expanded(Decimal::from(df)));
    }
    let distribution = StudentsT::new(0.0, 1.0, df.to_f64()?).ok()?;
    decimal(distribution.inverse_cdf(UPPER))
}

/// z + g₁/df + g₂/df² + g₃/df³ + g₄/df⁴, by Horner's rule in z² and 1/df.
fn expanded(df: Decimal) -> Decimal {
    let square = Z * Z;
    let polynomial = |coefficients: &[i64], over: i64| {
        let sum = coefficients.iter().fold(Decimal::ZERO, |sum, c| sum * square + Decimal::from(*c));
        sum * Z / Decimal::from(over)
    };
    let terms = [
        polynomial(&[79, 776, 1482, -1920, -945], 92_160),
        polynomial(&[3, 19, 17, -15], 384),
        polynomial(&[5, 16, 3], 96),
        polynomial(&[1, 1], 4),
        Z,
    ];
    terms.into_iter().fold(Decimal::ZERO, |sum, term| sum / df + term).round_dp(PLACES)
}

/// The chance that a chi-square with `df` degrees of freedom exceeds `value`.
///
/// Source: R `pchisq(value, df, lower.tail = FALSE)`.
pub fn chi_square_above(value: Decimal, df: u64) -> Option<Decimal> {
    let distribution = ChiSquared::new(df.to_f64()?).ok()?;
    decimal(distribution.sf(value.to_f64()?))
}

/// The chance that a share which is Beta(`a`, `b`) lies below `share`.
///
/// Source: R `pbeta(share, a, b)`.
pub fn beta_below(share: Decimal, a: Decimal, b: Decimal) -> Option<Decimal> {
    if share <= Decimal::ZERO {
        return Some(Decimal::ZERO);
    }
    if share >= Decimal::ONE {
        return Some(Decimal::ONE);
    }
    decimal(checked_beta_reg(a.to_f64()?, b.to_f64()?, share.to_f64()?).ok()?)
}

/// A float as a decimal of 12 places; `None` for what is no number.
pub(super) fn decimal(value: f64) -> Option<Decimal> {
    Decimal::from_f64(value).map(|d| d.round_dp(PLACES))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(value: Option<Decimal>, expected: Decimal, within: Decimal) {
        let value = value.unwrap();
        assert!((value - expected).abs() <= within, "{value} is not {expected}");
    }

    /// Expected values: SciPy 1.17, `scipy.stats.t.ppf(0.975, df)`.
    #[test]
    fn quantiles_of_t_are_those_of_scipy() {
        let within = dec!(0.000000001);
        close(t(1), dec!(12.706204736175), dec!(0.0000001));
        close(t(2), dec!(4.302652729749), within);
        close(t(31), dec!(2.039513446396), within);
        close(t(39), dec!(2.022690920037), within);
        close(t(999), dec!(1.962341461133), within);
        close(t(1_000_000), dec!(1.959966356814), within);
        assert_eq!(t(0), None);
        // The two ways meet.
        close(t(200), dec!(1.971896223634), within);
        close(t(201), dec!(1.971836506780), within);
    }

    /// Expected values: SciPy 1.17, `scipy.stats.chi2.sf` and `scipy.stats.beta.cdf`.
    #[test]
    fn tails_are_those_of_scipy() {
        let within = dec!(0.00000001);
        close(chi_square_above(dec!(16.2), 2), dec!(0.000303539138), within);
        close(chi_square_above(dec!(3.84145882), 1), dec!(0.05), within);
        close(beta_below(dec!(0.95), dec!(32), dec!(2)), dec!(0.503649859592), within);
        close(beta_below(dec!(0.9), dec!(32), dec!(2)), dec!(0.144214720452), within);
        assert_eq!(beta_below(dec!(0), dec!(32), dec!(2)), Some(Decimal::ZERO));
        assert_eq!(beta_below(dec!(1), dec!(32), dec!(2)), Some(Decimal::ONE));
    }
}
