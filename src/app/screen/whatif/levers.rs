//! The way to the next grade, each in the scheme's own terms with the points it rests on; and
//! what would have to be wrong for the grade to fall.

use super::scenario::{fact_value, signed};
use super::{Act, Row};
use crate::app::figures;
use crate::app::whatif::Basis;
use crate::app::work::Work;
use crate::i18n::width::{cut, width, wrap};
use crate::i18n::{Lang, label, whatif as words};
use crate::score::levers::{Change, Crossing, Direction, Levers, MOST_CHANGES, Subject, Variant};
use crate::score::whatif::Tweak;

/// Most columns of a question's wording.
const QUESTION: usize = 28;

pub(super) fn rows(work: &Work, lang: Lang, room: usize) -> Vec<Row> {
    let Some(ways) = work.whatif.ways.clone() else { return Vec::new() };
    let basis = work.basis();
    let mut rows = Vec::new();
    for (direction, found) in [Direction::Up, Direction::Down].into_iter().zip(ways.iter()) {
        rows.push(heading(basis, direction, lang));
        let none = match (direction, found.crossings.is_empty(), found.coverage.scored) {
            (_, false, _) => None,
            (Direction::Up, _, 0) => Some(words::already_best(lang)),
            (Direction::Down, _, 0) => Some(words::already_worst(lang)),
            (Direction::Up, ..) => Some(words::none_up(lang, found.coverage.size.min(MOST_CHANGES))),
            (Direction::Down, ..) => Some(words::none_down(lang, found.coverage.size.min(MOST_CHANGES))),
        };
        say(&mut rows, none, room);
        let printer = Printer { basis, found, lang, room };
        for size in 1..=MOST_CHANGES {
            let of_size: Vec<&Crossing> =
                found.crossings.iter().filter(|c| c.changes.len() == size).collect();
            if of_size.is_empty() {
                continue;
            }
            let text = if size == 1 {
                words::single_changes(lang, of_size.len())
            } else {
                words::changes_together(lang, size, of_size.len())
            };
            rows.push(Row::dim(format!(" {text}")));
            for crossing in of_size {
                printer.crossing(crossing, &mut rows);
            }
        }
        if found.coverage.scored > 0 {
            let c = found.coverage;
            say(&mut rows, Some(words::covered(lang, c.levers, c.variants, c.size, c.scored)), room);
            say(&mut rows, c.cut_short.then(|| words::cut_short(lang)), room);
            let left_out = c.rows_left_out;
            say(&mut rows, (left_out > 0).then(|| words::rows_left_out(lang, left_out)), room);
        }
        rows.push(Row::blank());
    }
    if ways.iter().any(|found| !found.crossings.is_empty()) {
        rows.push(Row::dim(words::enter_tries(lang)));
    }
    rows
}

fn say(rows: &mut Vec<Row>, text: Option<String>, room: usize) {
    let lines = text.map(|t| wrap(&t, room.saturating_sub(2))).unwrap_or_default();
    rows.extend(lines.into_iter().map(|line| Row::dim(format!("  {line}"))));
}

/// Which grade it is about, and how far its edge is.
fn heading(basis: Basis, direction: Direction, lang: Lang) -> Row {
    let Basis { scheme, card, .. } = basis;
    let name = |n: usize| lang.label(&scheme.grades[n].name);
    let span = if scheme.grade_on_exact { card.total.exact } else { card.total.points };
    let grade = match direction {
        Direction::Up => card.grade.low.and_then(|now| now.checked_sub(1)),
        Direction::Down => card.grade.high,
    };
    let edge = grade.and_then(|n| scheme.grades.get(n)).and_then(|g| g.low).map(|e| e.at);
    let distance = edge.map(|edge| match direction {
        Direction::Up => edge - span.low,
        Direction::Down => span.high - edge,
    });
    let distance = distance.map_or_else(|| "—".to_owned(), |d| figures::points(card.rounding, d));
    let text = match (direction, grade) {
        (Direction::Up, Some(n)) => words::up_to(lang, name(n), &distance),
        (Direction::Down, Some(n)) => words::down_from(lang, name(n), &distance),
        _ => figures::grade_of(scheme, card, lang),
    };
    Row::heading(text, figures::result(scheme, card, lang))
}

struct Printer<'a> {
    basis: Basis<'a>,
    found: &'a Levers,
    lang: Lang,
    room: usize,
}

