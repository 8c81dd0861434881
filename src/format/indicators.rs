//! Reads the tree of indicators and puts it in tree order.

use std::collections::HashMap;

use rust_decimal::Decimal;

use crate::scheme::problem::ACCEPTABLE;
use crate::scheme::{Fault, Indicator, Place, Problem, Scheme};

use super::keys;
use super::reader::{Node, Reader, Seen, Table};
use super::rules::read_rule;
use super::settings::read_provenance;

/// Places of an indicator that problems of the whole scheme are shown at.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spots {
    /// Its weight.
    pub weight: Place,
    /// What its points depend on: a checklist, bands, or the rule.
    pub points: Place,
    /// The expression of its rule.
    pub value: Place,
}

/// What could not be read, so that what follows from it is not reported as well.
#[derive(Debug, Default)]
pub(super) struct Doubts {
    /// Some weight or place in the tree is not known.
    pub tree: bool,
    /// Some rule is not known, so measures may look unread.
    pub rules: bool,
    /// Some grade is not known, so the others may seem to leave gaps.
    pub grades: bool,
}

impl Doubts {
    /// Whether a fault found in the whole may only follow from what could not be read.
    pub fn cover(&self, fault: &Fault) -> bool {
        match fault {
            Fault::WeightsDoNotAddUp { .. } | Fault::EmptyIndicator { .. } => self.tree,
            Fault::UnreadMeasure { .. } | Fault::UnreadQuestion { .. } => self.rules,
            Fault::MissingKey { key: "[[grade]]" } => self.grades,
            _ => false,
        }
    }
}

/// Where problems of the whole scheme are shown.
#[derive(Debug, Clone, Copy)]
pub(super) struct Home {
    /// What is missing altogether.
    pub scheme: Place,
    /// What is wrong against full marks.
    pub full: Place,
}

impl Home {
    /// The beginning of `scheme.toml`, or of the first file if there is none.
    pub fn of(reader: &Reader) -> Self {
        let file = reader.sources.iter().position(|s| s.name == super::SCHEME).unwrap_or(0);
        let place = Place { file: u16::try_from(file).unwrap_or(0), start: 0, end: 0 };
        Self { scheme: place, full: place }
    }
}

/// The problem, shown where the figure stands that it is about.
pub(super) fn spotted(scheme: &Scheme, spots: &[Spots], home: Home, mut problem: Problem) -> Problem {
    // The second of two equal ids is found by its place only.
    let indicator = scheme.indicators.iter().position(|i| i.place == problem.place);
    let spots = indicator.and_then(|n| spots.get(n));
    let place = match &problem.fault {
        Fault::WeightsDoNotAddUp { parent, .. } if parent.is_empty() => Some(home.full),
        Fault::MissingKey { .. } => Some(home.scheme),
        Fault::WeightsDoNotAddUp { .. } => spots.map(|s| s.weight),
        Fault::PointsDoNotAddUp { .. } => spots.map(|s| s.points),
        Fault::UnitMismatch { .. } => spots.map(|s| s.value),
        _ => None,
    };
    problem.place = place.unwrap_or(problem.place);
    problem
}

/// An indicator and what is known of its place in the tree.
struct Entry {
    indicator: Indicator,
    parent: Option<(String, Place)>,
    spots: Spots,
}

/// Reads all `[[indicator]]` into `scheme`; measures must be there. Returns their places, which
/// run parallel to `scheme.indicators`.
pub(super) fn read_indicators(
    reader: &mut Reader,
    scheme: &mut Scheme,
    nodes: &[Node],
    doubts: &mut Doubts,
) -> Vec<Spots> {
    let mut seen = Seen::default();
    let mut entries = Vec::new();
    for node in nodes {
        let keys = [keys::INDICATOR, keys::ORIGIN];
        let Some(table) = node.table(reader, "indicator", &keys) else {
            doubts.tree = true;
            continue;
        };
        let entry = read_entry(reader, scheme, &table, doubts);
        // The second of two equal ids stays, so that the weights still add up.
        seen.add(reader, &entry.indicator.id, entry.indicator.place);
        entries.push(entry);
    }
    let parents = resolve_parents(reader, &entries, doubts);
    let (order, depths) = tree_order(&parents);
    let mut position = vec![0; entries.len()];
    for (new, &old) in order.iter().enumerate() {
        position[old] = new;
    }
    let mut waiting: Vec<Option<Entry>> = entries.into_iter().map(Some).collect();
    let mut spots = Vec::new();
    for old in order {
        let Some(mut entry) = waiting[old].take() else { continue };
        entry.indicator.parent = parents[old].map(|parent| position[parent]);
        entry.indicator.depth = depths[old];
        spots.push(entry.spots);
        scheme.indicators.push(entry.indicator);
    }
    spots
}

