//! Scores of units as CSV or as lines of JSON.
//!
//! CSV: `unit,total,low,high,grade`, a column for each scored indicator, `ranges`, `notices`. What
//! is not certain is empty; the range it lies in stands under `ranges`. JSON: one object a line.

use std::fmt::Write as _;

use rust_decimal::Decimal;
use serde::ser::{Serialize, SerializeMap as _, Serializer};
use serde_json::json;

use super::{Batch, UNIT};
use crate::export::json::grade_between;
use crate::export::{csv_guarded, points, push_points};
use crate::i18n::notice;
use crate::score::{Scorecard, Span};

/// How results are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Form {
    /// A table.
    #[default]
    Csv,
    /// One JSON object a line.
    Json,
}

/// Writes scores in one form.
pub struct Printer<'a> {
    batch: Batch<'a>,
    /// The scored indicators and their ids.
    leaves: Vec<(usize, &'a str)>,
}

impl<'a> Printer<'a> {
    pub fn new(batch: &Batch<'a>) -> Self {
        let scheme = batch.scheme;
        Self {
            batch: *batch,
            leaves: scheme.leaves().map(|n| (n, scheme.indicators[n].id.as_str())).collect(),
        }
    }

    /// What stands before the first row: for CSV a byte order mark, without which spreadsheets
    /// show Chinese as garbage, and the headings.
    pub fn head(&self) -> Vec<u8> {
        if self.batch.form == Form::Json {
            return Vec::new();
        }
        let mut writer = csv::Writer::from_writer("\u{FEFF}".as_bytes().to_vec());
        let before = [UNIT, "total", "low", "high", "grade"];
        let ids = self.leaves.iter().map(|(_, id)| *id);
        // Writing to memory cannot fail.
        let _ = writer.write_record(before.into_iter().chain(ids).chain(["ranges", "notices"]));
        writer.into_inner().unwrap_or_default()
    }

    /// Room for some rows.
    pub fn page(&'a self) -> Page<'a> {
        match self.batch.form {
            Form::Csv => Page {
                printer: self,
                sheet: Sheet::Csv(Box::new(csv::Writer::from_writer(Vec::new())), String::new()),
            },
            Form::Json => Page { printer: self, sheet: Sheet::Json(Vec::new()) },
        }
    }
}

enum Sheet {
    /// The rows, and room in which the text of a cell is put together.
    Csv(Box<csv::Writer<Vec<u8>>>, String),
    Json(Vec<u8>),
}

/// Some rows of results.
pub struct Page<'a> {
    printer: &'a Printer<'a>,
    sheet: Sheet,
}

impl Page<'_> {
    /// Adds the scores of a unit.
    pub fn row(&mut self, unit: &str, card: &Scorecard) {
        let result = Unit { printer: self.printer, name: unit, card };
        // Writing to memory cannot fail.
        match &mut self.sheet {
            Sheet::Csv(writer, text) => {
                let _ = result.table_row(writer, text);
            }
            Sheet::Json(text) => {
                let _ = serde_json::to_writer(&mut *text, &result);
                text.push(b'\n');
            }
        }
    }

    /// The bytes of all rows.
    pub fn finish(self) -> Vec<u8> {
        match self.sheet {
            Sheet::Csv(writer, _) => writer.into_inner().unwrap_or_default(),
            Sheet::Json(text) => text,
        }
    }
}

/// The scores of one unit.
struct Unit<'a> {
    printer: &'a Printer<'a>,
    name: &'a str,
    card: &'a Scorecard,
}

impl Unit<'_> {
    fn points(&self, value: Decimal) -> String {
        points(value, self.card.rounding.places)
    }

    fn known(&self, span: Span) -> Option<String> {
        span.known().map(|p| self.points(p))
    }

    /// Scored indicators with their points.
    fn leaves(&self) -> impl Iterator<Item = (&str, Span)> {
        self.printer.leaves.iter().map(|(n, id)| (*id, self.card.scores[*n].points))
    }

    /// Those whose points are not certain.
    fn open(&self) -> impl Iterator<Item = (&str, Span)> {
        self.leaves().filter(|(_, span)| span.known().is_none())
    }

    fn table_row(&self, writer: &mut csv::Writer<Vec<u8>>, text: &mut String) -> csv::Result<()> {
        let Batch { scheme, lang, .. } = self.printer.batch;
        let total = self.card.total.points;
        let places = self.card.rounding.places;
        let mut number = |writer: &mut csv::Writer<Vec<u8>>, value: Option<Decimal>| {
            text.clear();
            if let Some(value) = value {
                push_points(text, value, places);
            }
            writer.write_field(text.as_bytes())
        };
        writer.write_field(csv_guarded(self.name).as_ref())?;
        for value in [total.known(), Some(total.low), Some(total.high)] {
            number(writer, value)?;
        }
        writer.write_field(csv_guarded(&grade_between(lang, scheme, self.card.grade)).as_ref())?;
        for (_, span) in self.leaves() {
            number(writer, span.known())?;
        }
        text.clear();
        for (id, span) in self.open() {
            let gap = if text.is_empty() { "" } else { "; " };
            let _ = write!(text, "{gap}{id} {}–{}", self.points(span.low), self.points(span.high));
        }
        writer.write_field(text.as_bytes())?;
        text.clear();
        for notice in &self.card.notices {
            text.push_str(if text.is_empty() { "" } else { "; " });
            text.push_str(notice.kind.code());
            text.push(' ');
            text.push_str(&notice.path);
        }
        writer.write_field(text.as_bytes())?;
        writer.write_record(None::<&[u8]>)
    }
}

/// An object whose keys and values come out of an iterator.
struct Object<F>(F);

impl<K: Serialize, V: Serialize, I: Iterator<Item = (K, V)>, F: Fn() -> I> Serialize for Object<F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map((self.0)())
    }
}

impl Serialize for Unit<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Batch { scheme, lang, .. } = self.printer.batch;
        let total = self.card.total.points;
        let graded = self.card.grade;
        let name = |g: Option<usize>| g.map(|g| lang.label(&scheme.grades[g].name));
        let certain = graded.low.filter(|_| graded.low == graded.high);
        let ends =
            |span: Span| [("low", Some(self.points(span.low))), ("high", Some(self.points(span.high)))];
        let whole = || [("score", self.known(total))].into_iter().chain(ends(total));
        let grade =
            || [("name", name(certain)), ("low", name(graded.low)), ("high", name(graded.high))].into_iter();
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry(UNIT, self.name)?;
        map.serialize_entry("total", &Object(whole))?;
        map.serialize_entry("grade", &Object(grade))?;
        map.serialize_entry("scores", &Object(|| self.leaves().map(|(id, s)| (id, self.known(s)))))?;
        map.serialize_entry(
            "ranges",
            &Object(|| self.open().map(|(id, s)| (id, Object(move || ends(s).into_iter())))),
        )?;
        let notices = self.card.notices.iter().map(
            |n| json!({"code": n.kind.code(), "path": n.path, "message": notice::message(lang, scheme, n)}),
        );
        map.serialize_entry("problems", &notices.collect::<Vec<_>>())?;
        map.end()
    }
}
