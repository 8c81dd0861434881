//! The `XPath` of forms to the scheme's own conditions and values.
//!
//! Takes the subset that paper questionnaires use: `${name}`, `.`, numbers, texts, comparisons,
//! `and or not()`, `+ - * div mod`, `selected count-selected if coalesce round int number
//! string-length contains starts-with regex true false date`, and `today()` in a constraint.
//! Everything else is told with its place. An empty text is a missing answer; two missing answers are equal, as they are on a telephone.

mod build;
mod lexer;

use crate::scheme::Condition;
use crate::scheme::condition::{Known, Term, print};
use crate::scheme::expr::{ExprFault, ExprFaultKind, MAX_DEPTH, Op};

use build::Piece;
use lexer::{Token, Word, words};

/// Most words of an expression.
const MOST_WORDS: usize = 800;
/// Bindings, loosest first.
const OR: u8 = 1;
const AND: u8 = 2;
const EQUAL: u8 = 3;
const ORDER: u8 = 4;
const SUM: u8 = 5;
const PRODUCT: u8 = 6;

/// The condition that a cell says about what is `known`.
///
/// # Errors
/// The first thing that is not taken, with its place in `text` in bytes.
pub fn condition(text: &str, known: Known) -> Result<Condition, ExprFault> {
    let piece = whole(text, known)?;
    let condition = piece.condition()?;
    // What cannot be written in the scheme's words cannot be taken either.
    let written = Condition::parse(&print(&condition, known), known);
    if written.as_ref() == Ok(&condition) { Ok(condition) } else { Err(untaken(text, written.err())) }
}

/// The value that a cell says about what is `known`.
///
/// # Errors
/// As [`condition`].
pub fn term(text: &str, known: Known) -> Result<Term, ExprFault> {
    let term = whole(text, known)?.term();
    let written = Term::parse(&term.print(known), known);
    if written.as_ref() == Ok(&term) { Ok(term) } else { Err(untaken(text, written.err())) }
}

/// The whole text is at fault.
fn untaken(text: &str, fault: Option<ExprFault>) -> ExprFault {
    let kind = fault.map_or_else(|| ExprFaultKind::Unexpected(text.to_owned()), |f| f.kind);
    ExprFault { start: 0, end: text.len(), kind }
}

fn whole(text: &str, known: Known) -> Result<Piece, ExprFault> {
    let words = words(text)?;
    if words.is_empty() {
        return Err(ExprFault { start: 0, end: text.len(), kind: ExprFaultKind::Empty });
    }
    if words.len() > MOST_WORDS {
        return Err(ExprFault { start: 0, end: text.len(), kind: ExprFaultKind::TooDeep });
    }
    let mut parser = Parser { text, words, next: 0, known };
    let piece = parser.expression(0, 0)?;
    match parser.words.get(parser.next) {
        None => Ok(piece),
        Some(word) => Err(parser.unexpected(word)),
    }
}

struct Parser<'a> {
    text: &'a str,
    words: Vec<Word<'a>>,
    next: usize,
    known: Known<'a>,
}

impl<'a> Parser<'a> {
    fn unexpected(&self, word: &Word) -> ExprFault {
        let kind = ExprFaultKind::Unexpected(self.text[word.start..word.end].to_owned());
        ExprFault { start: word.start, end: word.end, kind }
    }

    fn take(&mut self) -> Result<Word<'a>, ExprFault> {
        let end = self.text.len();
        let word = self.words.get(self.next).cloned();
        self.next += 1;
        word.ok_or(ExprFault { start: end, end, kind: ExprFaultKind::EndTooSoon })
    }

    /// The operator here, if one stands here, and its binding.
    fn operator(&self) -> Option<(Operator, u8)> {
        use Operator as O;
        Some(match self.words.get(self.next)?.token {
            Token::Name("or") => (O::Is(Op::Or), OR),
            Token::Name("and") => (O::Is(Op::And), AND),
            Token::Sign(op @ (Op::Equal | Op::Unequal)) => (O::Is(op), EQUAL),
            Token::Sign(op @ (Op::Less | Op::AtMost | Op::Greater | Op::AtLeast)) => (O::Is(op), ORDER),
            Token::Sign(op @ (Op::Add | Op::Subtract)) => (O::Is(op), SUM),
            Token::Sign(op) => (O::Is(op), PRODUCT),
            Token::Name("div") => (O::Is(Op::Divide), PRODUCT),
            Token::Name("mod") => (O::Mod, PRODUCT),
            _ => return None,
        })
    }

    fn expression(&mut self, least: u8, nested: usize) -> Result<Piece, ExprFault> {
        let mut left = self.operand(nested)?;
        while let Some((operator, binding)) = self.operator().filter(|(_, binding)| *binding >= least) {
            self.next += 1;
            let right = self.expression(binding + 1, nested + 1)?;
            left = match operator {
                Operator::Mod => build::modulo(left, right),
                Operator::Is(op) => build::binary(left, op, right, self.known)?,
            };
        }
        Ok(left)
    }

    fn operand(&mut self, nested: usize) -> Result<Piece, ExprFault> {
        let word = self.take()?;
        if nested > MAX_DEPTH {
            return Err(ExprFault { start: word.start, end: word.end, kind: ExprFaultKind::TooDeep });
        }
        let piece = match word.token {
            Token::Number(number) => Piece::term_at(&word, Term::Number(number)),
            Token::Text(text) => Piece::term_at(&word, Term::Text(text.to_owned())),
            Token::Dot if self.known.own.is_some() => {
                let own = self.known.answer(self.known.questions.len());
                Piece::term_at(&word, own.ok_or_else(|| self.unexpected(&word))?)
            }
            Token::Field(name) => {
                let Some(term) = self.known.term(name) else {
                    let kind = ExprFaultKind::NotBefore(name.to_owned());
                    return Err(ExprFault { start: word.start, end: word.end, kind });
                };
                Piece::term_at(&word, term)
            }
            Token::Sign(Op::Subtract) => build::negated(&word, self.expression(PRODUCT + 1, nested + 1)?),
            Token::Open => {
                let inner = self.expression(0, nested + 1)?;
                let end = self.close(&word)?;
                Piece { start: word.start, end, ..inner }
            }
            Token::Name(name) if self.words.get(self.next).is_some_and(|w| w.token == Token::Open) => {
                self.next += 1;
                let args = self.arguments(&word, nested)?;
                let place = (word.start, self.words[self.next - 1].end);
                build::call(name, (word.start, word.end), place, args, self.known)?
            }
            _ => return Err(self.unexpected(&word)),
        };
        Ok(piece)
    }

    fn close(&mut self, open: &Word) -> Result<usize, ExprFault> {
        match self.take() {
            Ok(Word { token: Token::Close, end, .. }) => Ok(end),
            Ok(word) => Err(self.unexpected(&word)),
            Err(_) => {
                let end = self.text.len();
                Err(ExprFault { start: open.start, end, kind: ExprFaultKind::Unclosed })
            }
        }
    }

    fn arguments(&mut self, open: &Word, nested: usize) -> Result<Vec<Piece>, ExprFault> {
        let mut args = Vec::new();
        if self.words.get(self.next).is_some_and(|w| w.token == Token::Close) {
            self.next += 1;
            return Ok(args);
        }
        loop {
            args.push(self.expression(0, nested + 1)?);
            if self.words.get(self.next).is_some_and(|w| w.token == Token::Comma) {
                self.next += 1;
                continue;
            }
            self.close(open)?;
            return Ok(args);
        }
    }
}

#[derive(Debug, Clone, Copy)]
enum Operator {
    Is(Op),
    Mod,
}
