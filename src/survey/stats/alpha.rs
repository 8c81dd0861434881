//! Cronbach's α: whether questions that belong together move together, and what each does to it.
//!
//! Exact: sums of whole numbers, divided once. Costs one pass over the forms.

use rust_decimal::Decimal;

/// Digits behind the point that a worth keeps in the sums; scheme files allow fewer.
const SCALE: u32 = 6;

/// Running sums over forms that answer every item.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Moments {
    n: u64,
    left_out: u64,
    /// Per item: Σx, Σx², Σx·total.
    items: Vec<[i128; 3]>,
    /// Σtotal, Σtotal².
    total: [i128; 2],
}

/// How well items hang together.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reliability {
    /// Forms that answer every item: only these count (listwise).
    pub n: u64,
    /// Valid forms left out because an item lacks a valued answer.
    pub left_out: u64,
    /// α; `None` with fewer than two items or forms, or if all forms have the same total.
    pub alpha: Option<Decimal>,
    /// α without each item.
    pub without: Vec<Option<Decimal>>,
}

/// A worth as a whole number of its smallest parts, for the sums.
pub fn scaled(worth: Decimal) -> i64 {
    let mut worth = worth;
    worth.rescale(SCALE);
    i64::try_from(worth.mantissa()).unwrap_or(0)
}

impl Moments {
    /// For so many items.
    pub fn new(items: usize) -> Self {
        Self { items: vec![[0; 3]; items], ..Self::default() }
    }

    /// Adds a form or takes it away: the [`scaled`] worth of its answer to each item, `None` where
    /// there is none.
    pub fn add(&mut self, form: &[Option<i64>], add: bool) {
        let complete = form.len() == self.items.len() && form.iter().all(Option::is_some);
        let count = if complete { &mut self.n } else { &mut self.left_out };
        *count = if add { *count + 1 } else { count.saturating_sub(1) };
        if !complete {
            return;
        }
        let sign: i128 = if add { 1 } else { -1 };
        let total: i128 = form.iter().flatten().map(|x| i128::from(*x)).sum();
        for (sums, x) in self.items.iter_mut().zip(form.iter().flatten()) {
            let x = i128::from(*x);
            sums[0] += sign * x;
            sums[1] += sign * x * x;
            sums[2] += sign * x * total;
        }
        self.total[0] += sign * total;
        self.total[1] += sign * total * total;
    }

    /// Mean and variance (n − 1) over forms of each form's mean over its items, and how many forms.
    pub fn mean_of_items(&self) -> Option<(Decimal, Option<Decimal>, u64)> {
        let n = Decimal::from(self.n);
        let unit = Decimal::from(10_u64.pow(SCALE)) * Decimal::from(self.items.len());
        let mean = decimal(self.total[0], 0)?.checked_div(n)?.checked_div(unit)?;
        let spread = self.spread(self.total[1], self.total[0], self.total[0]);
        // Shortened alike, so that very many forms still fit.
        let cut = cut(spread);
        let two = Decimal::from(2_u64.checked_pow(cut)?);
        let pairs = n * Decimal::from(self.n.saturating_sub(1));
        let variance = decimal(spread, cut)
            .and_then(|s| s.checked_div(unit)?.checked_div(unit)?.checked_mul(two)?.checked_div(pairs));
        Some((mean, variance, self.n))
    }

    /// n Σxy − Σx Σy: n (n − 1) times the covariance, which cancels in α.
    fn spread(&self, xy: i128, x: i128, y: i128) -> i128 {
        i128::from(self.n).saturating_mul(xy).saturating_sub(x.saturating_mul(y))
    }

