//! Conditions on the answers of one form, parsed once: when a question is asked, which answers
//! are taken, which forms contradict themselves.
//!
//! ```text
//! or · and · not · Q = 1 · Q != 1 · Q in [1, 2] · N >= 18 · selected(Q, 3) · answered(Q) · ( … )
//! contains(T, 'x') · starts_with(T, 'x') · matches(T, '[0-9]+') · true · false; on both sides of a comparison: see `Term`
//! ```
//!
//! An answer that was not given (or belongs to a question that is not shown) equals nothing, is
//! in no list, holds no tick and is neither smaller nor larger than any number; `not` and `!=`
//! turn that round, as they do in `XForms`.

mod parser;
mod pattern;
mod print;
mod term;

use rust_decimal::Decimal;

pub use parser::{Known, MOST_DEPTH};
pub use pattern::Pattern;
pub use print::print;
pub use term::{Calculation, Call, TODAY, Term, Value};

use super::expr::{ExprFault, Op};
use super::field::NON_ANSWERS;

/// A condition on the answers of one form; questions are named by their index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    /// The answer is one of these codes.
    In(usize, Vec<String>),
    /// Two values stand so to each other; `!=` is [`Self::Not`] of `=`.
    Compare(Term, Op, Term),
    /// The choice is ticked, maybe among others.
    Selected(usize, String),
    /// There is a value: an answer that is not blank, unreadable or refused.
    Answered(Term),
    /// The first text holds the second.
    Contains(Term, Term),
    /// The first text begins with the second.
    Begins(Term, Term),
    /// The whole text is such.
    Matches(Term, Pattern),
    /// Always or never.
    Always(bool),
    /// The other way round.
    Not(Box<Self>),
    /// Both.
    And(Box<Self>, Box<Self>),
    /// At least one.
    Or(Box<Self>, Box<Self>),
}

impl Condition {
    /// The condition that `text` says about what is `known`.
    ///
    /// # Errors
    /// The first thing that is wrong, with its place in `text` in bytes.
    pub fn parse(text: &str, known: Known) -> Result<Self, ExprFault> {
        parser::condition(text, known)
    }

    /// Whether it holds on a form that answers so.
    pub fn holds<'a>(&self, answer: &impl Fn(usize) -> Option<&'a str>) -> bool {
        match self {
            Self::In(q, codes) => answer(*q).is_some_and(|a| codes.iter().any(|c| c == a)),
            // What most conditions are needs no detour over values.
            Self::Compare(Term::Figure(q), op, Term::Number(to)) => {
                answer(*q).and_then(|a| Decimal::from_str_exact(a).ok()).is_some_and(|n| stands(&n, *op, to))
            }
            Self::Compare(left, op, right) => {
                let both = left.value(answer).zip(right.value(answer));
                both.is_some_and(|(left, right)| term::compare(&left, *op, &right))
            }
            Self::Selected(q, code) => answer(*q).is_some_and(|a| a.split(' ').any(|c| c == code)),
            Self::Answered(Term::Answer(q) | Term::Figure(q)) => {
                answer(*q).is_some_and(|a| !NON_ANSWERS.contains(&a))
            }
            Self::Answered(term) => term.value(answer).is_some(),
            Self::Contains(text, part) => term::texts(text, part, answer, |text, part| text.contains(part)),
            Self::Begins(text, part) => term::texts(text, part, answer, |text, part| text.starts_with(part)),
            Self::Matches(text, pattern) => {
                let text = text.value(answer).map(Value::text).unwrap_or_default();
                pattern.is(&text)
            }
            Self::Always(holds) => *holds,
            Self::Not(inner) => !inner.holds(answer),
            Self::And(a, b) => a.holds(answer) && b.holds(answer),
            Self::Or(a, b) => a.holds(answer) || b.holds(answer),
        }
    }

    /// Calls `visit` with every question it looks at, once for each mention, also through what is
    /// computed.
    pub fn reads(&self, visit: &mut impl FnMut(usize)) {
        self.each(&mut |q| visit(q));
    }

    fn each(&self, visit: &mut dyn FnMut(usize)) {
        match self {
            Self::In(q, _) | Self::Selected(q, _) => visit(*q),
            Self::Answered(term) | Self::Matches(term, _) => term.each(visit),
            Self::Compare(a, _, b) | Self::Contains(a, b) | Self::Begins(a, b) => {
                a.each(visit);
                b.each(visit);
            }
            Self::Always(_) => {}
            Self::Not(inner) => inner.each(visit),
            Self::And(a, b) | Self::Or(a, b) => {
                a.each(visit);
                b.each(visit);
            }
        }
    }

    /// How deep it nests and how many pieces it has, what is computed counted at every mention.
    fn size(&self) -> (usize, usize) {
        match self {
            Self::In(..) | Self::Selected(..) | Self::Always(_) => (1, 1),
            Self::Answered(term) | Self::Matches(term, _) => term::under(&[term.size()]),
            Self::Compare(a, _, b) | Self::Contains(a, b) | Self::Begins(a, b) => {
                term::under(&[a.size(), b.size()])
            }
            Self::Not(inner) => term::under(&[inner.size()]),
            Self::And(a, b) | Self::Or(a, b) => term::under(&[a.size(), b.size()]),
        }
    }
}

/// Whether one value stands so to another of its kind.
fn stands<T: Ord>(left: &T, op: Op, right: &T) -> bool {
    match op {
        Op::Less => left < right,
        Op::AtMost => left <= right,
        Op::Greater => left > right,
        Op::AtLeast => left >= right,
        _ => left == right,
    }
}

#[cfg(test)]
mod tests;
