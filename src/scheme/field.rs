//! What may be recorded: every path of a scheme, what it takes, and why it refuses.
//!
//! The one gate for facts, whoever brings them: the screen, `set`, `facts.toml`, an import.

mod amount;
mod answers;

pub use amount::{Amount, Typed};

pub use answers::{answer_kind, keys};

use std::borrow::Cow;

use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;

use super::measure::{self, ColumnKind, MeasureKind, NumberSpec, Tier, Unit};
use super::register::{self, RefTo, Register};
use super::{INDICATOR_PREFIX, Scheme, signoff};

/// Numbers from here on are refused as slips of the finger where a field sets no limit itself.
pub const ABSURD: Decimal = Decimal::from_parts(0x4876_E800, 0x17, 0, false, 0); // 10^11
/// Numbers with decimals are written with all that their field takes, up to so many; where it takes
/// more they are kept as typed.
pub const PADDED_DECIMALS: u32 = 6;
/// Digits of [`ABSURD`]: whatever has fewer lies below it.
const ABSURD_DIGITS: usize = 12;
/// Longest text of one field, in characters.
pub const MAX_TEXT: usize = 2000;
/// Largest running number of a row or a form.
pub const MAX_ROW: u32 = 9_999_999;
/// Answers that are not choices: 空白, 无法辨认, 拒答. Counted, never part of an index.
pub const NON_ANSWERS: [&str; 3] = ["blank", "unreadable", "refused"];
/// Words of `ID.counts_by`: which of forms and totals count where both were keyed.
pub const COUNTS_BY: [&str; 2] = ["forms", "tally"];
/// States of a checklist item, in the order of their digit keys 1–4.
pub const STATES: [&str; 4] = ["met", "unmet", "partly", "na"];
/// What may be added to any recorded path after `@`: the fact's evidence.
pub const EVIDENCE: [&str; 5] = ["source", NOTE, "date", "place", "collector"];

/// The note among [`EVIDENCE`]; the reason where an item does not apply.
pub const NOTE: &str = "note";

/// Last segment of the path where the worth within a tier is recorded.
pub const JUDGED: &str = "judged";
/// Most decimals of a worth judged within a tier.
const JUDGED_DECIMALS: u32 = 4;

/// A place where something may be recorded.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// Its path, as the ledger prints it.
    pub path: String,
    /// What it takes.
    pub kind: FieldKind,
}

/// What a field takes.
#[derive(Debug, Clone, PartialEq)]
pub enum FieldKind {
    /// A number within limits.
    Number(NumberSpec),
    /// A line of text, not empty.
    Text,
    /// A day, or a month where the day is not known.
    Date,
    /// One of these codes.
    Code(Vec<String>),
    /// Any of these codes together, or one of [`NON_ANSWERS`].
    Ticks {
        /// The codes in the order of the paper.
        codes: Vec<String>,
        /// Those of them that stand alone.
        exclusive: Vec<String>,
    },
    /// What is answered to an open question: this, or one of [`NON_ANSWERS`].
    Answer(Box<Self>),
    /// References to other things, each once.
    Refs {
        /// What they refer to.
        to: RefTo,
        /// The ids they may begin with; empty where they are numbers of rows.
        known: Vec<String>,
    },
}

/// Why a field did not take what was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// Not a number at all.
    NotANumber,
    /// A number in a unit that is not the field's, which is the one known.
    OtherUnit(Box<Missing>),
    /// Below the smallest.
    TooSmall(Decimal),
    /// Above the largest.
    TooLarge(Decimal),
    /// More decimals than the field keeps.
    TooManyDecimals(u32),
    /// Neither YYYY-MM-DD nor YYYY-MM, or no such day.
    NotADate,
    /// None of the codes.
    NotACode(Vec<String>),
    /// More answers than valid forms; at most the rest fits.
    OverTotal {
        /// What all totals would add up to.
        sum: u64,
        /// Valid forms.
        valid: u64,
        /// What is left for this choice.
        rest: u64,
    },
    /// A code that stands alone, with others.
    NotTogether(String),
    /// Longer than [`MAX_TEXT`].
    TooLong,
    /// Holds a control character.
    ControlCharacter,
    /// Nothing but spaces.
    Empty,
    /// Not the number of a row.
    NotARow(String),
    /// Refers to what there is not.
    NoSuch(Box<Missing>),
}

