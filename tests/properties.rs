//! What must hold for any facts and any sequence of changes.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails here")]

use std::collections::HashMap;
use std::path::Path;

use chrono::DateTime;
use jiping::format::{SourceFile, load};
use jiping::ledger::{Facts, Ledger, Stamp};
use jiping::scheme::field::{NON_ANSWERS, STATES};
use jiping::scheme::measure::{ColumnKind, NumberSpec, TableSpec, Tier};
use jiping::scheme::rounding::{Mode, Of};
use jiping::scheme::{MeasureKind, Questionnaire, Rounding, Scheme};
use jiping::score::{self, Score, Scorecard};
use jiping::survey::Responses;
use proptest::prelude::*;

/// Choices drawn one after the other; all zero once the tape is at its end, so that shorter
/// tapes are simpler cases.
struct Tape {
    choices: Vec<u16>,
    next: usize,
}

impl Tape {
    fn below(&mut self, n: u64) -> u64 {
        let choice = self.choices.get(self.next).copied().unwrap_or(0);
        self.next += 1;
        u64::from(choice) % n.max(1)
    }

    fn one_in(&mut self, n: u64) -> bool {
        self.below(n) == n - 1
    }
}

/// Facts in full, and the same with some of them not recorded yet.
#[derive(Default)]
struct Pair {
    full: Vec<(String, String)>,
    partial: Vec<(String, String)>,
}

impl Pair {
    fn put(&mut self, path: String, value: String, known: bool) {
        if known {
            self.partial.push((path.clone(), value.clone()));
        }
        self.full.push((path, value));
    }
}

fn facts(entries: &[(String, String)]) -> Facts {
    let mut facts = Facts::default();
    for (path, value) in entries {
        facts.set(path, Some(value));
    }
    facts
}

fn pair(scheme: &Scheme, tape: &mut Tape) -> Pair {
    let mut pair = Pair::default();
    for measure in &scheme.measures {
        match &measure.kind {
            MeasureKind::Number(spec) => {
                let value = number(spec, tape);
                pair.put(measure.id.clone(), value, !tape.one_in(3));
            }
            MeasureKind::Checklist(items) => {
                for item in items {
                    let state = STATES[usize::try_from(tape.below(4)).unwrap()];
                    pair.put(format!("{}.{}", measure.id, item.id), state.into(), !tape.one_in(3));
                }
            }
            MeasureKind::Table(table) if table.is_open() => log(&measure.id, table, tape, &mut pair),
            MeasureKind::Table(table) => {
                for row in &table.rows {
                    for column in &table.columns {
                        let path = format!("{}.{}.{}", measure.id, row.id, column.id);
                        pair.put(path, cell(&column.kind, tape), !tape.one_in(3));
                    }
                }
            }
            MeasureKind::Choice(tiers) => choice(&measure.id, tiers, tape, &mut pair),
            MeasureKind::Survey { .. } | MeasureKind::Formula { .. } | MeasureKind::Lookup(_) => {}
        }
    }
    for questionnaire in &scheme.questionnaires {
        answers(questionnaire, tape, &mut pair);
    }
    for leaf in scheme.leaves() {
        if tape.one_in(12) {
            pair.put(format!("indicator.{}.na", scheme.indicators[leaf].id), "none".into(), true);
        }
    }
    pair
}

/// An answer, and a worth within it or beside it.
fn choice(id: &str, tiers: &[Tier], tape: &mut Tape, pair: &mut Pair) {
    let tier = &tiers[usize::try_from(tape.below(tiers.len() as u64)).unwrap()];
    pair.put(id.to_owned(), tier.code.clone(), !tape.one_in(3));
    if tier.fixed().is_none() {
        let stretch = tier.high.at - tier.low.at;
        let quarters = rust_decimal::Decimal::from(tape.below(5)) / rust_decimal::Decimal::from(4);
        let worth = tier.low.at + stretch * quarters;
        pair.put(format!("{id}.judged"), worth.to_string(), !tape.one_in(3));
    }
}

/// Small numbers mostly, zero often, now and then a huge one.
fn number(spec: &NumberSpec, tape: &mut Tape) -> String {
    let whole = match tape.below(6) {
        0 => 0,
        5 => tape.below(60_000) * 1_000_000,
        _ => tape.below(12),
    };
    let value = rust_decimal::Decimal::from(whole).max(spec.min);
    spec.max.map_or(value, |max| value.min(max)).to_string()
}

fn cell(kind: &ColumnKind, tape: &mut Tape) -> String {
    match kind {
        ColumnKind::Number(spec) => number(spec, tape),
        ColumnKind::Text => "text".into(),
        ColumnKind::Date => "2023-05".into(),
        ColumnKind::Choice(choices) => choices[0].code.clone(),
        // Only registers have such columns, and no rule reads those.
        ColumnKind::Refs(_) => "1".into(),
    }
}

