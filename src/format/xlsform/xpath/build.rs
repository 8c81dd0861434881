//! What pieces of an `XPath` expression come to in the scheme's own conditions and values.

use crate::scheme::condition::{Call, Known, Pattern, Term};
use crate::scheme::expr::{ExprFault, ExprFaultKind, Op};
use crate::scheme::{Condition, Question, QuestionKind};

use super::lexer::Word;

/// A subtree with its place.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    pub(super) what: What,
    pub start: usize,
    pub end: usize,
}

#[derive(Debug, Clone)]
pub(super) enum What {
    Condition(Condition),
    Term(Term),
}

type Built = Result<Piece, ExprFault>;

impl Piece {
    fn new(start: usize, end: usize, what: What) -> Self {
        Self { what, start, end }
    }

    pub fn term_at(word: &Word, term: Term) -> Self {
        Self::new(word.start, word.end, What::Term(term))
    }

    fn fault(&self, kind: ExprFaultKind) -> ExprFault {
        ExprFault { start: self.start, end: self.end, kind }
    }

    /// It as a condition.
    pub fn condition(self) -> Result<Condition, ExprFault> {
        match self.what {
            What::Condition(condition) => Ok(condition),
            What::Term(_) => Err(self.fault(ExprFaultKind::ConditionWanted)),
        }
    }

    /// It as a value; a condition is 1 or 0, as it is in `XPath` arithmetic.
    pub fn term(self) -> Term {
        match self.what {
            What::Term(term) => term,
            What::Condition(condition) => {
                let number = |n: u8| Box::new(Term::Number(n.into()));
                Term::If(Box::new(condition), number(1), number(0))
            }
        }
    }

    fn is_empty_text(&self) -> bool {
        matches!(&self.what, What::Term(Term::Text(text)) if text.is_empty())
    }

    fn is_literal(&self) -> bool {
        matches!(self.what, What::Term(Term::Text(_) | Term::Number(_) | Term::Today))
    }

    /// Days stand to each other, and that is all one can do with them.
    fn is_no_day(&self, known: Known) -> Result<(), ExprFault> {
        match &self.what {
            What::Term(term) if known.is_day(term) => Err(self.fault(ExprFaultKind::DayInSum)),
            _ => Ok(()),
        }
    }

    /// The question whose answer it is.
    fn question<'k>(&self, known: Known<'k>) -> Option<(usize, &'k Question)> {
        match self.what {
            What::Term(Term::Answer(n) | Term::Figure(n)) => Some((n, at(known, n)?)),
            _ => None,
        }
    }
}

fn at(known: Known<'_>, n: usize) -> Option<&Question> {
    known.questions.get(n).or(known.own.filter(|_| n == known.questions.len()))
}

pub(super) fn negated(word: &Word, inner: Piece) -> Piece {
    let end = inner.end;
    let term = match inner.term() {
        Term::Number(number) => Term::Number(-number),
        term => Term::Negate(Box::new(term)),
    };
    Piece::new(word.start, end, What::Term(term))
}

pub(super) fn modulo(left: Piece, right: Piece) -> Piece {
    let (start, end) = (left.start, right.end);
    let term = Term::Call(Call::Mod, vec![left.term(), right.term()]);
    Piece::new(start, end, What::Term(term))
}

/// Two pieces under an operator.
pub(super) fn binary(left: Piece, op: Op, right: Piece, known: Known) -> Built {
    let (start, end) = (left.start, right.end);
    let what = match op {
        Op::And => What::Condition(Condition::And(Box::new(left.condition()?), Box::new(right.condition()?))),
        Op::Or => What::Condition(Condition::Or(Box::new(left.condition()?), Box::new(right.condition()?))),
        Op::Add | Op::Subtract | Op::Multiply | Op::Divide => {
            left.is_no_day(known)?;
            right.is_no_day(known)?;
            What::Term(Term::Binary(op, Box::new(left.term()), Box::new(right.term())))
        }
        Op::Equal | Op::Unequal => {
            let equal = equal(left, right, known)?;
            What::Condition(if op == Op::Equal { equal } else { not(equal) })
        }
        _ => What::Condition(ordered(left, op, right, known)?),
    };
    Ok(Piece::new(start, end, what))
}

