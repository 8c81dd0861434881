//! Changes single numbers of a scheme in the text of its files, so that comments, order and look
//! stay as their author left them.
//!
//! A number is found by trying: of all numbers in the files that are equal to the old one, it is
//! that whose replacement gives exactly the scheme that is wanted, read anew. What no single
//! replacement gives (a value that several questions share, one that is not written out) is
//! refused, never guessed.

use rust_decimal::Decimal;

use crate::scheme::indicator::Edge;
use crate::scheme::parameter::{Owner, Parameter, parameter, replace};
use crate::scheme::{Fault, Place, Rounding, Scheme, Severity, parameters};
use crate::score::whatif::Tweak;

use super::{Loaded, SCHEME, Source, SourceFile, load};

/// Why files cannot be changed as asked.
#[derive(Debug, Clone, PartialEq)]
pub enum Unamendable {
    /// No single replacement gives what this tweak (its number in the list) asks for; where the
    /// thing it is about stands.
    Shared(usize, Place),
    /// The files would hold an error that they do not hold now.
    Broken(Fault),
}

/// The files with all tweaks of the scheme written into them, and what is read of them.
///
/// # Errors
/// The first tweak that cannot be written, or that the whole would be in error.
pub fn amend(scheme: &Scheme, sources: &[Source], tweaks: &[Tweak]) -> Result<Loaded, Unamendable> {
    let before = read(scheme, sources);
    let mut wanted = scheme.clone();
    let mut sources = sources.to_vec();
    for (n, tweak) in tweaks.iter().enumerate() {
        let place = place_of(&wanted, tweak);
        let candidates = match tweak {
            Tweak::Fact { .. } => continue,
            Tweak::Parameter { path, value } => {
                let Some(old) = parameter(&wanted, path) else { return Err(Unamendable::Shared(n, place)) };
                replace(&mut wanted, path, *value);
                let mut found = numbers(&sources, &old, *value);
                found.sort_by_key(|c| distance(place, c));
                found
            }
            Tweak::Rounding(rounding) => {
                let old = std::mem::replace(&mut wanted.rounding, *rounding);
                roundings(&sources, old, *rounding)
            }
        };
        let look = Look::of(&wanted);
        let fits = candidates.into_iter().map(|c| c.applied(&sources));
        let fitting = fits.into_iter().find(|s| Look::of(&read(scheme, s).scheme) == look);
        sources = fitting.ok_or(Unamendable::Shared(n, place))?;
    }
    let loaded = read(scheme, &sources);
    let is_new = |problem: &crate::scheme::Problem| {
        let known = before.problems.iter().any(|p| p.fault == problem.fault);
        !known && problem.fault.severity() == Severity::Error
    };
    match loaded.problems.iter().find(|p| is_new(p)) {
        Some(problem) => Err(Unamendable::Broken(problem.fault.clone())),
        None => Ok(loaded),
    }
}

/// Reads files under the name of a scheme.
fn read(scheme: &Scheme, sources: &[Source]) -> Loaded {
    let file = |s: &Source| SourceFile { name: s.name.clone(), bytes: s.text.clone().into_bytes() };
    load(&scheme.id, &sources.iter().map(file).collect::<Vec<_>>())
}

/// What two schemes must have in common to be the same but for their texts.
#[derive(PartialEq)]
struct Look {
    numbers: Vec<Parameter>,
    rounding: Rounding,
    edges: Vec<(Option<Edge>, Option<Edge>)>,
}

impl Look {
    fn of(scheme: &Scheme) -> Self {
        Self {
            numbers: parameters(scheme),
            rounding: scheme.rounding,
            edges: scheme.grades.iter().map(|g| (g.low, g.high)).collect(),
        }
    }
}

