//! How many answers may be wrong, given how many were found wrong: the exact upper bound of a
//! share.
//!
//! The only floats here are those of the bound itself, the quantile of a beta distribution, which
//! has no finite decimal form. Counts come in whole; what leaves is cut to a decimal to print.

use rust_decimal::Decimal;
use rust_decimal::prelude::FromPrimitive;

/// Chance, in the long run, that the true share lies above the bound: one-sided 95 %.
pub const RISK: f64 = 0.05;
/// Decimals that a bound is kept with: a ten-thousandth of a percent.
const PLACES: u32 = 6;
/// Halvings of the interval: beyond the 53 bits of a float.
const HALVINGS: u32 = 60;

/// One-sided exact upper bound of a share, after Clopper and Pearson (Biometrika 26, 1934,
/// 404–413): the largest share p for which `found` errors or fewer among `of` answers would
/// still be seen with a chance of at least `risk`,
/// `Σ(i ≤ found) C(of, i) pⁱ (1 − p)^(of − i) = risk`. Without any error it is
/// `1 − risk^(1/of)`. A two-sided interval of 95 % has its upper end at `risk = 0.025`.
///
/// It holds for answers drawn at random and independently of each other. Drawing whole forms
/// without putting them back, out of not many more, makes the true bound smaller: this one errs on
/// the safe side. Slips that come in clusters on one form make it larger.
///
/// Returns 1 for nothing looked at or everything wrong.
pub fn upper(found: u64, of: u64, risk: f64) -> f64 {
    if found >= of {
        return 1.0;
    }
    let (k, n) = (count(found), count(of));
    if found == 0 {
        return 1.0 - risk.powf(1.0 / n);
    }
    let ln_choose: f64 = (1..=found).map(|i| ((n - k + count(i)) / count(i)).ln()).sum();
    let seen = |p: f64| {
        let mut term = (ln_choose + k * p.ln() + (n - k) * (-p).ln_1p()).exp();
        let mut sum = term;
        // From `found` errors down; the terms soon vanish.
        for i in (1..=found).rev() {
            term *= count(i) * (1.0 - p) / ((n - count(i) + 1.0) * p);
            sum += term;
            if term < sum * f64::EPSILON {
                break;
            }
        }
        sum
    };
    let (mut low, mut high) = (k / n, 1.0);
    for _ in 0..HALVINGS {
        let middle = f64::midpoint(low, high);
        if seen(middle) > risk { low = middle } else { high = middle }
    }
    high
}

/// The rule of three (Hanley and Lippman-Hand, JAMA 249, 1983, 1743–1745): where no error was
/// found among n answers, at most about 3 ÷ n are wrong, one-sided at 95 %.
pub fn rule_of_three(of: u64) -> Option<Decimal> {
    Decimal::from(3).checked_div(Decimal::from(of)).map(|share| share.min(Decimal::ONE))
}

/// The bound at 95 %, one-sided, as a decimal share.
pub fn upper_95(found: u64, of: u64) -> Decimal {
    Decimal::from_f64(upper(found, of, RISK)).unwrap_or(Decimal::ONE).round_dp(PLACES)
}

#[expect(clippy::cast_precision_loss, reason = "answers on paper never come near 2^53")]
fn count(n: u64) -> f64 {
    n as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(a: f64, b: f64) -> bool {
        (a - b).abs() < 1e-9
    }

    #[test]
    fn without_errors_it_is_the_root() {
        // 1 − 0.05^(1/100): ln 0.05 = −2.995732, ÷ 100, e^−0.02995732 = 0.970487.
        assert!((upper(0, 100, RISK) - 0.029_513).abs() < 1e-6);
        assert_eq!(upper_95(0, 100).to_string(), "0.029513");
        assert_eq!(rule_of_three(100), Some(Decimal::new(3, 2)));
        assert_eq!(rule_of_three(0), None);
    }

    #[test]
    fn it_is_the_published_end_of_scipy() {
        // scipy.stats.binomtest(k=7, n=50).proportion_ci(), exact, 95 % two-sided, as printed in
        // SciPy's reference: 0.05819170033997342 to 0.26739600249700846.
        assert!(close(upper(7, 50, 0.025), 0.267_396_002_497_008_46));
    }

    #[test]
    fn it_closes_the_sum_it_is_defined_by() {
        // One error among two: p² + … solves (1 − p)² + 2p(1 − p) = 1 − p² = 0.05.
        assert!(close(upper(1, 2, RISK), 0.95_f64.sqrt()));
        assert!(close(upper(3, 3, RISK), 1.0));
        assert!(close(upper(0, 0, RISK), 1.0));
    }

    #[test]
    fn more_answers_bring_it_down_and_more_errors_up() {
        for n in [10, 100, 10_000, 1_000_000] {
            for k in [0, 1, 5, n / 3] {
                let bound = upper(k, n, RISK);
                assert!(bound > count(k) / count(n), "{k} of {n}");
                assert!(bound < upper(k + 1, n, RISK), "{k} of {n}");
                assert!(bound > upper(k, n * 2, RISK), "{k} of {n}");
            }
        }
    }
}
