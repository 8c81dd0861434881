//! How many answered at all, and how many answered each question. Exact shares.

use rust_decimal::Decimal;

use crate::scheme::Rounding;
use crate::survey::{Counts, Tabulation};

/// `part` ÷ `whole`; `None` without a whole.
pub fn ratio(part: u64, whole: u64) -> Option<Decimal> {
    Decimal::from(part).checked_div(Decimal::from(whole))
}

/// How many forms went out, came back and count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Response {
    /// Forms handed out.
    pub distributed: Option<u64>,
    /// Forms that came back: as typed, else all forms keyed.
    pub returned: Option<u64>,
    /// Forms that count: as typed, else the valid forms keyed.
    pub valid: Option<u64>,
    /// People asked about.
    pub population: Option<u64>,
}

impl Response {
    /// What is known of a questionnaire.
    pub fn of(tabulation: &Tabulation) -> Self {
        let stated = &tabulation.stated;
        let keyed = |n: u64| Some(n).filter(|n| *n > 0);
        Self {
            distributed: stated.distributed,
            returned: stated.returned.or(keyed(tabulation.valid + tabulation.invalid)),
            valid: stated.valid.or(keyed(tabulation.valid)),
            population: stated.population,
        }
    }

    /// Returned ÷ distributed: the unit response rate. Source: AAPOR, Standard Definitions, for
    /// forms handed out to eligible people only.
    pub fn return_rate(&self) -> Option<Decimal> {
        ratio(self.returned?, self.distributed?)
    }

    /// Valid ÷ returned.
    pub fn valid_rate(&self) -> Option<Decimal> {
        ratio(self.valid?, self.returned?)
    }
}

/// Left blank, unreadable or refused ÷ all who were asked the question: item non-response. Forms
/// not keyed yet and questions skipped by a rule of the paper do not count on either side.
///
/// Source: AAPOR, Standard Definitions: 1 − answered ÷ eligible.
pub fn item_nonresponse(counts: &Counts) -> Option<Decimal> {
    ratio(counts.non_answers.iter().sum(), counts.answers())
}

/// The sum of the percentages of a question as they are printed: 100 only if rounding happens to
/// cancel. `None` without answers.
pub fn printed_sum(counts: &Counts, rates: Rounding) -> Option<Decimal> {
    let n = counts.n();
    let printed =
        |count: &u64| ratio(*count, n).map(|r| rates.mode.round(r * Decimal::ONE_HUNDRED, rates.places));
    if n == 0 { None } else { counts.choices.iter().map(printed).sum() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scheme::Mode;
    use crate::survey::{Basis, Stated};

    #[test]
    fn rates_divide_what_follows_by_what_came_before() {
        let stated = Stated { distributed: Some(40), returned: Some(35), ..Stated::default() };
        let response = Response::of(&Tabulation { stated, valid: 28, invalid: 3, ..Tabulation::default() });
        // 35 of 40 came back, 28 of 35 count.
        assert_eq!((response.return_rate(), response.valid_rate()), (Some(dec!(0.875)), Some(dec!(0.8))));
        let none = Response::of(&Tabulation::default());
        assert_eq!((none.return_rate(), none.valid_rate()), (None, None));
    }

    #[test]
    fn thirds_do_not_add_up_to_a_hundred_and_that_is_said() {
        let counts = Counts {
            basis: Basis::Tallies,
            choices: vec![1, 1, 1],
            respondents: 3,
            non_answers: [1, 0, 2],
            ..Counts::default()
        };
        let rates = Rounding { mode: Mode::HalfEven, ..Rounding::default() };
        assert_eq!(printed_sum(&counts, rates), Some(dec!(99.99)));
        assert_eq!(item_nonresponse(&counts), Some(dec!(0.5)));
        assert_eq!(printed_sum(&Counts::default(), rates), None);
    }
}