/// Where the thing that a tweak is about stands.
fn place_of(scheme: &Scheme, tweak: &Tweak) -> Place {
    let found = match tweak {
        Tweak::Parameter { path, .. } => parameter(scheme, path),
        _ => None,
    };
    found.map_or_else(Place::default, |found| match found.owner {
        Owner::Indicator(n) => scheme.indicators[n].place,
        Owner::Measure(n) => scheme.measures[n].place,
        Owner::Question(q, n) => scheme.questionnaires[q].questions[n].place,
        Owner::Grade(n) => scheme.grades[n].place,
    })
}

/// A stretch of a file and what is to stand there.
struct Candidate {
    file: usize,
    start: usize,
    end: usize,
    text: String,
}

impl Candidate {
    fn applied(&self, sources: &[Source]) -> Vec<Source> {
        let mut sources = sources.to_vec();
        sources[self.file].text.replace_range(self.start..self.end, &self.text);
        sources
    }
}

/// Numbers right behind the place come first, then those before it, then other files.
fn distance(place: Place, candidate: &Candidate) -> (bool, bool, usize) {
    let start = place.start as usize;
    let other = candidate.file != usize::from(place.file);
    (other, candidate.start < start, candidate.start.abs_diff(start))
}

/// All numbers in the files that are equal to `old`, with `new` in their place.
fn numbers(sources: &[Source], old: &Parameter, new: Decimal) -> Vec<Candidate> {
    let mut found = Vec::new();
    for (file, source) in sources.iter().enumerate() {
        for (start, end) in digits(&source.text) {
            let Ok(mut value) = Decimal::from_str_exact(&source.text[start..end]) else { continue };
            let percent = source.text[end..].starts_with('%');
            if percent {
                value /= Decimal::ONE_HUNDRED;
            }
            let minus = source.text[..start].ends_with('-');
            let (start, value) =
                if minus && value == -old.value { (start - 1, -value) } else { (start, value) };
            if value != old.value {
                continue;
            }
            let written = if percent { new * Decimal::ONE_HUNDRED } else { new };
            found.push(Candidate { file, start, end, text: written.normalize().to_string() });
        }
    }
    found
}

/// Stretches of digits with at most one point in them that are no part of a word.
fn digits(text: &str) -> Vec<(usize, usize)> {
    let bytes = text.as_bytes();
    let in_number = |b: u8| b.is_ascii_digit() || b == b'.';
    let in_word = |b: u8| b.is_ascii_alphanumeric() || b == b'_' || b >= 0x80;
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        if !in_number(bytes[at]) {
            at += 1;
            continue;
        }
        let start = at;
        while at < bytes.len() && in_number(bytes[at]) {
            at += 1;
        }
        let before = start.checked_sub(1).map(|n| bytes[n]);
        let after = bytes.get(at).copied();
        if !before.is_some_and(in_word) && !after.is_some_and(in_word) {
            found.push((start, at));
        }
    }
    found
}

/// The rounding's word in the files with another in its place, or a new section at the end of
/// the scheme's own file.
fn roundings(sources: &[Source], old: Rounding, new: Rounding) -> Vec<Candidate> {
    let (was, is) = (format!("\"{}\"", old.name()), format!("\"{}\"", new.name()));
    let mut found = Vec::new();
    for (file, source) in sources.iter().enumerate() {
        let places = source.text.match_indices(&was);
        found.extend(places.map(|(start, _)| Candidate {
            file,
            start,
            end: start + was.len(),
            text: is.clone(),
        }));
        if source.name == SCHEME {
            let end = source.text.len();
            let text = format!("\n[rounding]\npoints = {is}\nplaces = {}\n", new.places);
            found.push(Candidate { file, start: end, end, text });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::digits;

    #[test]
    fn numbers_are_told_from_names() {
        let text = "a1 = 12 + x-2.5 \"95%\" q.1 2024年 .5";
        let found: Vec<&str> = digits(text).into_iter().map(|(a, b)| &text[a..b]).collect();
        assert_eq!(found, ["12", "2.5", "95", ".5"]);
    }
}
