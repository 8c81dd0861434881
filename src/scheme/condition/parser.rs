//! Words of a condition to a tree: precedence climbing, questions and codes resolved on the way.

use std::sync::Arc;

use rust_decimal::Decimal;

use crate::scheme::expr::lexer::{Token, Word, words};
use crate::scheme::expr::{ExprFault, ExprFaultKind, MAX_DEPTH, MAX_PLACES, Op};
use crate::scheme::field::{NON_ANSWERS, fold_width};
use crate::scheme::questionnaire::{Question, QuestionKind};

use super::{Calculation, Call, Condition, Pattern, Term};

/// Most words of a condition.
const MOST_WORDS: usize = 1000;
/// Deepest nesting, what is computed counted at every mention.
pub const MOST_DEPTH: usize = 400;
/// Most pieces, what is computed counted at every mention.
const MOST_PIECES: usize = 10_000;
/// Binding of a comparison, which `in` is, too.
const COMPARISON: u8 = 4;
/// Binding of `not`.
const NOT: u8 = 3;
/// Binding of unary minus.
const UNARY: u8 = 7;

/// What a condition can name.
#[derive(Debug, Clone, Copy, Default)]
pub struct Known<'a> {
    /// Questions by their index.
    pub questions: &'a [Question],
    /// What is computed.
    pub calculations: &'a [Arc<Calculation>],
    /// The question whose answer `.` is; its index is behind all others.
    pub own: Option<&'a Question>,
}

impl<'a> Known<'a> {
    /// These questions only.
    pub fn questions(questions: &'a [Question]) -> Self {
        Self { questions, ..Self::default() }
    }

    /// The question with this index.
    pub(in crate::scheme) fn at(&self, n: usize) -> Option<&'a Question> {
        self.questions.get(n).or(self.own.filter(|_| n == self.questions.len()))
    }

    /// The index of the question with this id.
    pub fn find(&self, id: &str) -> Option<usize> {
        let found = self.questions.iter().position(|q| q.id == id);
        found.or_else(|| self.own.filter(|q| q.id == id).map(|_| self.questions.len()))
    }

    /// What this id stands for among values.
    pub fn term(&self, id: &str) -> Option<Term> {
        if let Some(n) = self.find(id) {
            return self.answer(n);
        }
        let found = self.calculations.iter().find(|c| c.id == id)?;
        Some(Term::Derived(Arc::clone(found)))
    }

    /// Whether a value is a day: today, or the answer to a question for one.
    pub fn is_day(&self, term: &Term) -> bool {
        match term {
            Term::Today => true,
            Term::Answer(n) => self.at(*n).is_some_and(|q| q.kind == QuestionKind::Date),
            _ => false,
        }
    }

    /// The answer to a question as a value.
    pub fn answer(&self, n: usize) -> Option<Term> {
        let is_figure = is_numeric(self.at(n)?);
        Some(if is_figure { Term::Figure(n) } else { Term::Answer(n) })
    }
}

/// Whether answers are numbers, or codes that are all numbers (a rating).
fn is_numeric(question: &Question) -> bool {
    match question.kind {
        QuestionKind::Number(_) => true,
        QuestionKind::Single => question.choices.iter().all(|c| Decimal::from_str_exact(&c.code).is_ok()),
        _ => false,
    }
}

/// The condition that `text` says.
pub(super) fn condition(text: &str, known: Known) -> Result<Condition, ExprFault> {
    let piece = whole(text, known)?;
    match piece.what {
        What::Condition(condition) => Ok(condition),
        What::Term(_) => Err(piece.fault(ExprFaultKind::ConditionWanted)),
    }
}

impl Term {
    /// The value that `text` says about what is `known`.
    ///
    /// # Errors
    /// The first thing that is wrong, with its place in `text` in bytes.
    pub fn parse(text: &str, known: Known) -> Result<Self, ExprFault> {
        let piece = whole(text, known)?;
        match piece.what {
            What::Term(term) => Ok(term),
            What::Condition(_) => Err(piece.fault(ExprFaultKind::NumberWanted)),
        }
    }
}

