//! A questionnaire at scale: what a key costs beside a million forms, and how long a million forms
//! take to be stored, opened and counted.
//!
//! Printed first: the ratio of keying into a full questionnaire to keying into an empty one (the goal
//! is 1), and storing (10 s) and opening (1 s) a project of a million forms of seven questions, with
//! the most memory it took (300 MB).

#![expect(clippy::expect_used, reason = "nothing can be measured without the case")]

#[path = "case/mod.rs"]
mod case;
#[path = "case/table.rs"]
mod table;

use std::io::Write as _;
use std::path::Path;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use chrono::DateTime;
use divan::{Bencher, black_box};
use jiping::format;
use jiping::format::forms::Watch;
use jiping::ledger::{Facts, Ledger, Stamp};
use jiping::scheme::Scheme;
use jiping::score;
use jiping::store::{self, Asked, FormsFile, Home};
use jiping::survey::Responses;
use jiping::survey::stats::forms::FormSums;

/// Forms in the full questionnaire.
const FORMS: usize = 1_000_000;

fn main() {
    // A process of its own for each, so that the most memory one took is its own.
    match std::env::args().nth(1).as_deref() {
        Some("store") => return stored(&folder()),
        Some("open") => return opened(&folder()),
        _ => {}
    }
    ratios();
    let _old = std::fs::remove_dir_all(folder());
    std::fs::create_dir_all(folder()).expect("a folder");
    for part in ["store", "open"] {
        let program = std::env::current_exe().expect("this program");
        std::process::Command::new(program).arg(part).status().expect("this program");
    }
    let _gone = std::fs::remove_dir_all(folder());
    divan::main();
}

fn folder() -> std::path::PathBuf {
    std::env::temp_dir().join("jiping-bench-forms")
}

fn say(line: &str) {
    writeln!(std::io::stdout(), "{line}").expect("standard output");
}

fn scheme() -> &'static Scheme {
    static SCHEME: OnceLock<Scheme> = OnceLock::new();
    SCHEME.get_or_init(|| case::loaded().scheme)
}

/// A table of `FORMS` rows by code.
fn write_table(path: &Path) {
    let text = table::responses(&scheme().questionnaires[0], FORMS, |choice| &choice.code);
    std::fs::write(path, text).expect("a table");
}

fn read(table: &Path) -> FormsFile {
    let today = chrono::NaiveDate::default();
    let asked = Asked { path: table, sheet: None, today, watch: &Watch::nobody() };
    store::read_forms(asked, &scheme().questionnaires[0], &Facts::default(), &[]).expect("a sound table")
}

fn stamp() -> Stamp {
    let at = DateTime::parse_from_rfc3339("2024-08-15T14:32:00+08:00").expect("a time");
    Stamp { at, actor: "bench".to_owned() }
}

/// The most memory this process took, where the system says.
fn peak() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:")).unwrap_or("unknown");
    let kilobytes = line.trim().trim_end_matches(" kB").parse::<u64>().ok();
    kilobytes.map_or_else(|| line.to_owned(), |k| format!("{} MB", k / 1000))
}

/// Reads the table and stores its forms, as `jiping import` does.
fn stored(folder: &Path) {
    let (table, project) = (folder.join("forms.csv"), folder.join("forms.jp"));
    write_table(&table);
    let home = Home::at(&folder.join("home"));
    let files = store::shipped();
    let rules: Vec<_> = files.into_iter().filter(|f| f.name != format::FACTS).collect();
    let mut made = store::new_project(&project, &home, &rules, &[], &stamp(), |_| {}).expect("a project");
    let start = Instant::now();
    let file = read(&table);
    let act = file.act(&scheme().questionnaires[0], made.ledger.facts()).expect("room");
    made.ledger.shelve(file.content.digest(), file.content.batch.clone());
    let events = made.ledger.record(act.sets, None, &stamp()).to_vec();
    let writer = made.writer.take().expect("a writer");
    writer.attach(events, vec![file.content.stored.clone()]);
    writer.close().expect("a disk");
    say(&format!("storing {FORMS} forms: {:.2?}, at most {}", start.elapsed(), peak()));
}

/// Opens the project and scores it, as the workstation does.
fn opened(folder: &Path) {
    let home = Home::at(&folder.join("home"));
    let start = Instant::now();
    let opened = store::open(&folder.join("forms.jp"), &home, |_| {}).expect("the project");
    let loaded = format::load("forms", &store::scheme_files(opened.ledger.facts()));
    let readings = score::readings(&loaded.scheme, opened.ledger.facts());
    assert_eq!(readings.surveys[0].valid, FORMS as u64);
    black_box(score::compute(&loaded.scheme, &readings, None));
    say(&format!("opening {FORMS} forms: {:.2?}, at most {}", start.elapsed(), peak()));
}

/// A ledger whose questionnaire holds `FORMS` forms, or none.
fn ledger(is_full: bool) -> Ledger {
    let mut ledger = Ledger::new([7; 16]);
    if is_full {
        let folder = folder();
        std::fs::create_dir_all(&folder).expect("a folder");
        write_table(&folder.join("forms.csv"));
        let file = read(&folder.join("forms.csv"));
        let act = file.act(&scheme().questionnaires[0], ledger.facts()).expect("room");
        ledger.shelve(file.content.digest(), file.content.batch.clone());
        ledger.record(act.sets, None, &stamp());
    }
    ledger.follow(scheme());
    ledger
}

/// Keys a form, answer by answer, with the scores after each, and takes it away again.
fn key_one(ledger: &mut Ledger) {
    let questionnaire = &scheme().questionnaires[0];
    let number = ledger.facts().responses(&questionnaire.id).map_or(0, Responses::last) + 1;
    for value in [Some("1".to_owned()), None] {
        for question in &questionnaire.questions {
            let path = format!("{}.form.{number}.{}", questionnaire.id, question.id);
            ledger.record(vec![(path, value.clone())], None, &stamp());
            let readings = score::readings(scheme(), ledger.facts());
            black_box(score::compute(scheme(), &readings, None));
        }
    }
}

fn ratios() {
    let (mut empty, mut full) = (ledger(false), ledger(true));
    let time = |ledger: &mut Ledger| {
        let start = Instant::now();
        key_one(ledger);
        start.elapsed()
    };
    // In turn, so that both see the same machine.
    let times: Vec<(Duration, Duration)> = (0..200).map(|_| (time(&mut empty), time(&mut full))).collect();
    let best = |of: fn(&(Duration, Duration)) -> Duration| times.iter().map(of).min().unwrap_or_default();
    let (empty, full) = (best(|t| t.0), best(|t| t.1));
    let hundredths = full.as_nanos() * 100 / empty.as_nanos().max(1);
    let (whole, part) = (hundredths / 100, hundredths % 100);
    say(&format!("keying beside {FORMS} forms {full:.1?}, beside none {empty:.1?}, ratio {whole}.{part:02}"));
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn statistics(bencher: Bencher) {
    let ledger = ledger(true);
    let questionnaire = &scheme().questionnaires[0];
    let responses = ledger.facts().responses(&questionnaire.id).expect("forms");
    bencher.bench_local(|| FormSums::of(questionnaire, responses));
}