fn not(condition: Condition) -> Condition {
    match condition {
        Condition::Not(inner) => *inner,
        condition => Condition::Not(Box::new(condition)),
    }
}

fn equal(left: Piece, right: Piece, known: Known) -> Result<Condition, ExprFault> {
    // What is fixed stands at the right.
    let (left, right) = if left.is_literal() && !right.is_literal() { (right, left) } else { (left, right) };
    match (&left.what, &right.what) {
        (What::Condition(of), What::Condition(Condition::Always(is)))
        | (What::Condition(Condition::Always(is)), What::Condition(of)) => {
            return Ok(if *is { of.clone() } else { not(of.clone()) });
        }
        (What::Condition(_), _) => return Err(left.fault(ExprFaultKind::NumberWanted)),
        (_, What::Condition(_)) => return Err(right.fault(ExprFaultKind::NumberWanted)),
        _ => {}
    }
    if right.is_empty_text() {
        return Ok(not(Condition::Answered(left.term())));
    }
    if let Some((n, question)) = left.question(known)
        && question.has_choices()
        && right.is_literal()
    {
        return code_equal(n, question, &right);
    }
    let is_literal = left.is_literal() || right.is_literal();
    let (left, right) = (left.term(), right.term());
    let same = Condition::Compare(left.clone(), Op::Equal, right.clone());
    if is_literal {
        return Ok(same);
    }
    // Two answers that are both missing are equal.
    let missing = |term| Box::new(not(Condition::Answered(term)));
    Ok(Condition::Or(Box::new(same), Box::new(Condition::And(missing(left), missing(right)))))
}

/// A choice that is the only one.
fn code_equal(n: usize, question: &Question, right: &Piece) -> Result<Condition, ExprFault> {
    let code = code_of(question, right)?;
    if question.kind == QuestionKind::Single {
        return Ok(Condition::In(n, vec![code]));
    }
    let alone = Condition::Compare(Term::Ticks(n), Op::Equal, Term::Number(1.into()));
    Ok(Condition::And(Box::new(Condition::Selected(n, code)), Box::new(alone)))
}

/// The code that a fixed value is.
fn code_of(question: &Question, piece: &Piece) -> Result<String, ExprFault> {
    let code = match &piece.what {
        What::Term(Term::Text(text)) => text.trim().to_owned(),
        What::Term(Term::Number(number)) => number.to_string(),
        _ => return Err(piece.fault(ExprFaultKind::NumberWanted)),
    };
    if question.choices.iter().any(|c| c.code == code) {
        return Ok(code);
    }
    Err(piece.fault(ExprFaultKind::NotACode { question: question.id.clone(), code }))
}

fn ordered(left: Piece, op: Op, right: Piece, known: Known) -> Result<Condition, ExprFault> {
    for piece in [&left, &right] {
        let unfit = piece.question(known).filter(|(_, q)| {
            matches!(q.kind, QuestionKind::Text | QuestionKind::Multiple)
                || q.kind == QuestionKind::Single && matches!(piece.what, What::Term(Term::Answer(_)))
        });
        if let Some((_, question)) = unfit {
            return Err(piece.fault(ExprFaultKind::UnfitQuestion(question.id.clone())));
        }
    }
    Ok(Condition::Compare(left.term(), op, right.term()))
}

