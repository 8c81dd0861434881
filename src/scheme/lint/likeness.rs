//! Ids and names that are easily mixed up.
//!
//! Ids are alike if one slip of the finger turns one into the other, unless the slip is in a digit:
//! `team1` and `team2` are meant. Names of scored indicators are alike if they are the same but for
//! spaces, punctuation and width, or if two neighbouring characters are swapped. A replaced 汉字
//! makes another word and is no slip.

use std::collections::{BTreeSet, HashMap};

use super::reading::accepts;
use crate::scheme::field::fold_width;
use crate::scheme::{Fault, Place, Problem, Scheme};

/// Ids shorter than this are told apart at a glance.
const SHORTEST: usize = 4;

/// A name in characters, as it is compared.
type Chars = Vec<char>;

/// Reports each pair at its second.
pub(super) fn check(scheme: &Scheme, problems: &mut Vec<Problem>) {
    let measures = scheme.measures.iter().map(|m| (m.id.as_str(), m.place));
    let questionnaires = scheme.questionnaires.iter().map(|q| (q.id.as_str(), q.place));
    let ids = Likeness { chars: |id| id.chars().collect(), keys: shortened, alike: one_slip };
    ids.pairs(&measures.chain(questionnaires).collect::<Vec<_>>(), &|_, _| false, problems);
    let indicators = scheme.indicators.iter().map(|i| (i.id.as_str(), i.place));
    let accepted = |a: usize, b: usize| accepts(scheme, &[a, b], "nearly-same");
    ids.pairs(&indicators.collect::<Vec<_>>(), &accepted, problems);
    let leaves: Vec<usize> = scheme.leaves().collect();
    let names = leaves.iter().map(|&n| (scheme.indicators[n].name.text.as_str(), scheme.indicators[n].place));
    let accepted = |a: usize, b: usize| accepts(scheme, &[leaves[a], leaves[b]], "nearly-same");
    let alike = Likeness { chars: plain, keys: sorted, alike: same_name };
    alike.pairs(&names.collect::<Vec<_>>(), &accepted, problems);
}

/// A way in which names are alike. Those that are share at least one key, so that each is compared
/// with a few others instead of all.
struct Likeness {
    chars: fn(&str) -> Chars,
    keys: fn(&Chars) -> Vec<Chars>,
    alike: fn(&[char], &[char]) -> bool,
}

impl Likeness {
    fn pairs(
        &self,
        all: &[(&str, Place)],
        accepted: &dyn Fn(usize, usize) -> bool,
        problems: &mut Vec<Problem>,
    ) {
        let chars: Vec<Chars> = all.iter().map(|(name, _)| (self.chars)(name)).collect();
        let mut known: HashMap<Chars, Vec<usize>> = HashMap::new();
        for (n, (other, place)) in all.iter().enumerate() {
            let mut before = BTreeSet::new();
            for key in (self.keys)(&chars[n]) {
                let same = known.entry(key).or_default();
                before.extend(same.iter().copied());
                same.push(n);
            }
            for m in before {
                let one = all[m].0;
                if one != *other && (self.alike)(&chars[m], &chars[n]) && !accepted(m, n) {
                    let fault = Fault::NearlySame { one: one.to_owned(), other: (*other).to_owned() };
                    problems.push(Problem { place: *place, fault });
                }
            }
        }
    }
}

/// The name, and the name without each of its characters: whatever one slip turns into another
/// has one of these in common with it.
fn shortened(name: &Chars) -> Vec<Chars> {
    let without = |n: usize| [&name[..n], &name[n + 1..]].concat();
    let mut keys: Vec<Chars> = (0..name.len()).map(without).chain([name.clone()]).collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// The characters in order.
fn sorted(name: &Chars) -> Vec<Chars> {
    let mut key = name.clone();
    key.sort_unstable();
    vec![key]
}

/// The name without spaces, punctuation and width.
fn plain(name: &str) -> Chars {
    fold_width(name).to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Whether one character, not a digit, is put in, left out, mistyped or swapped with the next.
fn one_slip(a: &[char], b: &[char]) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if short.len() < SHORTEST || long.len() > short.len() + 1 {
        return false;
    }
    let same = short.iter().zip(long).take_while(|(x, y)| x == y).count();
    let (x, y) = (&short[same..], &long[same..]);
    let is_digit = |c: Option<&char>| c.is_some_and(|c| c.is_numeric());
    if is_digit(x.first()) || is_digit(y.first()) {
        return false;
    }
    if long.len() > short.len() {
        return y.get(1..) == Some(x);
    }
    // `road-a` and `road-b` are meant, too.
    let is_letter = y.len() == 1 && same.checked_sub(1).is_some_and(|n| matches!(long[n], '-' | '_'));
    if is_letter {
        return false;
    }
    let mistyped = x.get(1..) == y.get(1..)
        && x.first().zip(y.first()).is_some_and(|(x, y)| x.is_ascii() && y.is_ascii());
    mistyped || is_swap(x, y)
}

/// Whether the first two characters are swapped and the rest is the same.
fn is_swap(one: &[char], other: &[char]) -> bool {
    match (one, other) {
        ([a, b, rest @ ..], [c, d, same @ ..]) => a != b && (a, b) == (d, c) && rest == same,
        _ => false,
    }
}

fn same_name(a: &[char], b: &[char]) -> bool {
    let same = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    a == b || a.len() == b.len() && a.len() >= SHORTEST && is_swap(&a[same..], &b[same..])
}
