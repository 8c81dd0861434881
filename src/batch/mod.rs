//! Many units at once: a table with one unit in each row in, one row of scores for each out.
//!
//! Owns the driver: rows are read in chunks, scored in parallel and written in the order in which
//! they came. Knows no file and no terminal: a reader, a writer and somebody to report to come
//! in. What a row is worth is not decided here but in [`crate::score`], which takes a row like any
//! other record.

mod columns;
mod rows;
mod write;

pub use columns::{Columns, Row};
pub use write::Form;

use std::io::{self, Read, Write};
use std::sync::Arc;

use rayon::prelude::*;

use crate::format::records;
use crate::i18n::Lang;
use crate::scheme::{FieldKind, Paths, Refusal, Scheme};
use crate::score::{Answer, Census, Peers, score_among};
use rows::{Chunk, Line, Source};
use write::Printer;

/// Name of the first column.
pub const UNIT: &str = "unit";

/// Units that are remembered, unless said otherwise, in order to notice one that comes twice:
/// so many that memory stays below 60 MB however long the table is.
pub const REMEMBERED: usize = 1 << 20;

/// Rows that one task scores before it looks for the next: few, for at the end of a chunk every
/// other thread waits for the last task.
const TASK: usize = 16;

/// What is scored and how it is written.
#[derive(Debug, Clone, Copy)]
pub struct Batch<'a> {
    /// The rules.
    pub scheme: &'a Scheme,
    /// How the results are written.
    pub form: Form,
    /// Language of the names of grades and of what needs a look.
    pub lang: Lang,
    /// Most units that are remembered in order to notice one that comes twice. Later ones are
    /// compared with these only.
    pub remembered: usize,
}

/// What happened on the way.
#[derive(Debug)]
pub enum Report {
    /// Something in the table is wrong; the rest goes on.
    Trouble(Trouble),
    /// So many rows are read, and none is scored yet because units are compared with each other.
    Read(u64),
    /// So many rows are done.
    Done(u64),
}

/// Something wrong in the table, and where.
#[derive(Debug, Clone, PartialEq)]
pub struct Trouble {
    /// Line of the table, from 1; of a row over several lines the first.
    pub line: u64,
    /// Heading of the column, where it is about one.
    pub column: Option<String>,
    /// What is wrong.
    pub fault: Fault,
}

/// What can be wrong with a table that can be read as a whole.
#[derive(Debug, Clone, PartialEq)]
pub enum Fault {
    /// No field of the scheme has this path; the column is passed over.
    UnknownColumn {
        /// The path that was probably meant.
        nearest: Option<String>,
    },
    /// The heading stands there twice; the second column is passed over.
    RepeatedColumn,
    /// More or fewer cells than headings; the row is left out.
    Cells {
        /// Cells in the row.
        found: usize,
        /// Headings.
        wanted: usize,
    },
    /// Bytes that are not UTF-8; the row is left out.
    NotUtf8,
    /// The row names no unit and is left out.
    Nameless,
    /// The unit stands further up already; the row is left out.
    RepeatedUnit {
        /// The unit.
        unit: String,
        /// The line it stands in.
        first: u64,
    },
    /// The field does not take the value; the row is left out.
    Refused {
        /// What stands there.
        value: String,
        /// What the field takes.
        kind: FieldKind,
        /// Why it does not.
        refusal: Refusal,
    },
}

impl Fault {
    /// Whether the row is left out for it. Otherwise only its column is, and every row counts
    /// without that column.
    pub const fn leaves_row_out(&self) -> bool {
        !matches!(self, Self::UnknownColumn { .. } | Self::RepeatedColumn)
    }
}

/// Why a table could not be scored at all, or not to its end.
#[derive(Debug)]
pub enum Stop {
    /// The reader failed.
    Read(io::Error),
    /// The writer failed.
    Write(io::Error),
    /// There is no heading that begins with [`UNIT`]; this is what it begins with.
    NoHead(String),
    /// The headings are not UTF-8.
    HeadNotUtf8,
    /// A row does not end: most likely a quote is not closed.
    Endless,
}

impl From<records::Stop> for Stop {
    fn from(stop: records::Stop) -> Self {
        match stop {
            records::Stop::Read(error) => Self::Read(error),
            records::Stop::Endless => Self::Endless,
        }
    }
}

/// How many rows were scored, and how many things were wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Summary {
    /// Units scored.
    pub scored: u64,
    /// Rows left out.
    pub left_out: u64,
    /// Troubles reported, those of the headings included.
    pub troubles: u64,
}

/// Scores the table that `input` gives, writes a row of scores for each unit to `output` and
/// reports on the way. Rows are held a few thousand at a time; of the first
/// units a fingerprint is kept, to notice one that comes twice. Where the scheme compares units with each other all
/// rows are read and held before the first is scored.
///
/// # Errors
/// See [`Stop`]. What was scored before is written.
pub fn run(
    batch: &Batch<'_>,
    input: impl Read + Send,
    output: impl Write + Send,
    report: &mut dyn FnMut(Report),
) -> Result<Summary, Stop> {
    let mut troubles = Vec::new();
    let paths = Paths::of(batch.scheme);
    let mut source = Source::open(batch, &paths, input, &mut troubles)?;
    let printer = Printer::new(batch);
    let mut sink = Sink { output, report, summary: Summary::default() };
    sink.output.write_all(&printer.head()).map_err(Stop::Write)?;
    sink.tell(troubles);
    let columns = source.columns.clone();
    let census = Census::of(batch.scheme);
    if census.is_needed() {
        let chunks = read_all(source, &mut *sink.report)?;
        let task = Task {
            batch,
            printer: &printer,
            paths: &paths,
            columns: &columns,
            peers: Some(peers(&census, &columns, &chunks)),
        };
        let mut chunks = chunks.into_iter();
        go_through(&task, |_| Ok(chunks.next()), &mut sink)?;
    } else {
        let task = Task { batch, printer: &printer, paths: &paths, columns: &columns, peers: None };
        go_through(&task, |spare| source.next(spare), &mut sink)?;
    }
    sink.output.flush().map_err(Stop::Write)?;
    Ok(sink.summary)
}

