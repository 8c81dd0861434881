//! When a question is asked: conditions on the answers before it, parsed once.
//!
//! ```text
//! or · and · not · Q = 1 · Q != 1 · Q in [1, 2] · N >= 18 · selected(Q, 3) · answered(Q) · ( … )
//! ```
//!
//! An answer that was not given (or belongs to a question that is not shown) equals nothing, is
//! in no list, holds no tick and is neither smaller nor larger than any number; `not` and `!=`
//! turn that round, as they do in `XForms`.

use rust_decimal::Decimal;

use super::expr::lexer::{Token, Word, words};
use super::expr::{ExprFault, ExprFaultKind, MAX_DEPTH, Op};
use super::field::{NON_ANSWERS, fold_width};
use super::questionnaire::{Question, QuestionKind};

/// Most words of a condition, which bounds how deep it nests.
const MOST_WORDS: usize = 1000;

/// A condition on the answers of one form; questions are named by their index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    /// The answer is one of these codes.
    In(usize, Vec<String>),
    /// The number answered (or the code that is a number) stands so to another.
    Compare(usize, Op, Decimal),
    /// The choice is ticked, maybe among others.
    Selected(usize, String),
    /// There is an answer that is not blank, unreadable or refused.
    Answered(usize),
    /// The other way round.
    Not(Box<Self>),
    /// Both.
    And(Box<Self>, Box<Self>),
    /// At least one.
    Or(Box<Self>, Box<Self>),
}

impl Condition {
    /// The condition that `text` says about the questions that come `before`.
    ///
    /// # Errors
    /// The first thing that is wrong, with its place in `text` in bytes.
    pub fn parse(text: &str, before: &[Question]) -> Result<Self, ExprFault> {
        let words = words(text)?;
        if words.is_empty() {
            return Err(ExprFault { start: 0, end: text.len(), kind: ExprFaultKind::Empty });
        }
        if words.len() > MOST_WORDS {
            return Err(ExprFault { start: 0, end: text.len(), kind: ExprFaultKind::TooDeep });
        }
        let mut parser = Parser { text, words, next: 0, before };
        let condition = parser.either(0)?;
        match parser.words.get(parser.next) {
            None => Ok(condition),
            Some(word) => Err(parser.unexpected(word)),
        }
    }

    /// Whether it holds on a form that answers so.
    pub fn holds<'a>(&self, answer: &impl Fn(usize) -> Option<&'a str>) -> bool {
        match self {
            Self::In(q, codes) => answer(*q).is_some_and(|a| codes.iter().any(|c| c == a)),
            Self::Compare(q, op, to) => {
                answer(*q).and_then(|a| Decimal::from_str_exact(a).ok()).is_some_and(|n| match op {
                    Op::Less => n < *to,
                    Op::AtMost => n <= *to,
                    Op::Greater => n > *to,
                    Op::AtLeast => n >= *to,
                    _ => n == *to,
                })
            }
            Self::Selected(q, code) => answer(*q).is_some_and(|a| a.split(' ').any(|c| c == code)),
            Self::Answered(q) => answer(*q).is_some_and(|a| !NON_ANSWERS.contains(&a)),
            Self::Not(inner) => !inner.holds(answer),
            Self::And(a, b) => a.holds(answer) && b.holds(answer),
            Self::Or(a, b) => a.holds(answer) || b.holds(answer),
        }
    }

    /// Calls `visit` with every question it looks at, once for each mention.
    pub fn reads(&self, visit: &mut impl FnMut(usize)) {
        match self {
            Self::In(q, _) | Self::Compare(q, ..) | Self::Selected(q, _) | Self::Answered(q) => visit(*q),
            Self::Not(inner) => inner.reads(visit),
            Self::And(a, b) | Self::Or(a, b) => {
                a.reads(visit);
                b.reads(visit);
            }
        }
    }
}

struct Parser<'a> {
    text: &'a str,
    words: Vec<Word>,
    next: usize,
    before: &'a [Question],
}

