//! The year of a log that has a rhythm: what was done, what is due, what was missed.
//!
//! A period is done as soon as one row falls into it. What is not done is missed once the period
//! is over, due while it runs, and ahead before it begins; so a year that is past has nothing
//! due. Of a log of which nothing at all is recorded nothing is known to be missed. Today comes in
//! as a value.

use chrono::{Datelike, Days, NaiveDate};

use crate::ledger::Facts;
use crate::scheme::measure::Rhythm;
use crate::scheme::{MeasureKind, Scheme};

use super::rows::first_date;

/// Months of a year.
const MONTHS: u32 = 12;

/// A period of the year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slot {
    /// Which.
    pub name: SlotName,
    /// How it stands.
    pub state: SlotState,
    /// Rows that fall into it.
    pub rows: usize,
}

/// What a period is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SlotName {
    /// The how-manieth of so many equal parts of a year: 3 of 12 is March, 2 of 4 the second
    /// quarter.
    Part {
        /// From 1.
        n: u32,
        /// A divisor of 12.
        of: u32,
    },
    /// Until and including this day.
    Until(NaiveDate),
}

/// How a period stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SlotState {
    /// At least one row.
    Done,
    /// None yet, and it is running.
    Due,
    /// None, and it is over.
    Missed,
    /// None, and it has not begun.
    Ahead,
}

/// The periods of a log's year, as the plan on record divides it. `None` where the log has no
/// rhythm, the scheme no year, or the plan a number of times that divides no year evenly.
pub fn calendar(scheme: &Scheme, facts: &Facts, measure: usize, today: NaiveDate) -> Option<Vec<Slot>> {
    let measure = scheme.measures.get(measure)?;
    let MeasureKind::Table(table) = &measure.kind else { return None };
    let periods = match table.rhythm.as_ref()? {
        Rhythm::Dates(dates) => until(dates),
        per => {
            let usual = if *per == Rhythm::Month { MONTHS } else { 4 };
            let planned = facts.get(&format!("{}.planned", measure.id)).map(str::parse::<u32>);
            let times = planned.map_or(Some(usual), Result::ok)?;
            parts(scheme.year?, times)?
        }
    };
    let column = &table.columns.get(first_date(table)?)?.id;
    let rows = facts.rows(&measure.id).into_iter();
    let days: Vec<NaiveDate> = rows
        .filter_map(|row| facts.get(&format!("{}.{row}.{column}", measure.id)))
        .filter_map(first_day)
        .collect();
    let begun = facts.under(&format!("{}.", measure.id)).next().is_some();
    let slot = |(name, from, to): (SlotName, NaiveDate, NaiveDate)| {
        let rows = days.iter().filter(|d| (from..=to).contains(*d)).count();
        let state = if rows > 0 {
            SlotState::Done
        } else if to < today && begun {
            SlotState::Missed
        } else if from <= today {
            SlotState::Due
        } else {
            SlotState::Ahead
        };
        Slot { name, state, rows }
    };
    Some(periods.into_iter().map(slot).collect())
}

type Period = (SlotName, NaiveDate, NaiveDate);

/// A year in so many equal parts.
fn parts(year: i32, of: u32) -> Option<Vec<Period>> {
    if of == 0 || !MONTHS.is_multiple_of(of) {
        return None;
    }
    let months = MONTHS / of;
    let begins = |n: u32| NaiveDate::from_ymd_opt(year + i32::from(n == of), n % of * months + 1, 1);
    let part = |n: u32| {
        let last = begins(n)?.checked_sub_days(Days::new(1))?;
        Some((SlotName::Part { n, of }, begins(n - 1)?, last))
    };
    (1..=of).map(part).collect()
}

/// From each day after the one before it; the first from the beginning of its year.
fn until(dates: &[NaiveDate]) -> Vec<Period> {
    let mut from = dates.first().and_then(|d| NaiveDate::from_ymd_opt(d.year(), 1, 1)).unwrap_or_default();
    let mut periods = Vec::new();
    for date in dates {
        periods.push((SlotName::Until(*date), from, *date));
        from = date.checked_add_days(Days::new(1)).unwrap_or(*date);
    }
    periods
}

/// The day that is recorded, or the first of the month that is.
fn first_day(date: &str) -> Option<NaiveDate> {
    let whole = if date.len() == 7 { format!("{date}-01") } else { date.to_owned() };
    whole.parse().ok()
}

/// Whether a recorded day or month lies after today.
pub fn is_future(date: &str, today: NaiveDate) -> bool {
    let today = today.to_string();
    // Written alike, they compare like dates; a month is compared with this month.
    today.get(..date.len()).is_some_and(|now| date > now)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_year_is_divided_evenly_or_not_at_all() {
        let quarters = parts(2024, 4).unwrap();
        assert_eq!(quarters[0].1..=quarters[0].2, day("2024-01-01")..=day("2024-03-31"));
        assert_eq!(quarters[3].1..=quarters[3].2, day("2024-10-01")..=day("2024-12-31"));
        let months = parts(2024, 12).unwrap();
        assert_eq!(months[1].1..=months[1].2, day("2024-02-01")..=day("2024-02-29"));
        assert_eq!(parts(2024, 1).unwrap().len(), 1);
        assert_eq!(parts(2024, 5), None);
        assert_eq!(parts(2024, 0), None);
    }

    #[test]
    fn due_days_begin_where_the_one_before_ends() {
        let periods = until(&[day("2023-04-30"), day("2023-10-31")]);
        assert_eq!(periods[0].1..=periods[0].2, day("2023-01-01")..=day("2023-04-30"));
        assert_eq!(periods[1].1..=periods[1].2, day("2023-05-01")..=day("2023-10-31"));
    }

    #[test]
    fn a_month_is_future_only_after_this_month() {
        let today = day("2024-08-15");
        assert!(!is_future("2024-08", today));
        assert!(is_future("2024-09", today));
        assert!(!is_future("2024-08-15", today));
        assert!(is_future("2024-08-16", today));
    }
}
