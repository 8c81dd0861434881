//! A condition written out again, so that reading it gives the same condition.

use crate::scheme::expr::Op;

use super::{Condition, Known, Term};

/// Binding of `not`, of a comparison, and of what stands by itself.
const NOT: u8 = 3;
const COMPARISON: u8 = 4;
const ALONE: u8 = 8;

/// The condition as text. Whatever it names is known, else it reads `?`.
pub fn print(condition: &Condition, known: Known) -> String {
    Printer { known }.condition(condition, 0)
}

impl Term {
    /// The value as text that reads as the same value.
    pub fn print(&self, known: Known) -> String {
        Printer { known }.term(self, 0)
    }
}

struct Printer<'a> {
    known: Known<'a>,
}

impl Printer<'_> {
    fn condition(&self, condition: &Condition, least: u8) -> String {
        let (binding, text) = match condition {
            Condition::In(q, codes) => match codes.as_slice() {
                [code] => (COMPARISON, format!("{} = {}", self.name(*q), quoted(code))),
                codes => {
                    let codes: Vec<String> = codes.iter().map(|c| quoted(c)).collect();
                    (COMPARISON, format!("{} in [{}]", self.name(*q), codes.join(", ")))
                }
            },
            Condition::Compare(left, op, right) => (COMPARISON, self.comparison(left, sign(*op), right)),
            Condition::Selected(q, code) => (ALONE, format!("selected({}, {})", self.name(*q), quoted(code))),
            Condition::Answered(term) => (ALONE, format!("answered({})", self.term(term, 0))),
            Condition::Contains(text, part) => {
                (ALONE, format!("contains({}, {})", self.term(text, 0), self.term(part, 0)))
            }
            Condition::Begins(text, part) => {
                (ALONE, format!("starts_with({}, {})", self.term(text, 0), self.term(part, 0)))
            }
            Condition::Matches(text, pattern) => {
                (ALONE, format!("matches({}, {})", self.term(text, 0), text_quoted(pattern.text())))
            }
            Condition::Always(holds) => (ALONE, holds.to_string()),
            Condition::Not(inner) => match inner.as_ref() {
                Condition::In(q, codes) if codes.len() == 1 => {
                    (COMPARISON, format!("{} != {}", self.name(*q), quoted(&codes[0])))
                }
                Condition::Compare(left, Op::Equal, right) => {
                    (COMPARISON, self.comparison(left, "!=", right))
                }
                inner => (NOT, format!("not {}", self.condition(inner, COMPARISON + 1))),
            },
            Condition::And(a, b) => (2, format!("{} and {}", self.condition(a, 2), self.condition(b, 3))),
            Condition::Or(a, b) => (1, format!("{} or {}", self.condition(a, 1), self.condition(b, 2))),
        };
        if binding < least { format!("({text})") } else { text }
    }

    fn comparison(&self, left: &Term, sign: &str, right: &Term) -> String {
        let (left, right) = (
            self.term(left, COMPARISON + 1),
            match right {
                // Behind `=` a bare name may be a code.
                Term::Answer(_) | Term::Figure(_) | Term::Derived(_) | Term::Number(_) | Term::Text(_)
                    if self.is_single(left) =>
                {
                    format!("({})", self.term(right, 0))
                }
                right => self.term(right, COMPARISON + 1),
            },
        );
        format!("{left} {sign} {right}")
    }

    fn is_single(&self, term: &Term) -> bool {
        matches!(term, Term::Answer(q) | Term::Figure(q)
            if self.known.at(*q).is_some_and(|q| q.kind == crate::scheme::QuestionKind::Single))
    }

    fn term(&self, term: &Term, least: u8) -> String {
        let (binding, text) = match term {
            Term::Number(number) if number.is_sign_negative() => (7, number.to_string()),
            Term::Number(number) => (ALONE, number.to_string()),
            Term::Text(text) => (ALONE, text_quoted(text)),
            Term::Today => (ALONE, "today()".to_owned()),
            Term::Answer(q) | Term::Figure(q) => (ALONE, self.name(*q)),
            Term::Derived(of) => (ALONE, of.id.clone()),
            Term::Ticks(q) => (ALONE, format!("ticks({})", self.name(*q))),
            Term::Negate(inner) => (7, format!("-{}", self.term(inner, ALONE))),
            Term::Binary(op, a, b) => {
                let binding = op.binding();
                (binding, format!("{} {} {}", self.term(a, binding), sign(*op), self.term(b, binding + 1)))
            }
            Term::If(when, a, b) => {
                let when = self.condition(when, 0);
                (ALONE, format!("if({when}, {}, {})", self.term(a, 0), self.term(b, 0)))
            }
            Term::Call(call, args) => {
                let args: Vec<String> = args.iter().map(|a| self.term(a, 0)).collect();
                (ALONE, format!("{}({})", call.name(), args.join(", ")))
            }
        };
        if binding < least { format!("({text})") } else { text }
    }

    fn name(&self, q: usize) -> String {
        if self.known.own.is_some() && q == self.known.questions.len() {
            return ".".to_owned();
        }
        self.known.at(q).map_or_else(|| "?".to_owned(), |q| q.id.clone())
    }
}

const fn sign(op: Op) -> &'static str {
    match op {
        Op::Add => "+",
        Op::Subtract => "-",
        Op::Multiply => "*",
        Op::Divide => "/",
        Op::Equal => "=",
        Op::Unequal => "!=",
        Op::Less => "<",
        Op::AtMost => "<=",
        Op::Greater => ">",
        Op::AtLeast => ">=",
        Op::And => "and",
        Op::Or => "or",
    }
}

/// A code, in quotes unless it is plain digits and letters that are no word of the language.
fn quoted(code: &str) -> String {
    let plain = code.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    if plain && !matches!(code, "and" | "or" | "not") { code.to_owned() } else { text_quoted(code) }
}

fn text_quoted(text: &str) -> String {
    let quote = if text.contains('\'') { '"' } else { '\'' };
    format!("{quote}{text}{quote}")
}