fn whole(text: &str, known: Known) -> Parsed {
    let words = words(text)?;
    let all = |kind| ExprFault { start: 0, end: text.len(), kind };
    if words.is_empty() {
        return Err(all(ExprFaultKind::Empty));
    }
    if words.len() > MOST_WORDS {
        return Err(all(ExprFaultKind::TooDeep));
    }
    let mut parser = Parser { text, words, next: 0, known };
    let piece = parser.expression(0, 0)?;
    if let Some(word) = parser.words.get(parser.next) {
        return Err(parser.unexpected(word));
    }
    let (depth, pieces) = match &piece.what {
        What::Condition(condition) => condition.size(),
        What::Term(term) => term.size(),
    };
    if depth > MOST_DEPTH || pieces > MOST_PIECES { Err(all(ExprFaultKind::TooDeep)) } else { Ok(piece) }
}

/// A subtree with its place.
struct Piece {
    what: What,
    start: usize,
    end: usize,
}

enum What {
    Condition(Condition),
    Term(Term),
}

type Parsed = Result<Piece, ExprFault>;

impl Piece {
    fn fault(&self, kind: ExprFaultKind) -> ExprFault {
        ExprFault { start: self.start, end: self.end, kind }
    }

    fn condition(self) -> Result<Condition, ExprFault> {
        match self.what {
            What::Condition(condition) => Ok(condition),
            What::Term(_) => Err(self.fault(ExprFaultKind::ConditionWanted)),
        }
    }

    fn term(self) -> Result<Term, ExprFault> {
        match self.what {
            What::Term(term) => Ok(term),
            What::Condition(_) => Err(self.fault(ExprFaultKind::NumberWanted)),
        }
    }
}

struct Parser<'a> {
    text: &'a str,
    words: Vec<Word>,
    next: usize,
    known: Known<'a>,
}