/// A reference to what there is not, or a unit that does not fit, and what there is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// What was given.
    pub given: String,
    /// What may be given.
    pub known: Vec<String>,
}

impl Refusal {
    /// That there is nothing by the name given.
    pub fn no_such(given: &str, known: Vec<String>) -> Self {
        Self::NoSuch(Box::new(Missing { given: given.to_owned(), known }))
    }
}

impl Scheme {
    /// The field at `path`, or `None` if nothing may be recorded there.
    pub fn field(&self, path: &str) -> Option<Field> {
        let kind = match path.split_once('@') {
            Some((base, evidence)) => {
                if !self.takes_evidence(base) {
                    return None;
                }
                match evidence {
                    "date" => FieldKind::Date,
                    e if EVIDENCE.contains(&e) => FieldKind::Text,
                    _ => return None,
                }
            }
            None => self.kind_at(path)?,
        };
        Some(Field { path: path.to_owned(), kind })
    }

    /// Evidence hangs on every field, and on a measure, a questionnaire or a row as a whole.
    fn takes_evidence(&self, base: &str) -> bool {
        if self.kind_at(base).is_some() || self.questionnaire(base).is_some() {
            return true;
        }
        let (measure, row) = base.split_once('.').map_or((base, None), |(m, r)| (m, Some(r)));
        if Register::named(measure).is_some() {
            return row.is_some_and(|row| row_number(row).is_some());
        }
        let Some(measure) = self.measure(measure) else { return false };
        match (&self.measures[measure].kind, row) {
            (_, None) => true,
            (MeasureKind::Table(table), Some(row)) if table.is_open() => row_number(row).is_some(),
            (MeasureKind::Table(table), Some(row)) => table.rows.iter().any(|r| r.id == row),
            _ => false,
        }
    }

    fn kind_at(&self, path: &str) -> Option<FieldKind> {
        let segments: Vec<&str> = path.split('.').collect();
        match segments.as_slice() {
            [INDICATOR_PREFIX, id, "na"] => {
                self.indicator(id).filter(|&i| self.indicators[i].rule.is_some())?;
                Some(FieldKind::Text)
            }
            [signoff::SIGN | signoff::LOCK, ..] => signoff::kind_at(path),
            [first, rest @ ..] => {
                if let Some(register) = Register::named(first) {
                    self.register_kind(register, rest)
                } else if let Some(m) = self.measure(first) {
                    measure_kind(&self.measures[m].kind, rest)
                } else {
                    let q = self.questionnaire(first)?;
                    answers::kind_at(&self.questionnaires[q], rest)
                }
            }
            [] => None,
        }
    }

    fn register_kind(&self, register: Register, rest: &[&str]) -> Option<FieldKind> {
        let [row, column] = rest else { return None };
        row_number(row)?;
        let column = register.table().columns.iter().find(|c| c.id == *column)?;
        Some(match column.kind {
            ColumnKind::Refs(to) => FieldKind::Refs { to, known: register::known(self, to) },
            ref kind => column_kind(kind),
        })
    }
}