impl Printer<'_> {
    fn crossing(&self, crossing: &Crossing, rows: &mut Vec<Row>) {
        let (scheme, card, lang) = (self.basis.scheme, self.basis.card, self.lang);
        let mut after = card.clone();
        (after.total, after.grade) = (crossing.total, crossing.grade);
        let gain = signed(card.rounding, crossing.gain);
        let mut figure = words::result(lang, &gain, &figures::result(scheme, &after, lang));
        let tweaks: Vec<Tweak> = crossing.changes.iter().flat_map(|c| tweaks(&c.sets)).collect();
        let first = rows.len();
        for (n, change) in crossing.changes.iter().enumerate() {
            let before = if n == 0 { "  " } else { "   + " };
            figure = self.words(before, &self.change(change), figure, rows);
        }
        if let Some(row) = rows.get_mut(first) {
            row.act = Some(Act::Try(tweaks, crossing.leaves.first().map(|(n, ..)| *n)));
        }
        let leaf = |(n, old, new): &(usize, crate::score::Score, crate::score::Score)| {
            let pair = words::old_to_new(
                lang,
                &figures::span(card.rounding, old.points),
                &format!("{}/{}", figures::span(card.rounding, new.points), new.max.normalize()),
            );
            format!("{} {pair}", lang.label(&scheme.indicators[*n].name))
        };
        let leaves: Vec<String> = crossing.leaves.iter().map(leaf).collect();
        // What found no room beside the changes stands beside what they do.
        let beside = if figure.is_empty() { 0 } else { width(&figure) + 2 };
        let lines = wrap(&leaves.join("   "), self.room.saturating_sub(6 + beside));
        for line in lines {
            let row = Row { figure: std::mem::take(&mut figure), ..Row::dim(format!("      {line}")) };
            rows.push(row);
        }
        if !figure.is_empty() {
            rows.push(Row::new(String::new(), figure));
        }
    }

    /// A change, on more rows than one where one does not hold it, so that nothing of what is
    /// changed is cut; `figure` goes with its last row, or comes back where it has no room there.
    fn words(&self, before: &str, text: &str, figure: String, rows: &mut Vec<Row>) -> String {
        let room = self.room.saturating_sub(width(before));
        let blank = " ".repeat(width(before));
        let lines = if width(text) <= room { vec![text.to_owned()] } else { wrap(text, room) };
        let fits = lines.last().is_some_and(|last| width(last) + width(&figure) + 2 <= room);
        for (n, line) in lines.into_iter().enumerate() {
            rows.push(Row::new(format!("{}{line}", if n == 0 { before } else { &blank }), String::new()));
        }
        match rows.last_mut() {
            Some(row) if fits => std::mem::replace(&mut row.figure, figure),
            _ => figure,
        }
    }

    /// A change in words.
    fn change(&self, change: &Change) -> String {
        let Basis { scheme, facts, .. } = self.basis;
        let lang = self.lang;
        let lever = &self.found.levers[change.lever];
        match (&lever.subject, &lever.variants[change.variant]) {
            (Subject::Answers { questionnaire, question }, Variant::Answers { to, .. }) => {
                let spec = &scheme.questionnaires[*questionnaire].questions[*question];
                let choice = spec.choices.iter().find(|c| c.code == *to);
                let choice = choice.map_or(to.as_str(), |c| lang.label(&c.label));
                // What is changed stays in sight, however long the question.
                let name = format!("{} {}", spec.id, cut(&lang.wording(&spec.text), QUESTION));
                words::answers_moved(lang, &name, change.steps, choice)
            }
            (Subject::Rows(id), _) => {
                let name = label::fact(lang, scheme, id);
                format!("{name} · {}", self.rows_words(id, change))
            }
            _ => {
                let Some((path, value)) = change.sets.first() else { return String::new() };
                let words_of = |v: Option<&str>| fact_value(scheme, path, v, lang);
                let pair = words::old_to_new(lang, &words_of(facts.get(path)), &words_of(value.as_deref()));
                format!("{} {pair}", label::fact(lang, scheme, path))
            }
        }
    }

    /// How the number of a table's rows changes, or which row is taken out.
    fn rows_words(&self, id: &str, change: &Change) -> String {
        let facts = self.basis.facts;
        let total_path = format!("{id}.total");
        let listed = facts.rows(id);
        let stated = |v: Option<&str>| v.and_then(|v| v.parse::<u64>().ok()).unwrap_or(0);
        let old = stated(facts.get(&total_path)).max(listed.len() as u64);
        let gone = |row: &u32| {
            let prefix = format!("{id}.{row}.");
            change.sets.iter().any(|(path, value)| value.is_none() && path.starts_with(&prefix))
        };
        let kept = listed.iter().filter(|row| !gone(row)).count() as u64;
        let total = change.sets.iter().find(|(path, _)| *path == total_path);
        let total = total.map_or_else(|| facts.get(&total_path), |(_, value)| value.as_deref());
        let new = stated(total).max(kept);
        let removed: Vec<&u32> = listed.iter().filter(|row| gone(row)).collect();
        match removed.as_slice() {
            [one] if Some(one) != listed.last().as_ref() => words::row_removed(self.lang, **one),
            _ => words::rows_from_to(self.lang, old, new),
        }
    }
}

fn tweaks(sets: &[(String, Option<String>)]) -> Vec<Tweak> {
    sets.iter().map(|(path, value)| Tweak::Fact { path: path.clone(), value: value.clone() }).collect()
}