/// A log: not recorded at all; or with a bare total and some of its rows; or with all its rows
/// and some required cells blank.
fn log(id: &str, table: &TableSpec, tape: &mut Tape, pair: &mut Pair) {
    if table.planned {
        let planned = tape.below(4).to_string();
        pair.put(format!("{id}.planned"), planned, !tape.one_in(3));
    }
    let rows = tape.below(4);
    let known = !tape.one_in(3);
    let stated = rows == 0 || tape.one_in(2);
    if stated {
        let more = tape.below(3);
        pair.put(format!("{id}.total"), (rows + more).to_string(), known);
    }
    for row in 1..=rows {
        let listed = known && !(stated && tape.one_in(3));
        for column in &table.columns {
            let blank = !column.required && tape.one_in(2);
            if !blank || column.id == table.columns[0].id {
                let known =
                    listed && (!column.required || column.id == table.columns[0].id || !tape.one_in(3));
                pair.put(format!("{id}.{row}.{}", column.id), cell(&column.kind, tape), known);
            }
        }
    }
}

/// Forms or totals that fill the declared number exactly, some of them not keyed yet.
fn answers(questionnaire: &Questionnaire, tape: &mut Tape, pair: &mut Pair) {
    let id = &questionnaire.id;
    let valid = tape.below(5);
    let begun = !tape.one_in(4);
    pair.put(format!("{id}.valid"), valid.to_string(), begun);
    let by_form = tape.one_in(2);
    for question in &questionnaire.questions {
        let codes: Vec<&str> = question.choices.iter().map(|c| c.code.as_str()).chain(NON_ANSWERS).collect();
        let mut totals: HashMap<&str, (u64, u64)> = HashMap::new();
        for form in 1..=valid {
            let code = codes[usize::try_from(tape.below(codes.len() as u64)).unwrap()];
            let known = begun && !tape.one_in(4);
            if by_form {
                pair.put(format!("{id}.form.{form}.{}", question.id), code.into(), known);
            } else {
                let total = totals.entry(code).or_default();
                total.0 += 1;
                total.1 += u64::from(known);
            }
        }
        for (code, (all, keyed)) in totals {
            let path = format!("{id}.tally.{}.{code}", question.id);
            pair.full.push((path.clone(), all.to_string()));
            if keyed > 0 {
                pair.partial.push((path, keyed.to_string()));
            }
        }
    }
}

fn shipped() -> Scheme {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("surveys/yangquan-2023");
    let files = std::fs::read_dir(&folder).unwrap().map(|entry| {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        SourceFile { name, bytes: std::fs::read(&path).unwrap() }
    });
    load("yangquan-2023", &files.collect::<Vec<_>>()).scheme
}

/// What the crooked scheme does on purpose.
const TOLD: [&str; 3] = ["points", "shared-question", "opposite-directions"];

/// A scheme that uses every shape of rule at least once.
fn crooked() -> Scheme {
    let bytes = include_bytes!("crooked/scheme.toml").to_vec();
    let loaded = load("crooked", &[SourceFile { name: "scheme.toml".into(), bytes }]);
    let unread: Vec<_> = loaded.problems.iter().filter(|p| !TOLD.contains(&p.fault.code())).collect();
    assert!(unread.is_empty(), "{unread:?}");
    loaded.scheme
}

fn within(full: &Score, partial: &Score) -> bool {
    partial.points.low <= full.points.low
        && full.points.high <= partial.points.high
        && partial.exact.low <= full.exact.low
        && full.exact.high <= partial.exact.high
}

/// Every result of the full facts lies within the result of the partial ones.
fn check_completion(scheme: &Scheme, pair: &Pair) -> Result<(), TestCaseError> {
    let (full, partial) = (facts(&pair.full), facts(&pair.partial));
    let card = |facts: &Facts, rounding| -> Scorecard { score::score(scheme, facts, rounding) };
    for of in [Of::Score, Of::Deduction] {
        for mode in Mode::ALL {
            let rounding = Some(Rounding { of, places: 2, mode });
            let (full, part) = (card(&full, rounding), card(&partial, rounding));
            for (n, (f, p)) in full.scores.iter().zip(&part.scores).enumerate() {
                let id = &scheme.indicators[n].id;
                prop_assert!(within(f, p), "{id}: {f:?} outside of {p:?}\n{:?}", pair.partial);
                prop_assert!(f.points.low >= 0.into() && f.points.high <= f.max, "{id}: {f:?}");
            }
            prop_assert!(within(&full.total, &part.total), "{:?} {:?}", full.total, part.total);
            // Grades stand best first.
            if let (Some(low), Some(best)) = (part.grade.low, part.grade.high) {
                prop_assert!(full.grade.low.is_none_or(|g| g <= low && g >= best));
            }
        }
    }
    Ok(())
}

fn tape(longest: usize) -> impl Strategy<Value = Tape> {
    prop::collection::vec(any::<u16>(), 0..longest).prop_map(|choices| Tape { choices, next: 0 })
}

impl std::fmt::Debug for Tape {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?}", self.choices)
    }
}

thread_local! {
    static SHIPPED: Scheme = shipped();
    static CROOKED: Scheme = crooked();
}

fn stamp() -> Stamp {
    let at = DateTime::from_timestamp(1_700_000_000, 0).unwrap().fixed_offset();
    Stamp { at, actor: "王".into() }
}