fn measure_kind(kind: &MeasureKind, rest: &[&str]) -> Option<FieldKind> {
    match (kind, rest) {
        (MeasureKind::Number(spec), []) => Some(FieldKind::Number(spec.clone())),
        (MeasureKind::Choice(tiers), []) => {
            Some(FieldKind::Code(tiers.iter().map(|t| t.code.clone()).collect()))
        }
        (MeasureKind::Choice(tiers), [JUDGED]) => judged_spec(tiers).map(FieldKind::Number),
        (MeasureKind::Checklist(items), [id]) => {
            items.iter().find(|i| i.id == *id)?;
            Some(FieldKind::Code(STATES.map(str::to_owned).to_vec()))
        }
        (MeasureKind::Table(table), [cell]) => match *cell {
            "planned" if table.planned => Some(FieldKind::Number(count_spec(&table.unit))),
            "total" if table.is_open() => Some(FieldKind::Number(count_spec(&table.unit))),
            _ => None,
        },
        (MeasureKind::Table(table), [row, column]) => {
            if table.is_open() {
                row_number(row)?;
            } else {
                table.rows.iter().find(|r| r.id == *row)?;
            }
            let column = table.columns.iter().find(|c| c.id == *column && c.computed.is_none())?;
            Some(column_kind(&column.kind))
        }
        _ => None,
    }
}

/// What may be judged within tiers: from the lowest to the highest of their ends. `None` if no
/// tier leaves anything to judge.
pub fn judged_spec(tiers: &[Tier]) -> Option<NumberSpec> {
    let open = || tiers.iter().filter(|t| t.fixed().is_none());
    let (min, max) = (open().map(|t| t.low.at).min()?, open().map(|t| t.high.at).max());
    Some(NumberSpec { unit: Unit::default(), decimals: JUDGED_DECIMALS, min, max })
}

fn column_kind(kind: &ColumnKind) -> FieldKind {
    match kind {
        ColumnKind::Number(spec) => FieldKind::Number(spec.clone()),
        ColumnKind::Text => FieldKind::Text,
        ColumnKind::Date => FieldKind::Date,
        ColumnKind::Choice(choices) => {
            FieldKind::Code(choices.iter().map(|c: &measure::Choice| c.code.clone()).collect())
        }
        ColumnKind::Refs(to) => FieldKind::Refs { to: *to, known: Vec::new() },
    }
}

fn count_spec(unit: &Unit) -> NumberSpec {
    NumberSpec { unit: unit.clone(), decimals: 0, min: Decimal::ZERO, max: None }
}

/// The running number in a path segment: 1 to [`MAX_ROW`], without leading zeros or sign.
pub fn row_number(segment: &str) -> Option<u32> {
    let plain = !segment.starts_with('0') && segment.bytes().all(|b| b.is_ascii_digit());
    segment.parse().ok().filter(|n| plain && (1..=MAX_ROW).contains(n))
}

impl FieldKind {
    /// What is recorded for `typed`: full-width digits folded, thousands separators dropped,
    /// spaces trimmed, numbers and dates in one canonical form.
    ///
    /// # Errors
    /// The reason why the field does not take it.
    pub fn accept(&self, typed: &str) -> Result<String, Refusal> {
        self.take(typed).map(Cow::into_owned)
    }

    /// The same, borrowed where it was typed in its canonical form already: tables with many
    /// thousands of rows are.
    ///
    /// # Errors
    /// As [`Self::accept`].
    pub fn take<'t>(&self, typed: &'t str) -> Result<Cow<'t, str>, Refusal> {
        let typed = if is_trimmed(typed.as_bytes()) { typed } else { typed.trim() };
        if typed.is_empty() {
            return Err(Refusal::Empty);
        }
        match self {
            Self::Number(spec) if is_canonical_number(spec, typed) => Ok(Cow::Borrowed(typed)),
            Self::Number(spec) => accept_number(spec, &fold_width(typed)).map(Cow::Owned),
            Self::Text => accept_text(typed).map(|()| Cow::Borrowed(typed)),
            Self::Date if is_canonical_date(typed) => Ok(Cow::Borrowed(typed)),
            Self::Date => accept_date(&fold_width(typed)).map(Cow::Owned),
            Self::Refs { to, known } => register::accept_refs(*to, known, typed),
            Self::Code(codes) if codes.iter().any(|c| c == typed) => Ok(Cow::Borrowed(typed)),
            Self::Code(codes) => {
                let folded = fold_width(typed);
                if codes.contains(&folded) {
                    Ok(Cow::Owned(folded))
                } else {
                    Err(Refusal::NotACode(codes.clone()))
                }
            }
            Self::Ticks { .. } | Self::Answer(_) if NON_ANSWERS.contains(&typed) => Ok(Cow::Borrowed(typed)),
            Self::Ticks { codes, exclusive } => {
                let ticks = answers::accept_ticks(codes, exclusive, &fold_width(typed))?;
                Ok(if ticks == typed { Cow::Borrowed(typed) } else { Cow::Owned(ticks) })
            }
            Self::Answer(inner) => inner.take(typed),
        }
    }

    /// What it takes besides [`NON_ANSWERS`], if it is an open question's answer.
    pub fn inner(&self) -> &Self {
        match self {
            Self::Answer(inner) => inner,
            kind => kind,
        }
    }
}