fn read_entry(reader: &mut Reader, scheme: &Scheme, table: &Table, doubts: &mut Doubts) -> Entry {
    let id = table.id(reader, "id", &[]);
    let name = table.need_label(reader, "name");
    let about = table.label(reader, "about");
    table.need(reader, "weight");
    let weight = table.number(reader, "weight", "> 0", |n| n > Decimal::ZERO);
    let parent = table.text(reader, "parent").map(|id| (id, table.place_of("parent")));
    doubts.tree |= id.is_none() || weight.is_none() || (parent.is_none() && table.get("parent").is_some());
    let weight = weight.unwrap_or_default();
    let provenance = read_provenance(reader, table);
    let before = reader.problems.len();
    let rule = table.get("rule").map(|node| read_rule(reader, scheme, node, weight));
    doubts.rules |= reader.problems.len() > before;
    let place = table.place_of("id");
    let accepted = read_accepted(reader, table);
    let spots = Spots {
        weight: table.place_of("weight"),
        points: rule_spot(table, &["checklist", "bands"]),
        value: rule_spot(table, &["value", "points"]),
    };
    let indicator = Indicator {
        id: id.unwrap_or_default(),
        name,
        about,
        parent: None,
        depth: 0,
        weight,
        rule,
        provenance,
        accepted,
        place,
    };
    Entry { indicator, parent, spots }
}

/// Codes of warnings that the author lets stand.
fn read_accepted(reader: &mut Reader, table: &Table) -> Vec<String> {
    let mut accepted = Vec::new();
    for node in table.list(reader, "accepted") {
        let Some(word) = node.text(reader, "accepted") else { continue };
        if ACCEPTABLE.contains(&word.as_str()) {
            accepted.push(word);
        } else {
            let (key, allowed) = ("accepted".to_owned(), ACCEPTABLE.join(", "));
            reader.report(node.place(), Fault::UnknownWord { key, word, allowed });
        }
    }
    accepted
}

/// Where the rule has one of these keys; the rule itself if it has none.
fn rule_spot(table: &Table, keys: &[&str]) -> Place {
    let rule = table.get("rule").and_then(Node::as_table);
    let Some(rule) = rule else { return table.place_of("id") };
    let key = keys.iter().find(|key| rule.get(key).is_some());
    key.map_or(rule.place(), |key| rule.place_of(key))
}

/// Index of each entry's parent. An unknown or impossible parent is reported and left out.
fn resolve_parents(reader: &mut Reader, entries: &[Entry], doubts: &mut Doubts) -> Vec<Option<usize>> {
    let mut by_id: HashMap<&str, usize> = HashMap::new();
    for (n, entry) in entries.iter().enumerate() {
        by_id.entry(&entry.indicator.id).or_insert(n);
    }
    let mut parents: Vec<Option<usize>> = vec![None; entries.len()];
    for (n, entry) in entries.iter().enumerate() {
        let Some((id, place)) = &entry.parent else { continue };
        let Some(&parent) = by_id.get(id.as_str()) else {
            let branches = entries.iter().filter(|e| e.indicator.rule.is_none());
            let nearest = reader.nearest(id, branches.map(|e| e.indicator.id.as_str()));
            reader.report(*place, Fault::UnknownId { id: id.clone(), nearest });
            doubts.tree = true;
            continue;
        };
        let mut above = Some(parent);
        while let Some(ancestor) = above.filter(|&a| a != n) {
            above = parents[ancestor];
        }
        if above.is_some() || entries[parent].indicator.rule.is_some() {
            reader.report(*place, Fault::BadParent { id: id.clone() });
            doubts.tree = true;
            continue;
        }
        parents[n] = Some(parent);
    }
    parents
}

/// Indexes with each parent before its children and otherwise in file order, and the depth of
/// every entry.
fn tree_order(parents: &[Option<usize>]) -> (Vec<usize>, Vec<usize>) {
    let mut children: Vec<Vec<usize>> = vec![Vec::new(); parents.len()];
    for (n, parent) in parents.iter().enumerate() {
        if let Some(parent) = parent {
            children[*parent].push(n);
        }
    }
    let mut depths = vec![0; parents.len()];
    let mut order = Vec::new();
    let mut open: Vec<usize> = (0..parents.len()).rev().filter(|&n| parents[n].is_none()).collect();
    while let Some(n) = open.pop() {
        order.push(n);
        for &child in children[n].iter().rev() {
            depths[child] = depths[n] + 1;
            open.push(child);
        }
    }
    (order, depths)
}
