//! Values in conditions on answers, and what is computed from the answers of a form.
//!
//! Exact: numbers are decimals, what cannot be computed (a missing answer, a division by zero, words
//! where a number is needed) is nothing, never zero.

use std::borrow::Cow;
use std::sync::Arc;

use rust_decimal::{Decimal, RoundingStrategy};

use crate::scheme::expr::Op;
use crate::scheme::field::NON_ANSWERS;

use super::{Condition, stands};

/// Where the day on which an answer is keyed stands among the answers: behind all questions.
pub const TODAY: usize = usize::MAX;

/// A value computed from the answers of one form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Term {
    /// A number as written.
    Number(Decimal),
    /// A text as written; an empty one is nothing.
    Text(String),
    /// The day on which the answer is keyed, told as the answer to [`TODAY`].
    Today,
    /// The answer to a question as it is recorded: a code, codes of ticks, a date, words.
    Answer(usize),
    /// The number answered to a question.
    Figure(usize),
    /// What is computed elsewhere on the form.
    Derived(Arc<Calculation>),
    /// How many choices are ticked; none where nothing is answered.
    Ticks(usize),
    /// `-x`.
    Negate(Box<Self>),
    /// `x + y`, `x - y`, `x * y`, `x / y`.
    Binary(Op, Box<Self>, Box<Self>),
    /// The first value where the condition holds, else the second.
    If(Box<Condition>, Box<Self>, Box<Self>),
    /// A function and its arguments.
    Call(Call, Vec<Self>),
}

/// Something computed that has a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calculation {
    /// The name.
    pub id: String,
    /// Without this there is no value.
    pub when: Option<Condition>,
    /// The value.
    pub value: Term,
}

impl Calculation {
    /// Its value on a form that answers so; `None` where it is not known or not asked for.
    pub fn value<'v, 'a: 'v>(&'v self, answer: &impl Fn(usize) -> Option<&'a str>) -> Option<Value<'v>> {
        let applies = self.when.as_ref().is_none_or(|when| when.holds(answer));
        if applies { self.value.value(answer) } else { None }
    }
}

/// A function of values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Call {
    /// Half away from zero, to whole numbers or the given places.
    Round,
    /// Without its fraction.
    Int,
    /// A text as the number it says.
    Number,
    /// Characters of a text; 0 where there is none.
    Length,
    /// The first value that there is.
    Coalesce,
    /// The rest of a division, with the sign of the first.
    Mod,
}

impl Call {
    /// All functions.
    pub const ALL: [Self; 6] =
        [Self::Round, Self::Int, Self::Number, Self::Length, Self::Coalesce, Self::Mod];

    /// The name it is called by.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Round => "round",
            Self::Int => "int",
            Self::Number => "number",
            Self::Length => "length",
            Self::Coalesce => "coalesce",
            Self::Mod => "mod",
        }
    }

    /// Fewest and most arguments.
    pub const fn arity(self) -> (usize, usize) {
        match self {
            Self::Round => (1, 2),
            Self::Int | Self::Number | Self::Length => (1, 1),
            Self::Coalesce => (1, usize::MAX),
            Self::Mod => (2, 2),
        }
    }
}

/// What a term comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value<'v> {
    /// A number.
    Number(Decimal),
    /// Words, a code, a date.
    Text(Cow<'v, str>),
}

impl<'v> Value<'v> {
    /// The number that it is or says.
    pub fn number(&self) -> Option<Decimal> {
        match self {
            Self::Number(number) => Some(*number),
            Self::Text(text) => Decimal::from_str_exact(text.trim()).ok(),
        }
    }

    /// It as text; numbers without trailing zeros.
    pub fn text(self) -> Cow<'v, str> {
        match self {
            Self::Number(number) => Cow::Owned(number.normalize().to_string()),
            Self::Text(text) => text,
        }
    }
}

impl Term {
    /// What it comes to on a form that answers so.
    pub fn value<'v, 'a: 'v>(&'v self, answer: &impl Fn(usize) -> Option<&'a str>) -> Option<Value<'v>> {
        let given = |q: usize| answer(q).filter(|a| !NON_ANSWERS.contains(a));
        match self {
            Self::Number(number) => Some(Value::Number(*number)),
            Self::Text(text) => (!text.is_empty()).then(|| Value::Text(Cow::Borrowed(text))),
            Self::Today => answer(TODAY).map(|a| Value::Text(Cow::Borrowed(a))),
            Self::Answer(q) => given(*q).map(|a| Value::Text(Cow::Borrowed(a))),
            Self::Figure(q) => given(*q).and_then(|a| Decimal::from_str_exact(a).ok()).map(Value::Number),
            Self::Derived(of) => of.value(answer),
            Self::Ticks(q) => Some(Value::Number(given(*q).map_or(0, |a| a.split(' ').count()).into())),
            Self::Negate(inner) => inner.number(answer).map(|n| Value::Number(-n)),
            Self::Binary(op, left, right) => {
                let (left, right) = (left.number(answer)?, right.number(answer)?);
                arithmetic(left, *op, right).map(Value::Number)
            }
            Self::If(when, then, other) => if when.holds(answer) { then } else { other }.value(answer),
            Self::Call(call, args) => call_value(*call, args, answer),
        }
    }

