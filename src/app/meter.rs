//! How fast forms are keyed: forms an hour, keys that answer or close a form, corrections. A help
//! for the person at the keys, kept while the project is open and never recorded.

use chrono::{DateTime, FixedOffset, TimeDelta};
use rust_decimal::Decimal;

/// A longer pause is no keying.
const PAUSE: TimeDelta = TimeDelta::seconds(60);
/// Less time than this tells nothing about an hour.
const LEAST: TimeDelta = TimeDelta::seconds(20);
/// Milliseconds of an hour.
const HOUR: u64 = 3_600_000;

/// Counts keys and forms, and the time they took without pauses.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Meter {
    forms: u64,
    /// Keys of filed forms.
    keys: u64,
    /// Keys of the form being keyed.
    pending: u64,
    corrections: u64,
    active: TimeDelta,
    last: Option<DateTime<FixedOffset>>,
}

/// What the meter says once a form is filed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figures {
    /// Forms an hour, pauses left out; `None` as long as it is a guess.
    pub per_hour: Option<u64>,
    /// Keys that answer or close a form, one decimal.
    pub keys: Decimal,
    /// Answers changed or taken back.
    pub corrections: u64,
}

impl Meter {
    /// A key was pressed on a form. `answers`: whether it answers or closes one; moving about and
    /// looking at something else takes time, but is no key of a form.
    pub fn key(&mut self, now: DateTime<FixedOffset>, answers: bool) {
        let gap = self.last.map(|last| now - last).filter(|gap| *gap >= TimeDelta::zero() && *gap <= PAUSE);
        self.active += gap.unwrap_or_default();
        self.last = Some(now);
        self.pending += u64::from(answers);
    }

    /// An answer that was there was changed or taken back.
    pub fn corrected(&mut self) {
        self.corrections += 1;
    }

    /// The form was filed.
    pub fn filed(&mut self) {
        self.forms += 1;
        self.keys += std::mem::take(&mut self.pending);
    }

    /// What there is to say; nothing before a form is filed.
    pub fn figures(&self) -> Option<Figures> {
        let forms = Decimal::from(self.forms);
        let keys = Decimal::from(self.keys).checked_div(forms)?.round_dp(1);
        let time = u64::try_from(self.active.num_milliseconds()).ok().filter(|_| self.active >= LEAST);
        let per_hour = time.map(|time| self.forms * HOUR / time);
        Some(Figures { per_hour, keys, corrections: self.corrections })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> DateTime<FixedOffset> {
        DateTime::parse_from_rfc3339("2024-08-15T14:32:00+08:00").unwrap() + TimeDelta::seconds(seconds)
    }

    #[test]
    fn pauses_do_not_count() {
        let mut meter = Meter::default();
        // Eight keys five seconds apart, a coffee of ten minutes, eight keys more.
        for n in 0..8 {
            meter.key(at(n * 5), true);
        }
        meter.filed();
        for n in 0..8 {
            meter.key(at(635 + n * 5), true);
            meter.key(at(636 + n * 5), false);
        }
        meter.filed();
        // Two forms in 7 × 5 + 7 × 5 + 1 = 71 seconds: 2 × 3600 ÷ 71 = 101 an hour, of 8 keys each;
        // those that only looked around are none.
        let figures = meter.figures().unwrap();
        assert_eq!((figures.per_hour, figures.keys), (Some(101), Decimal::from(8)));
    }

    #[test]
    fn a_form_under_way_is_not_counted_yet() {
        let mut meter = Meter::default();
        meter.key(at(0), true);
        assert_eq!(meter.figures(), None);
        meter.filed();
        meter.key(at(1), true);
        meter.corrected();
        let figures = meter.figures().unwrap();
        assert_eq!((figures.per_hour, figures.keys, figures.corrections), (None, Decimal::ONE, 1));
    }

    #[test]
    fn a_clock_set_back_adds_nothing() {
        let mut meter = Meter::default();
        for seconds in [0, 30, -500, -470] {
            meter.key(at(seconds), true);
        }
        meter.filed();
        // 30 + 30 seconds for one form.
        assert_eq!(meter.figures().unwrap().per_hour, Some(60));
    }
}