/// All rows of the table.
fn read_all<R: Read>(mut source: Source<R>, report: &mut dyn FnMut(Report)) -> Result<Vec<Chunk>, Stop> {
    let mut chunks: Vec<Chunk> = Vec::new();
    let mut rows = 0;
    while let Some(chunk) = source.next(Chunk::default())? {
        rows += chunk.lines().len() as u64;
        report(Report::Read(rows));
        chunks.push(chunk);
    }
    Ok(chunks)
}

/// Scores chunk after chunk. While one is scored, the one before is written and the one after is
/// read, into the room of the one before: asking the system for new room costs a tenth of it all.
fn go_through<W: Write + Send>(
    task: &Task<'_>,
    mut next: impl FnMut(Chunk) -> Result<Option<Chunk>, Stop> + Send,
    sink: &mut Sink<'_, W>,
) -> Result<(), Stop> {
    let mut now = next(Chunk::default())?;
    let mut spare = Chunk::default();
    let mut done: Vec<Scored> = Vec::new();
    while now.is_some() || !done.is_empty() {
        let (output, room) = (&mut sink.output, std::mem::take(&mut spare));
        let (moved, scored) = rayon::join(
            || {
                done.iter().try_for_each(|s| output.write_all(&s.text)).map_err(Stop::Write)?;
                next(room)
            },
            || now.as_ref().map(|chunk| task.score(chunk)).unwrap_or_default(),
        );
        spare = std::mem::replace(&mut now, moved?).unwrap_or_default();
        sink.count(std::mem::replace(&mut done, scored));
    }
    Ok(())
}

/// What all units say together; rows with troubles have no say.
fn peers(census: &Census<'_>, columns: &Columns, chunks: &[Chunk]) -> Arc<Peers> {
    let ask = |answers: &(dyn Fn(&Row<'_>) -> Vec<Answer> + Sync)| -> Vec<Vec<Answer>> {
        let of_chunk = |chunk| Chunk::lines(chunk).iter().map(move |line| (chunk, line));
        let lines: Vec<(&Chunk, &Line)> = chunks.iter().flat_map(of_chunk).collect();
        let answers = |(chunk, line): &(&Chunk, &Line)| {
            let row = columns.row(line.number, line.twin, chunk.record(line)).ok()?;
            Some(answers(&row))
        };
        lines.par_iter().filter_map(answers).collect()
    };
    let mut peers = Peers::default();
    if census.asks_values() {
        peers = census.peers(&ask(&|row| census.values(row)));
    }
    if census.asks_scores() {
        let so_far = Arc::new(peers.clone());
        peers = census.with_means(peers, &ask(&|row| census.scores(row, &so_far)));
    }
    Arc::new(peers)
}

/// The results of some rows.
#[derive(Debug, Default)]
struct Scored {
    text: Vec<u8>,
    units: u64,
    left_out: u64,
    troubles: Vec<Trouble>,
}

/// Where results and reports go.
struct Sink<'a, W> {
    output: W,
    report: &'a mut dyn FnMut(Report),
    summary: Summary,
}

impl<W> Sink<'_, W> {
    fn tell(&mut self, troubles: Vec<Trouble>) {
        self.summary.troubles += troubles.len() as u64;
        for trouble in troubles {
            (self.report)(Report::Trouble(trouble));
        }
    }

    fn count(&mut self, scored: Vec<Scored>) {
        for part in scored {
            self.summary.scored += part.units;
            self.summary.left_out += part.left_out;
            self.tell(part.troubles);
        }
        (self.report)(Report::Done(self.summary.scored + self.summary.left_out));
    }
}

/// What is needed to score rows.
struct Task<'a> {
    batch: &'a Batch<'a>,
    printer: &'a Printer<'a>,
    paths: &'a Paths,
    columns: &'a Columns,
    /// What all units say together, where the scheme asks for it.
    peers: Option<Arc<Peers>>,
}

impl Task<'_> {
    /// Scores rows in parallel; the results are in the order of the rows.
    fn score(&self, chunk: &Chunk) -> Vec<Scored> {
        chunk.lines().par_chunks(TASK).map(|lines| self.score_some(chunk, lines)).collect()
    }

    fn score_some(&self, chunk: &Chunk, lines: &[Line]) -> Scored {
        let mut scored = Scored::default();
        let mut page = self.printer.page();
        for line in lines {
            match self.columns.row(line.number, line.twin, chunk.record(line)) {
                Ok(row) => {
                    let card = score_among(self.batch.scheme, self.paths, &row, self.peers.as_ref());
                    page.row(row.unit(), &card);
                    scored.units += 1;
                }
                Err(troubles) => {
                    scored.troubles.extend(troubles);
                    scored.left_out += 1;
                }
            }
        }
        scored.text = page.finish();
        scored
    }
}