/// Whether a text begins and ends with something that is not white, which is seen at once for
/// ASCII and the usual 汉字 (U+4000 to U+9FFF). Doubtful cases say no.
fn is_trimmed(text: &[u8]) -> bool {
    let is_graphic = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_graphic);
    let is_han = |byte: Option<&u8>| byte.is_some_and(|b| (0xE4..=0xE9).contains(b));
    let first = text.first();
    // Nothing else begins with such a byte, so three from the end it begins the last character.
    let last_but_two = text.len().checked_sub(3).and_then(|n| text.get(n));
    (is_graphic(first) || is_han(first)) && (is_graphic(text.last()) || is_han(last_but_two))
}

/// Whether [`accept_number`] would take `typed` and leave it as it is. Doubtful cases say no.
fn is_canonical_number(spec: &NumberSpec, typed: &str) -> bool {
    let bytes = typed.as_bytes();
    let (whole, fraction) = match bytes.iter().position(|b| *b == b'.') {
        Some(point) => (&bytes[..point], Some(&bytes[point + 1..])),
        None => (bytes, None),
    };
    let digits = |part: &[u8]| !part.is_empty() && part.iter().all(u8::is_ascii_digit);
    let is_short = whole.len() < ABSURD_DIGITS;
    let plain = is_short && digits(whole) && (whole[0] != b'0' || whole.len() == 1);
    let exact = fraction.is_none_or(|f| {
        u32::try_from(f.len()) == Ok(spec.decimals)
            && spec.decimals <= PADDED_DECIMALS
            && digits(f)
            && f.iter().any(|b| *b != b'0')
    });
    if !plain || !exact {
        return false;
    }
    // So few digits stay below ABSURD, and none is negative.
    if spec.max.is_none() && spec.min.is_zero() {
        return true;
    }
    let within = |n: Decimal| n >= spec.min && spec.max.is_none_or(|max| n <= max);
    Decimal::from_str_exact(typed).is_ok_and(within)
}

/// Whether [`accept_date`] would take `typed` and leave it as it is. Doubtful cases say no.
fn is_canonical_date(typed: &str) -> bool {
    let digits = |at: std::ops::Range<usize>| {
        let part = typed.as_bytes().get(at)?;
        let add = |n: u32, b: &u8| b.is_ascii_digit().then(|| n * 10 + u32::from(b - b'0'));
        part.iter().try_fold(0, add)
    };
    let dash = |at: usize| typed.as_bytes().get(at) == Some(&b'-');
    let month = digits(0..4).is_some_and(|y| (1900..=2200).contains(&y))
        && dash(4)
        && digits(5..7).is_some_and(|m| (1..=12).contains(&m));
    // Days that every month has.
    let day = typed.len() == 10 && dash(7) && digits(8..10).is_some_and(|d| (1..=28).contains(&d));
    month && (typed.len() == 7 || day)
}