    fn number<'a>(&self, answer: &impl Fn(usize) -> Option<&'a str>) -> Option<Decimal> {
        self.value(answer)?.number()
    }

    /// Whether it comes to a number wherever it comes to anything.
    pub fn is_number(&self) -> bool {
        match self {
            Self::Text(_) | Self::Today | Self::Answer(_) => false,
            Self::Derived(of) => of.value.is_number(),
            Self::If(_, then, other) => then.is_number() && other.is_number(),
            Self::Call(Call::Coalesce, args) => args.iter().all(Self::is_number),
            Self::Number(_)
            | Self::Figure(_)
            | Self::Ticks(_)
            | Self::Negate(_)
            | Self::Binary(..)
            | Self::Call(..) => true,
        }
    }

    /// Calls `visit` with every question it looks at.
    pub(super) fn each(&self, visit: &mut dyn FnMut(usize)) {
        match self {
            Self::Number(_) | Self::Text(_) | Self::Today => {}
            Self::Answer(q) | Self::Figure(q) | Self::Ticks(q) => visit(*q),
            Self::Derived(of) => {
                if let Some(when) = &of.when {
                    when.each(visit);
                }
                of.value.each(visit);
            }
            Self::Negate(inner) => inner.each(visit),
            Self::Binary(_, a, b) => {
                a.each(visit);
                b.each(visit);
            }
            Self::If(when, a, b) => {
                when.each(visit);
                a.each(visit);
                b.each(visit);
            }
            Self::Call(_, args) => args.iter().for_each(|a| a.each(visit)),
        }
    }

    /// How deep it nests and how many pieces it has, what is computed counted at every mention.
    pub(super) fn size(&self) -> (usize, usize) {
        match self {
            Self::Number(_)
            | Self::Text(_)
            | Self::Today
            | Self::Answer(_)
            | Self::Figure(_)
            | Self::Ticks(_) => (1, 1),
            Self::Derived(of) => {
                let when = of.when.as_ref().map_or((0, 0), Condition::size);
                under(&[when, of.value.size()])
            }
            Self::Negate(inner) => under(&[inner.size()]),
            Self::Binary(_, a, b) => under(&[a.size(), b.size()]),
            Self::If(when, a, b) => under(&[when.size(), a.size(), b.size()]),
            Self::Call(_, args) => under(&args.iter().map(Self::size).collect::<Vec<_>>()),
        }
    }
}

/// One more node over these depths and sizes.
pub(super) fn under(parts: &[(usize, usize)]) -> (usize, usize) {
    let depth = parts.iter().map(|(depth, _)| *depth).max().unwrap_or(0);
    let size = parts.iter().fold(1, |all: usize, (_, size)| all.saturating_add(*size));
    (depth + 1, size)
}

fn arithmetic(left: Decimal, op: Op, right: Decimal) -> Option<Decimal> {
    match op {
        Op::Add => left.checked_add(right),
        Op::Subtract => left.checked_sub(right),
        Op::Multiply => left.checked_mul(right),
        Op::Divide => left.checked_div(right),
        _ => None,
    }
}

fn call_value<'v, 'a: 'v>(
    call: Call,
    args: &'v [Term],
    answer: &impl Fn(usize) -> Option<&'a str>,
) -> Option<Value<'v>> {
    let number = |n: usize| args.get(n).and_then(|a| a.number(answer));
    let figure = match call {
        Call::Coalesce => return args.iter().find_map(|a| a.value(answer)),
        Call::Length => {
            let text = args.first()?.value(answer).map(Value::text);
            text.map_or(0, |t| t.chars().count()).into()
        }
        Call::Number => number(0)?,
        Call::Int => number(0)?.trunc(),
        Call::Mod => number(0)?.checked_rem(number(1)?)?,
        Call::Round => {
            let places = match args.get(1) {
                Some(Term::Number(places)) => u32::try_from(*places).ok()?,
                _ => 0,
            };
            number(0)?.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero)
        }
    };
    Some(Value::Number(figure))
}

/// Whether two values stand so to each other: as numbers where one of them is a number, as texts or
/// days where they must be equal, else as numbers or as days. A month stands to a day as to its
/// month, but is never equal to it.
pub(super) fn compare(left: &Value, op: Op, right: &Value) -> bool {
    if let (Value::Text(left), Value::Text(right)) = (left, right) {
        if op == Op::Equal && left == right {
            return true;
        }
        if let (Some(left), Some(right)) = (day(left), day(right)) {
            if op == Op::Equal {
                return left == right;
            }
            let shared = left.len().min(right.len());
            return stands(&left.get(..shared), op, &right.get(..shared));
        }
        if op == Op::Equal {
            return false;
        }
    }
    let both = left.number().zip(right.number());
    both.is_some_and(|(left, right)| stands(&left, op, &right))
}

/// A text as a day or a month in the form that dates are recorded in, if it is one; conditions may
/// write 2024-6-1.
fn day(text: &str) -> Option<Cow<'_, str>> {
    let is_plain = text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    let is_month = text.bytes().filter(|b| *b == b'-').count() == 1;
    if !is_plain || text.find('-') != Some(4) {
        return None;
    }
    let first = if is_month { Cow::Owned(format!("{text}-01")) } else { Cow::Borrowed(text) };
    let day = chrono::NaiveDate::parse_from_str(&first, "%Y-%m-%d").ok()?;
    let padded = if is_month { 7 } else { 10 };
    if text.len() == padded {
        return Some(Cow::Borrowed(text));
    }
    Some(Cow::Owned(day.format(if is_month { "%Y-%m" } else { "%Y-%m-%d" }).to_string()))
}

/// Whether `holds` of two texts; a missing one is empty, as it is in `XPath`.
pub(super) fn texts<'a>(
    text: &Term,
    part: &Term,
    answer: &impl Fn(usize) -> Option<&'a str>,
    holds: impl Fn(&str, &str) -> bool,
) -> bool {
    let text = text.value(answer).map(Value::text).unwrap_or_default();
    let part = part.value(answer).map(Value::text).unwrap_or_default();
    holds(&text, &part)
}