/// An act: its kind, and what it sets at which path.
type Act = (u8, Vec<(u8, Option<u8>)>);

/// Plays acts on a ledger: several values at once, taken away, undone, brought again.
fn play(acts: &[Act]) -> Ledger {
    let mut ledger = Ledger::new([7; 16]);
    let path = |n: u8| match n % 5 {
        0 => "training.planned".to_owned(),
        1 => format!("training.{}.date", n / 5 + 1),
        2 => format!("staff.form.{}.Q1", n / 5 + 1),
        3 => "staff.form.1.invalid".to_owned(),
        _ => format!("list.item@note{}", n / 5),
    };
    for (kind, sets) in acts {
        match kind % 4 {
            0 => {
                ledger.undo(&stamp());
            }
            1 => {
                ledger.redo(&stamp());
            }
            _ => {
                let sets = sets.iter().map(|(n, value)| (path(*n), value.map(|v| (v % 4).to_string())));
                ledger.record(sets.collect(), None, &stamp());
            }
        }
    }
    ledger
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let set = (0..25u8, prop::option::weighted(0.8, any::<u8>()));
    prop::collection::vec((any::<u8>(), prop::collection::vec(set, 1..4)), 0..40)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn completions_of_the_shipped_case_stay_within_its_ranges(mut tape in tape(400)) {
        SHIPPED.with(|scheme| check_completion(scheme, &pair(scheme, &mut tape)))?;
    }

    #[test]
    fn completions_stay_within_ranges_whatever_the_rules(mut tape in tape(160)) {
        CROOKED.with(|scheme| check_completion(scheme, &pair(scheme, &mut tape)))?;
    }

    #[test]
    fn a_trace_ends_in_the_score(mut tape in tape(160)) {
        CROOKED.with(|scheme| {
            let facts = facts(&pair(scheme, &mut tape).partial);
            let card = score::score(scheme, &facts, None);
            for leaf in scheme.leaves() {
                let steps = score::explain(scheme, &facts, None, leaf);
                let score = &card.scores[leaf];
                match steps.last() {
                    Some(
                        score::Step::Rounded { after: points, max, .. } | score::Step::Either { points, max },
                    ) => prop_assert_eq!((*points, *max), (score.points, score.max)),
                    last => {
                        let is_declared = matches!(last, Some(score::Step::NotApplicable { .. }));
                        prop_assert!(is_declared);
                    }
                }
            }
            Ok(())
        })?;
    }

    #[test]
    fn tallies_kept_per_answer_equal_a_recount(
        sets in prop::collection::vec((1..6u32, 0..4usize, prop::option::weighted(0.8, 0..5usize)), 0..80)
    ) {
        let questions = ["Q1", "Q2", "Q3", "invalid"];
        let codes = ["1", "2", "3", "blank", "refused"];
        let mut responses = Responses::default();
        for (form, question, code) in sets {
            responses.set(form, questions[question], code.map(|c| codes[c]));
        }
        let mut counted: HashMap<(String, String), u32> = HashMap::new();
        let mut invalid = 0;
        for form in responses.numbers() {
            if responses.get(form, "invalid").is_some() {
                invalid += 1;
                continue;
            }
            for (question, code) in responses.answers(form) {
                *counted.entry((question.to_owned(), code.to_owned())).or_default() += 1;
            }
        }
        prop_assert_eq!(responses.invalid(), invalid);
        for question in &questions[..3] {
            for code in codes {
                let key = ((*question).to_owned(), code.to_owned());
                prop_assert_eq!(responses.tally(question, code), counted.get(&key).copied().unwrap_or(0));
            }
        }
    }

    #[test]
    fn a_change_and_its_inverse_leave_nothing_behind(acts in acts()) {
        let ledger = play(&acts);
        let mut facts = ledger.facts().clone();
        for event in ledger.events().iter().rev() {
            prop_assert_eq!(facts.get(&event.change.path), event.change.new.as_deref());
            let back = event.change.inverse();
            facts.set(&back.path, back.new.as_deref());
            let mut again = facts.clone();
            again.set(&event.change.path, event.change.new.as_deref());
            again.set(&back.path, back.new.as_deref());
            prop_assert_eq!(&again, &facts);
        }
        prop_assert_eq!(facts, Facts::default());
    }

    #[test]
    fn replaying_the_events_gives_the_live_state(acts in acts()) {
        let mut live = play(&acts);
        let mut replayed = Ledger::replay([7; 16], live.events().to_vec()).unwrap();
        prop_assert_eq!(replayed.facts(), live.facts());
        // What can be undone is the same, too.
        live.undo(&stamp());
        replayed.undo(&stamp());
        prop_assert_eq!(replayed.events(), live.events());
    }

    #[test]
    fn undoing_all_and_bringing_all_again_returns(acts in acts()) {
        let mut ledger = play(&acts);
        while !ledger.redo(&stamp()).is_empty() {}
        let before = ledger.facts().clone();
        while !ledger.undo(&stamp()).is_empty() {}
        prop_assert_eq!(ledger.facts(), &Facts::default());
        while !ledger.redo(&stamp()).is_empty() {}
        prop_assert_eq!(ledger.facts(), &before);
    }
}
