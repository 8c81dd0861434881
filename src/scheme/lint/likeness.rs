//! Ids and names that are easily mixed up.
//!
//! Ids are alike if one slip of the finger turns one into the other, unless the slip is in a digit:
//! `team1` and `team2` are meant. Names of scored indicators are alike if they are the same but for
//! spaces, punctuation and width, or if two neighbouring characters are swapped. A replaced 汉字
//! makes another word and is no slip.

use super::reading::accepts;
use crate::scheme::field::fold_width;
use crate::scheme::{Fault, Place, Problem, Scheme};

/// Ids shorter than this are told apart at a glance.
const SHORTEST: usize = 4;

/// Reports each pair at its second.
pub(super) fn check(scheme: &Scheme, problems: &mut Vec<Problem>) {
    let measures = scheme.measures.iter().map(|m| (m.id.as_str(), m.place));
    let questionnaires = scheme.questionnaires.iter().map(|q| (q.id.as_str(), q.place));
    pairs(&measures.chain(questionnaires).collect::<Vec<_>>(), one_slip, &|_, _| false, problems);
    let indicators = scheme.indicators.iter().map(|i| (i.id.as_str(), i.place));
    let accepted = |a: usize, b: usize| accepts(scheme, &[a, b], "nearly-same");
    pairs(&indicators.collect::<Vec<_>>(), one_slip, &accepted, problems);
    let leaves: Vec<usize> = scheme.leaves().collect();
    let names = leaves.iter().map(|&n| (scheme.indicators[n].name.text.as_str(), scheme.indicators[n].place));
    let accepted = |a: usize, b: usize| accepts(scheme, &[leaves[a], leaves[b]], "nearly-same");
    pairs(&names.collect::<Vec<_>>(), same_name, &accepted, problems);
}

fn pairs(
    all: &[(&str, Place)],
    alike: impl Fn(&str, &str) -> bool,
    accepted: &dyn Fn(usize, usize) -> bool,
    problems: &mut Vec<Problem>,
) {
    for (n, (other, place)) in all.iter().enumerate() {
        for (m, (one, _)) in all[..n].iter().enumerate() {
            if one != other && alike(one, other) && !accepted(m, n) {
                let fault = Fault::NearlySame { one: (*one).to_owned(), other: (*other).to_owned() };
                problems.push(Problem { place: *place, fault });
            }
        }
    }
}

/// Whether one character, not a digit, is put in, left out, mistyped or swapped with the next.
fn one_slip(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if short.len() < SHORTEST || long.len() > short.len() + 1 {
        return false;
    }
    let same = short.iter().zip(&long).take_while(|(x, y)| x == y).count();
    let (x, y) = (&short[same..], &long[same..]);
    let is_digit = |c: Option<&char>| c.is_some_and(|c| c.is_numeric());
    if is_digit(x.first()) || is_digit(y.first()) {
        return false;
    }
    let tail = |v: &[char], n: usize| v.get(n..).map(<[char]>::to_vec);
    if long.len() > short.len() {
        return tail(y, 1) == tail(x, 0);
    }
    // `road-a` and `road-b` are meant, too.
    let is_letter = y.len() == 1 && same.checked_sub(1).is_some_and(|n| matches!(long[n], '-' | '_'));
    if is_letter {
        return false;
    }
    let mistyped = tail(x, 1) == tail(y, 1)
        && x.first().zip(y.first()).is_some_and(|(x, y)| x.is_ascii() && y.is_ascii());
    mistyped || is_swap(x, y)
}

/// Whether the first two characters are swapped and the rest is the same.
fn is_swap(one: &[char], other: &[char]) -> bool {
    let mut swapped = one.to_vec();
    if swapped.len() > 1 {
        swapped.swap(0, 1);
    }
    one != other && swapped == other
}

fn same_name(a: &str, b: &str) -> bool {
    let plain = |s: &str| -> Vec<char> {
        fold_width(s).to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect()
    };
    let (a, b) = (plain(a), plain(b));
    if a == b {
        return true;
    }
    let same = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    a.len() == b.len() && a.len() >= SHORTEST && is_swap(&a[same..], &b[same..])
}