fn accept_number(spec: &NumberSpec, typed: &str) -> Result<String, Refusal> {
    let plain = without_thousands(typed).ok_or(Refusal::NotANumber)?;
    let number = Decimal::from_str_exact(&plain).map_err(|e| match e {
        rust_decimal::Error::ExceedsMaximumPossibleValue => Refusal::TooLarge(spec.max.unwrap_or(ABSURD)),
        rust_decimal::Error::Underflow => Refusal::TooManyDecimals(spec.decimals),
        _ => Refusal::NotANumber,
    })?;
    if number < spec.min {
        return Err(Refusal::TooSmall(spec.min));
    }
    let max = spec.max.unwrap_or(ABSURD);
    if number > max {
        return Err(Refusal::TooLarge(max));
    }
    if number.normalize().scale() > spec.decimals {
        return Err(Refusal::TooManyDecimals(spec.decimals));
    }
    let mut canonical = number.normalize();
    if canonical.scale() > 0 && spec.decimals <= PADDED_DECIMALS {
        canonical.rescale(spec.decimals);
    }
    Ok(canonical.to_string())
}

/// The number without the commas that set off its thousands; `None` where they stand elsewhere,
/// which is how two numbers pasted into one field look.
fn without_thousands(typed: &str) -> Option<String> {
    let (whole, fraction) = typed.split_once('.').map_or((typed, None), |(w, f)| (w, Some(f)));
    let mut groups = whole.split(',');
    let first = groups.next()?.trim_start_matches(['+', '-']);
    let mut rest = groups.peekable();
    let set_off = rest.peek().is_some();
    if set_off && (first.is_empty() || first.len() > 3 || !rest.all(|g| g.len() == 3)) {
        return None;
    }
    let joined = whole.replace(',', "");
    Some(fraction.map_or(joined.clone(), |f| format!("{joined}.{f}")))
}

fn accept_text(typed: &str) -> Result<(), Refusal> {
    if typed.len() > MAX_TEXT && typed.chars().count() > MAX_TEXT {
        return Err(Refusal::TooLong);
    }
    // Control characters begin with one of these bytes, most texts have none of them, and looking
    // at all bytes without stopping is what a processor does many at a time.
    let is_suspect = |b: u8| b < 0x20 || b == 0x7F || b == 0xC2;
    if typed.bytes().fold(false, |any, b| any | is_suspect(b))
        && typed.chars().any(|c| c.is_control() && c != '\n')
    {
        return Err(Refusal::ControlCharacter);
    }
    Ok(())
}

fn accept_date(typed: &str) -> Result<String, Refusal> {
    let digits = typed.replace(['/', '.', '年', '月'], "-").replace('日', "");
    let mut parts = digits.trim_end_matches('-').split('-');
    let mut number = || parts.next().map(str::parse::<u32>);
    let year = number().and_then(Result::ok).filter(|y| (1900..=2200).contains(y));
    let month = number().and_then(Result::ok);
    let day = number();
    let (Some(year), Some(month)) = (year, month) else { return Err(Refusal::NotADate) };
    let year = i32::try_from(year).map_err(|_| Refusal::NotADate)?;
    match day {
        None => {
            let first = NaiveDate::from_ymd_opt(year, month, 1).ok_or(Refusal::NotADate)?;
            Ok(format!("{:04}-{:02}", first.year(), first.month()))
        }
        Some(Ok(day)) if number().is_none() => {
            NaiveDate::from_ymd_opt(year, month, day).map(|d| d.to_string()).ok_or(Refusal::NotADate)
        }
        Some(_) => Err(Refusal::NotADate),
    }
}

/// Whether [`fold_width`] leaves a text as it is, seen at once: what it folds begins in UTF-8 with
/// one of two bytes, which the usual 汉字 do not begin with. Doubtful cases say no.
pub fn is_folded(text: &str) -> bool {
    let is_suspect = |b: u8| b == 0xE3 || b == 0xEF;
    !text.bytes().fold(false, |any, b| any | is_suspect(b))
}

/// Full-width ASCII (１２３．－) and the ideographic space as plain ASCII.
pub fn fold_width(text: &str) -> String {
    text.chars().map(fold_char).collect()
}

/// The ASCII twin of a full-width character; others unchanged.
pub fn fold_char(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '\u{3000}' => ' ',
        '。' => '.',
        '、' => ',',
        _ => c,
    }
}

#[cfg(test)]
mod tests;