/// A function with its arguments; `name_at` is where its name stands, `place` all of it.
pub(super) fn call(
    name: &str,
    name_at: (usize, usize),
    place: (usize, usize),
    args: Vec<Piece>,
    known: Known,
) -> Built {
    let fault = |kind| ExprFault { start: name_at.0, end: name_at.1, kind };
    let (fewest, most) = arity(name).ok_or_else(|| fault(ExprFaultKind::UnknownFunction(name.to_owned())))?;
    if args.len() < fewest || args.len() > most {
        let function = ARITIES.iter().find(|(n, ..)| *n == name).map_or("", |(n, ..)| n);
        let kind = ExprFaultKind::WrongArgumentCount { function, given: args.len() };
        return Err(ExprFault { start: place.0, end: place.1, kind });
    }
    let mut args = args.into_iter();
    let mut next = || args.next().ok_or_else(|| fault(ExprFaultKind::EndTooSoon));
    let what = match name {
        "true" | "false" => What::Condition(Condition::Always(name == "true")),
        "not" => What::Condition(not(next()?.condition()?)),
        "selected" => {
            let (of, code) = (next()?, next()?);
            let (n, question) = chosen(&of, known)?;
            What::Condition(Condition::Selected(n, code_of(question, &code)?))
        }
        "count-selected" => What::Term(Term::Ticks(chosen(&next()?, known)?.0)),
        "regex" => {
            let (of, pattern) = (next()?, next()?);
            What::Condition(Condition::Matches(of.term(), pattern_of(&pattern)?))
        }
        "today" if known.own.is_some() => What::Term(Term::Today),
        "today" => return Err(fault(ExprFaultKind::TodayOutsideConstraint)),
        "contains" => What::Condition(Condition::Contains(next()?.term(), next()?.term())),
        "starts-with" => What::Condition(Condition::Begins(next()?.term(), next()?.term())),
        "if" => {
            let (when, then, other) = (next()?.condition()?, next()?.term(), next()?.term());
            What::Term(Term::If(Box::new(when), Box::new(then), Box::new(other)))
        }
        "date" => What::Term(day(&next()?)?),
        "string" => next()?.what,
        _ => {
            let call = CALLS.iter().find(|(n, _)| *n == name).map(|(_, call)| *call);
            let call = call.ok_or_else(|| fault(ExprFaultKind::UnknownFunction(name.to_owned())))?;
            let args: Vec<Piece> = args.collect();
            if call != Call::Coalesce {
                args.iter().try_for_each(|arg| arg.is_no_day(known))?;
            }
            What::Term(Term::Call(call, args.into_iter().map(Piece::term).collect()))
        }
    };
    Ok(Piece::new(place.0, place.1, what))
}

/// Functions that are the scheme's own under another name.
const CALLS: [(&str, Call); 5] = [
    ("round", Call::Round),
    ("int", Call::Int),
    ("number", Call::Number),
    ("string-length", Call::Length),
    ("coalesce", Call::Coalesce),
];

/// Every function that is taken, with the fewest and the most of its arguments.
const ARITIES: [(&str, usize, usize); 17] = [
    ("true", 0, 0),
    ("false", 0, 0),
    ("not", 1, 1),
    ("selected", 2, 2),
    ("count-selected", 1, 1),
    ("contains", 2, 2),
    ("starts-with", 2, 2),
    ("regex", 2, 2),
    ("today", 0, 0),
    ("if", 3, 3),
    ("date", 1, 1),
    ("string", 1, 1),
    ("round", 1, 2),
    ("int", 1, 1),
    ("number", 1, 1),
    ("string-length", 1, 1),
    ("coalesce", 2, 2),
];

fn arity(name: &str) -> Option<(usize, usize)> {
    ARITIES.iter().find(|(n, ..)| *n == name).map(|(_, fewest, most)| (*fewest, *most))
}

/// The question with choices that a piece is.
fn chosen<'k>(piece: &Piece, known: Known<'k>) -> Result<(usize, &'k Question), ExprFault> {
    let (n, question) = piece.question(known).ok_or_else(|| piece.fault(ExprFaultKind::NotAQuestion))?;
    if question.has_choices() {
        return Ok((n, question));
    }
    Err(piece.fault(ExprFaultKind::UnfitQuestion(question.id.clone())))
}

/// A pattern as written.
fn pattern_of(piece: &Piece) -> Result<Pattern, ExprFault> {
    let What::Term(Term::Text(text)) = &piece.what else {
        return Err(piece.fault(ExprFaultKind::NotAPattern));
    };
    Pattern::new(text).ok_or_else(|| piece.fault(ExprFaultKind::BadPattern(text.clone())))
}

/// A day as written, or the answer to a question for a day.
fn day(piece: &Piece) -> Result<Term, ExprFault> {
    match &piece.what {
        What::Term(Term::Text(text)) if chrono::NaiveDate::parse_from_str(text, "%Y-%m-%d").is_ok() => {
            Ok(Term::Text(text.clone()))
        }
        What::Term(term @ (Term::Answer(_) | Term::Today)) => Ok(term.clone()),
        _ => Err(piece.fault(ExprFaultKind::NotADay)),
    }
}