impl Parser<'_> {
    fn peek(&self) -> Option<&Token> {
        self.words.get(self.next).map(|w| &w.token)
    }

    fn take(&mut self) -> Result<Word, ExprFault> {
        let end = self.text.len();
        let word = self.words.get(self.next).cloned();
        self.next += 1;
        word.ok_or(ExprFault { start: end, end, kind: ExprFaultKind::EndTooSoon })
    }

    fn unexpected(&self, word: &Word) -> ExprFault {
        fault_at(word, ExprFaultKind::Unexpected(self.text[word.start..word.end].to_owned()))
    }

    /// Takes this very word.
    fn demand(&mut self, token: &Token) -> Result<Word, ExprFault> {
        let word = self.take()?;
        if word.token == *token { Ok(word) } else { Err(self.unexpected(&word)) }
    }

    /// What binds at least as tightly as `least`; `nested` counts how deep the parser stands.
    fn expression(&mut self, least: u8, nested: usize) -> Parsed {
        let mut left = self.operand(nested)?;
        loop {
            let start = left.start;
            let what = match self.peek() {
                Some(Token::Name(name)) if name == "in" && COMPARISON >= least => {
                    self.next += 1;
                    What::Condition(self.list(left)?)
                }
                Some(Token::Operator(op)) if op.binding() >= least => {
                    let op = *op;
                    self.next += 1;
                    self.binary(left, op, nested)?
                }
                _ => return Ok(left),
            };
            left = Piece { what, start, end: self.words[self.next - 1].end };
        }
    }

    fn binary(&mut self, left: Piece, op: Op, nested: usize) -> Result<What, ExprFault> {
        if matches!(op, Op::Equal | Op::Unequal)
            && let Some(condition) = self.of_code(&left, op)?
        {
            return Ok(What::Condition(condition));
        }
        let place = (left.start, left.end);
        let right = self.expression(op.binding() + 1, nested + 1)?;
        match op {
            Op::And | Op::Or => {
                let (a, b) = (Box::new(left.condition()?), Box::new(right.condition()?));
                Ok(What::Condition(if op == Op::And { Condition::And(a, b) } else { Condition::Or(a, b) }))
            }
            Op::Add | Op::Subtract | Op::Multiply | Op::Divide => {
                for side in [&left, &right] {
                    self.is_no_day(side)?;
                }
                let (a, b) = (Box::new(left.term()?), Box::new(right.term()?));
                Ok(What::Term(Term::Binary(op, a, b)))
            }
            _ => {
                let (left, right) = (left.term()?, right.term()?);
                self.fits(&left, op, &right, place)?;
                Ok(What::Condition(compared(left, op, right)))
            }
        }
    }

    /// Words and ticks stand to no number, and ticks equal nothing; days stand to each other.
    fn fits(&self, left: &Term, op: Op, right: &Term, place: (usize, usize)) -> Result<(), ExprFault> {
        let Term::Answer(n) = left else { return Ok(()) };
        let Some(question) = self.known.at(*n) else { return Ok(()) };
        let is_equal = matches!(op, Op::Equal | Op::Unequal);
        let fits = match question.kind {
            QuestionKind::Multiple => false,
            QuestionKind::Text => is_equal && !matches!(right, Term::Number(_)),
            QuestionKind::Date => !matches!(right, Term::Number(_)),
            QuestionKind::Single => is_equal,
            QuestionKind::Number(_) => true,
        };
        let kind = || ExprFaultKind::UnfitQuestion(question.id.clone());
        if fits { Ok(()) } else { Err(ExprFault { start: place.0, end: place.1, kind: kind() }) }
    }

    /// Days stand to each other, and that is all one can do with them.
    fn is_no_day(&self, piece: &Piece) -> Result<(), ExprFault> {
        match &piece.what {
            What::Term(term) if self.known.is_day(term) => Err(piece.fault(ExprFaultKind::DayInSum)),
            _ => Ok(()),
        }
    }

    /// `Q = CODE` and `Q != CODE` of a single choice, unless another question stands there.
    fn of_code(&mut self, left: &Piece, op: Op) -> Result<Option<Condition>, ExprFault> {
        let What::Term(Term::Answer(n) | Term::Figure(n)) = left.what else { return Ok(None) };
        let single = self.known.at(n).is_some_and(|q| q.kind == QuestionKind::Single);
        let is_code = matches!(self.peek(), Some(Token::Name(_) | Token::Number { .. } | Token::Text(_)));
        if !single || !is_code {
            return Ok(None);
        }
        let before = self.next;
        let code = match self.code(n) {
            Ok(code) => code,
            Err(fault) => {
                let other = self.words.get(before).map(|w| &w.token);
                let term = matches!(other, Some(Token::Name(name)) if self.known.term(name).is_some());
                self.next = before;
                return if term { Ok(None) } else { Err(fault) };
            }
        };
        let condition = Condition::In(n, vec![code]);
        Ok(Some(if op == Op::Equal { condition } else { Condition::Not(Box::new(condition)) }))
    }

    /// `[1, 2]` behind `Q in`.
    fn list(&mut self, left: Piece) -> Result<Condition, ExprFault> {
        let place = (left.start, left.end);
        let (Term::Answer(question) | Term::Figure(question)) = left.term()? else {
            return Err(self.unexpected(&self.words[self.next - 1]));
        };
        if self.known.at(question).is_none_or(|q| q.kind != QuestionKind::Single) {
            let id = self.text[place.0..place.1].to_owned();
            return Err(ExprFault { start: place.0, end: place.1, kind: ExprFaultKind::UnfitQuestion(id) });
        }
        self.demand(&Token::OpenList)?;
        let mut codes = vec![self.code(question)?];
        loop {
            let word = self.take()?;
            match word.token {
                Token::Comma => codes.push(self.code(question)?),
                Token::CloseList => return Ok(Condition::In(question, codes)),
                _ => return Err(self.unexpected(&word)),
            }
        }
    }

    fn operand(&mut self, nested: usize) -> Parsed {
        let word = self.take()?;
        if nested > MAX_DEPTH {
            return Err(fault_at(&word, ExprFaultKind::TooDeep));
        }
        let what = match &word.token {
            Token::Not => {
                What::Condition(Condition::Not(Box::new(self.expression(NOT, nested + 1)?.condition()?)))
            }
            Token::Operator(Op::Subtract) => match self.expression(UNARY, nested + 1)?.term()? {
                Term::Number(number) => What::Term(Term::Number(-number)),
                inner => What::Term(Term::Negate(Box::new(inner))),
            },
            Token::Open => {
                let inner = self.expression(0, nested + 1)?;
                self.close(&word)?;
                inner.what
            }
            Token::Number { value, percent: false } => What::Term(Term::Number(*value)),
            Token::Text(text) => What::Term(Term::Text(text.clone())),
            Token::Dot => {
                let own = self.known.own.and_then(|_| self.known.answer(self.known.questions.len()));
                What::Term(own.ok_or_else(|| self.unexpected(&word))?)
            }
            Token::Name(name) if self.peek() == Some(&Token::Open) => {
                self.next += 1;
                self.call(&name.clone(), &word, nested)?
            }
            Token::Name(name) => match (self.known.term(name), name.as_str()) {
                (Some(term), _) => What::Term(term),
                (None, "true") => What::Condition(Condition::Always(true)),
                (None, "false") => What::Condition(Condition::Always(false)),
                _ => return Err(fault_at(&word, ExprFaultKind::NotBefore(name.clone()))),
            },
            _ => return Err(self.unexpected(&word)),
        };
        Ok(Piece { what, start: word.start, end: self.words[self.next - 1].end })
    }

    /// Takes the closing parenthesis of the one opened there.
    fn close(&mut self, open: &Word) -> Result<(), ExprFault> {
        match self.take() {
            Ok(Word { token: Token::Close, .. }) => Ok(()),
            Ok(other) => Err(self.unexpected(&other)),
            Err(_) => {
                let end = self.text.len();
                Err(ExprFault { start: open.start, end, kind: ExprFaultKind::Unclosed })
            }
        }
    }

    /// A function whose opening parenthesis is taken.
    fn call(&mut self, name: &str, word: &Word, nested: usize) -> Result<What, ExprFault> {
        let what = match name {
            "selected" | "ticks" => {
                let question = self.question()?;
                if name == "ticks" {
                    What::Term(Term::Ticks(question))
                } else {
                    self.demand(&Token::Comma)?;
                    What::Condition(Condition::Selected(question, self.code(question)?))
                }
            }
            "answered" => What::Condition(Condition::Answered(self.argument(nested)?)),
            "contains" | "starts_with" => {
                let text = self.argument(nested)?;
                self.demand(&Token::Comma)?;
                let part = self.argument(nested)?;
                let is_part = name == "contains";
                let of = if is_part { Condition::Contains } else { Condition::Begins };
                What::Condition(of(text, part))
            }
            "matches" => {
                let text = self.argument(nested)?;
                self.demand(&Token::Comma)?;
                What::Condition(Condition::Matches(text, self.pattern()?))
            }
            "today" if self.known.own.is_some() => What::Term(Term::Today),
            "today" => return Err(fault_at(word, ExprFaultKind::TodayOutsideConstraint)),
            "if" => {
                let when = self.expression(0, nested + 1)?.condition()?;
                self.demand(&Token::Comma)?;
                let then = self.argument(nested)?;
                self.demand(&Token::Comma)?;
                let other = self.argument(nested)?;
                What::Term(Term::If(Box::new(when), Box::new(then), Box::new(other)))
            }
            _ => {
                let call = Call::ALL.into_iter().find(|c| c.name() == name);
                let call =
                    call.ok_or_else(|| fault_at(word, ExprFaultKind::UnknownFunction(name.to_owned())))?;
                return self.arguments(call, word, nested).map(What::Term);
            }
        };
        self.close(word)?;
        Ok(what)
    }

    /// A pattern in quotes.
    fn pattern(&mut self) -> Result<Pattern, ExprFault> {
        let word = self.take()?;
        let Token::Text(text) = &word.token else { return Err(self.unexpected(&word)) };
        Pattern::new(text).ok_or_else(|| fault_at(&word, ExprFaultKind::BadPattern(text.clone())))
    }

    fn argument(&mut self, nested: usize) -> Result<Term, ExprFault> {
        self.expression(0, nested + 1)?.term()
    }

    fn arguments(&mut self, call: Call, word: &Word, nested: usize) -> Result<Term, ExprFault> {
        let mut args = vec![self.argument(nested)?];
        while self.peek() == Some(&Token::Comma) {
            self.next += 1;
            args.push(self.argument(nested)?);
        }
        self.close(word)?;
        let (fewest, most) = call.arity();
        let places = |a: &Term| matches!(a, Term::Number(n) if is_places(*n));
        if args.len() < fewest || args.len() > most {
            let kind = ExprFaultKind::WrongArgumentCount { function: call.name(), given: args.len() };
            return Err(fault_at(word, kind));
        }
        if call == Call::Round && args.get(1).is_some_and(|a| !places(a)) {
            return Err(fault_at(word, ExprFaultKind::BadPlaces));
        }
        Ok(Term::Call(call, args))
    }

    /// A question with choices.
    fn question(&mut self) -> Result<usize, ExprFault> {
        let named = self.take()?;
        let found = match &named.token {
            Token::Dot if self.known.own.is_some() => Some(self.known.questions.len()),
            Token::Name(id) => self.known.find(id),
            _ => return Err(self.unexpected(&named)),
        };
        let id = self.text[named.start..named.end].to_owned();
        let found = found.ok_or_else(|| fault_at(&named, ExprFaultKind::NotBefore(id.clone())))?;
        let fits = self.known.at(found).is_some_and(Question::has_choices);
        if fits { Ok(found) } else { Err(fault_at(&named, ExprFaultKind::UnfitQuestion(id))) }
    }

    /// A code of the question: quoted, or digits and letters that stand together without a space.
    fn code(&mut self, question: usize) -> Result<String, ExprFault> {
        let first = self.take()?;
        let mut end = first.end;
        let code = match &first.token {
            Token::Text(text) => fold_width(text),
            Token::Name(_) | Token::Number { .. } => {
                while let Some(word) = self.words.get(self.next).filter(|w| w.start == end) {
                    if !matches!(word.token, Token::Name(_) | Token::Number { .. }) {
                        break;
                    }
                    end = word.end;
                    self.next += 1;
                }
                fold_width(&self.text[first.start..end])
            }
            _ => return Err(self.unexpected(&first)),
        };
        let Some(question) = self.known.at(question) else { return Err(self.unexpected(&first)) };
        let known = question.choices.iter().map(|c| c.code.as_str()).chain(NON_ANSWERS);
        if known.into_iter().any(|c| c == code) {
            return Ok(code);
        }
        let kind = ExprFaultKind::NotACode { question: question.id.clone(), code };
        Err(ExprFault { start: first.start, end, kind })
    }
}

fn compared(left: Term, op: Op, right: Term) -> Condition {
    if op == Op::Unequal {
        Condition::Not(Box::new(Condition::Compare(left, Op::Equal, right)))
    } else {
        Condition::Compare(left, op, right)
    }
}

fn fault_at(word: &Word, kind: ExprFaultKind) -> ExprFault {
    ExprFault { start: word.start, end: word.end, kind }
}

fn is_places(number: Decimal) -> bool {
    number.is_integer() && !number.is_sign_negative() && number <= MAX_PLACES.into()
}