type Parsed = Result<Condition, ExprFault>;

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
        let kind = ExprFaultKind::Unexpected(self.text[word.start..word.end].to_owned());
        ExprFault { start: word.start, end: word.end, kind }
    }

    /// Takes this very word.
    fn demand(&mut self, token: &Token) -> Result<Word, ExprFault> {
        let word = self.take()?;
        if word.token == *token { Ok(word) } else { Err(self.unexpected(&word)) }
    }

    fn either(&mut self, nested: usize) -> Parsed {
        let mut left = self.both(nested)?;
        while self.peek() == Some(&Token::Operator(Op::Or)) {
            self.next += 1;
            left = Condition::Or(Box::new(left), Box::new(self.both(nested)?));
        }
        Ok(left)
    }

    fn both(&mut self, nested: usize) -> Parsed {
        let mut left = self.one(nested)?;
        while self.peek() == Some(&Token::Operator(Op::And)) {
            self.next += 1;
            left = Condition::And(Box::new(left), Box::new(self.one(nested)?));
        }
        Ok(left)
    }

    fn one(&mut self, nested: usize) -> Parsed {
        let word = self.take()?;
        if nested > MAX_DEPTH {
            return Err(ExprFault { start: word.start, end: word.end, kind: ExprFaultKind::TooDeep });
        }
        match &word.token {
            Token::Not => Ok(Condition::Not(Box::new(self.one(nested + 1)?))),
            Token::Open => {
                let inner = self.either(nested + 1)?;
                match self.take() {
                    Ok(Word { token: Token::Close, .. }) => Ok(inner),
                    Ok(other) => Err(self.unexpected(&other)),
                    Err(_) => {
                        let end = self.text.len();
                        Err(ExprFault { start: word.start, end, kind: ExprFaultKind::Unclosed })
                    }
                }
            }
            Token::Name(name) if self.peek() == Some(&Token::Open) => self.call(name, &word),
            Token::Name(name) => {
                let question = self.question(name, &word)?;
                self.relation(question)
            }
            _ => Err(self.unexpected(&word)),
        }
    }

    /// The question that a name stands for.
    fn question(&self, name: &str, word: &Word) -> Result<usize, ExprFault> {
        let found = self.before.iter().position(|q| q.id == name);
        found.ok_or(ExprFault {
            start: word.start,
            end: word.end,
            kind: ExprFaultKind::NotBefore(name.to_owned()),
        })
    }

    /// `selected(Q, CODE)` or `answered(Q)`.
    fn call(&mut self, name: &str, word: &Word) -> Parsed {
        if !matches!(name, "selected" | "answered") {
            let kind = ExprFaultKind::UnknownFunction(name.to_owned());
            return Err(ExprFault { start: word.start, end: word.end, kind });
        }
        self.next += 1;
        let named = self.take()?;
        let Token::Name(id) = &named.token else { return Err(self.unexpected(&named)) };
        let question = self.question(id, &named)?;
        let condition = if name == "answered" {
            Condition::Answered(question)
        } else {
            self.demand(&Token::Comma)?;
            if !self.before[question].has_choices() {
                return Err(self.unfit(question, &named));
            }
            Condition::Selected(question, self.code(question)?)
        };
        self.demand(&Token::Close)?;
        Ok(condition)
    }

    fn unfit(&self, question: usize, word: &Word) -> ExprFault {
        let kind = ExprFaultKind::UnfitQuestion(self.before[question].id.clone());
        ExprFault { start: word.start, end: word.end, kind }
    }

    /// What is said of a question: `= CODE`, `!= CODE`, `in [CODE, …]`, `>= NUMBER`.
    fn relation(&mut self, question: usize) -> Parsed {
        let named = self.words[self.next - 1].clone();
        let word = self.take()?;
        let kind = &self.before[question].kind;
        match &word.token {
            Token::Name(name) if name == "in" => {
                if *kind != QuestionKind::Single {
                    return Err(self.unfit(question, &named));
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
            Token::Operator(op @ (Op::Equal | Op::Unequal)) => {
                let condition = match kind {
                    QuestionKind::Single => Condition::In(question, vec![self.code(question)?]),
                    QuestionKind::Number(_) => Condition::Compare(question, Op::Equal, self.number()?),
                    _ => return Err(self.unfit(question, &named)),
                };
                let is_equal = *op == Op::Equal;
                Ok(if is_equal { condition } else { Condition::Not(Box::new(condition)) })
            }
            Token::Operator(op @ (Op::Less | Op::AtMost | Op::Greater | Op::AtLeast)) => {
                if !self.is_numeric(question) {
                    return Err(self.unfit(question, &named));
                }
                Ok(Condition::Compare(question, *op, self.number()?))
            }
            _ => Err(self.unexpected(&word)),
        }
    }

    /// Whether answers are numbers, or codes that are all numbers (a rating).
    fn is_numeric(&self, question: usize) -> bool {
        let question = &self.before[question];
        match question.kind {
            QuestionKind::Number(_) => true,
            QuestionKind::Single => question.choices.iter().all(|c| Decimal::from_str_exact(&c.code).is_ok()),
            _ => false,
        }
    }

    fn number(&mut self) -> Result<Decimal, ExprFault> {
        let mut word = self.take()?;
        let negative = word.token == Token::Operator(Op::Subtract);
        if negative {
            word = self.take()?;
        }
        match word.token {
            Token::Number { value, percent: false } => Ok(if negative { -value } else { value }),
            _ => Err(self.unexpected(&word)),
        }
    }

    /// A code of the question: digits and letters that stand together without a space.
    fn code(&mut self, question: usize) -> Result<String, ExprFault> {
        let first = self.take()?;
        let mut end = first.end;
        if !matches!(first.token, Token::Name(_) | Token::Number { .. }) {
            return Err(self.unexpected(&first));
        }
        while let Some(word) = self.words.get(self.next).filter(|w| w.start == end) {
            if !matches!(word.token, Token::Name(_) | Token::Number { .. }) {
                break;
            }
            end = word.end;
            self.next += 1;
        }
        let code = fold_width(&self.text[first.start..end]);
        let question = &self.before[question];
        let known = question.choices.iter().map(|c| c.code.as_str()).chain(NON_ANSWERS);
        if known.into_iter().any(|c| c == code) {
            return Ok(code);
        }
        let kind = ExprFaultKind::NotACode { question: question.id.clone(), code };
        Err(ExprFault { start: first.start, end, kind })
    }
}

#[cfg(test)]
mod tests;