    /// α = k ÷ (k − 1) · (1 − Σ variance of items ÷ variance of the total), and the same without
    /// each item: the total then varies less by 2 cov(item, total) − var(item).
    ///
    /// Source: Cronbach 1951; R `psych::alpha` (`raw_alpha`), `pingouin.cronbach_alpha` with
    /// `nan_policy="listwise"`.
    pub fn reliability(&self) -> Reliability {
        let variances: Vec<i128> = self.items.iter().map(|s| self.spread(s[1], s[0], s[0])).collect();
        let sum: i128 = variances.iter().sum();
        let total = self.spread(self.total[1], self.total[0], self.total[0]);
        let k = self.items.len();
        let without = self.items.iter().zip(&variances).map(|(item, own)| {
            let with = self.spread(item[2], item[0], self.total[0]);
            alpha(k.checked_sub(1)?, sum - own, total - 2 * with + own)
        });
        let without = without.collect();
        Reliability { n: self.n, left_out: self.left_out, alpha: alpha(k, sum, total), without }
    }
}

/// k ÷ (k − 1) · (1 − sum ÷ total) of whole numbers; shortened together until they fit.
fn alpha(k: usize, sum: i128, total: i128) -> Option<Decimal> {
    if k < 2 || total <= 0 {
        return None;
    }
    let cut = cut(sum).max(cut(total));
    let share = decimal(sum, cut)?.checked_div(decimal(total, cut)?)?;
    let k = Decimal::from(k);
    Some((k / (k - Decimal::ONE) * (Decimal::ONE - share)).round_dp(12))
}

/// How many bits have to go before a number fits into a decimal, which holds 96; what goes lies
/// far below the digits that are kept.
fn cut(n: i128) -> u32 {
    (128 - n.unsigned_abs().leading_zeros()).saturating_sub(90)
}

fn decimal(n: i128, cut: u32) -> Option<Decimal> {
    Decimal::try_from_i128_with_scale(n >> cut, 0).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Eight forms of four items on 1–5. Expected: NumPy 2, with `ddof=1`,
    /// `k/(k-1) * (1 - d.var(0).sum() / d.sum(1).var())` on all columns and on each three.
    #[test]
    fn alpha_and_alpha_without_each_item() {
        let forms = [
            [3, 4, 3, 3],
            [4, 4, 5, 4],
            [2, 1, 2, 3],
            [5, 5, 4, 5],
            [3, 3, 3, 2],
            [4, 5, 4, 4],
            [1, 2, 2, 1],
            [5, 4, 5, 5],
        ];
        let mut moments = Moments::new(4);
        for form in forms {
            moments.add(&form.map(|x| Some(scaled(Decimal::from(x)))), true);
        }
        moments.add(&[Some(1), None, Some(1), Some(1)], true);
        let result = moments.reliability();
        assert_eq!((result.n, result.left_out), (8, 1));
        assert_eq!(result.alpha.map(|a| a.round_dp(9)), Some(dec!(0.944600939)));
        let without: Vec<Decimal> = result.without.iter().flatten().map(|a| a.round_dp(9)).collect();
        assert_eq!(without, [dec!(0.894806924), dec!(0.952898551), dec!(0.928082192), dec!(0.931163955)]);
    }

    #[test]
    fn alpha_needs_two_items_that_vary() {
        let mut moments = Moments::new(1);
        moments.add(&[Some(1)], true);
        moments.add(&[Some(2)], true);
        assert_eq!(moments.reliability().alpha, None);
        let mut same = Moments::new(2);
        same.add(&[Some(5), Some(5)], true);
        same.add(&[Some(5), Some(5)], true);
        assert_eq!(same.reliability().alpha, None);
        // The same question twice: α is 1.
        let mut twice = Moments::new(2);
        for x in [scaled(dec!(100)), scaled(dec!(80)), 0] {
            twice.add(&[Some(x), Some(x)], true);
        }
        assert_eq!(twice.reliability().alpha, Some(dec!(1)));
        // 100, 80 and 0: mean 60, variance (1600 + 400 + 3600) ÷ 2 = 2800.
        assert_eq!(twice.mean_of_items(), Some((dec!(60), Some(dec!(2800)), 3)));
        twice.add(&[Some(0), Some(0)], false);
        assert_eq!(twice.mean_of_items(), Some((dec!(90), Some(dec!(200)), 2)));
    }
}
