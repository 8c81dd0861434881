//! Text of an expression to words with their places.

use rust_decimal::Decimal;

use super::{ExprFault, ExprFaultKind, Op};
use crate::scheme::field::fold_char;

/// A word of an expression.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::scheme) enum Token {
    Number {
        value: Decimal,
        percent: bool,
    },
    Name(String),
    /// A text in quotes, only in conditions on answers.
    Text(String),
    /// A dot by itself, the answer at hand: only in conditions on answers.
    Dot,
    Operator(Op),
    Not,
    Open,
    Close,
    /// `[`, only in conditions on answers.
    OpenList,
    /// `]`, only in conditions on answers.
    CloseList,
    Comma,
}

/// A word and the bytes it takes up.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::scheme) struct Word {
    /// What it is.
    pub token: Token,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

/// All words of `text`.
pub(in crate::scheme) fn words(text: &str) -> Result<Vec<Word>, ExprFault> {
    let chars: Vec<(usize, char)> = text.char_indices().map(|(at, c)| (at, fold(c))).collect();
    let mut lexer = Lexer { text, chars, end: text.len(), next: 0 };
    let mut words = Vec::new();
    while let Some(&(start, c)) = lexer.chars.get(lexer.next) {
        if c.is_whitespace() {
            lexer.next += 1;
            continue;
        }
        let token = lexer.token(c)?;
        words.push(Word { token, start, end: lexer.place() });
    }
    Ok(words)
}

/// The ASCII twin of signs that Chinese keyboards and documents use.
fn fold(c: char) -> char {
    match c {
        '×' => '*',
        '÷' => '/',
        '−' | '–' => '-',
        c => fold_char(c),
    }
}

struct Lexer<'a> {
    text: &'a str,
    chars: Vec<(usize, char)>,
    end: usize,
    next: usize,
}

impl Lexer<'_> {
    /// Byte at which the next character starts.
    fn place(&self) -> usize {
        self.chars.get(self.next).map_or(self.end, |(at, _)| *at)
    }

    fn peek(&self, ahead: usize) -> Option<char> {
        self.chars.get(self.next + ahead).map(|(_, c)| *c)
    }

    fn token(&mut self, c: char) -> Result<Token, ExprFault> {
        if c.is_ascii_digit() {
            return self.number();
        }
        if c.is_alphabetic() || c == '_' {
            return Ok(self.name());
        }
        let start = self.place();
        self.next += 1;
        if matches!(c, '\'' | '"') {
            return self.quoted(c, start);
        }
        Ok(match c {
            '.' => Token::Dot,
            '(' => Token::Open,
            ')' => Token::Close,
            '[' => Token::OpenList,
            ']' => Token::CloseList,
            ',' => Token::Comma,
            '+' => Token::Operator(Op::Add),
            '-' => Token::Operator(Op::Subtract),
            '*' => Token::Operator(Op::Multiply),
            '/' => Token::Operator(Op::Divide),
            '≥' => Token::Operator(Op::AtLeast),
            '≤' => Token::Operator(Op::AtMost),
            '≠' => Token::Operator(Op::Unequal),
            '<' if self.take('=') => Token::Operator(Op::AtMost),
            '<' => Token::Operator(Op::Less),
            '>' if self.take('=') => Token::Operator(Op::AtLeast),
            '>' => Token::Operator(Op::Greater),
            '!' if self.take('=') => Token::Operator(Op::Unequal),
            '=' => {
                self.take('=');
                Token::Operator(Op::Equal)
            }
            _ => {
                let kind = ExprFaultKind::UnknownCharacter(c);
                return Err(ExprFault { start, end: self.place(), kind });
            }
        })
    }

    /// The text up to the same quote again, as it was written.
    fn quoted(&mut self, quote: char, start: usize) -> Result<Token, ExprFault> {
        let from = self.place();
        while let Some(c) = self.peek(0) {
            let to = self.place();
            self.next += 1;
            if c == quote {
                return Ok(Token::Text(self.text[from..to].to_owned()));
            }
        }
        Err(ExprFault { start, end: self.end, kind: ExprFaultKind::Unclosed })
    }

    fn take(&mut self, c: char) -> bool {
        let there = self.peek(0) == Some(c);
        self.next += usize::from(there);
        there
    }

    fn number(&mut self) -> Result<Token, ExprFault> {
        let start = self.place();
        let mut digits = String::new();
        while let Some(c) = self.peek(0).filter(|c| c.is_ascii_digit() || self.is_point(*c, &digits)) {
            digits.push(c);
            self.next += 1;
        }
        let percent = self.take('%');
        let end = self.place();
        let mut value = Decimal::from_str_exact(&digits).ok();
        if percent {
            value = value.and_then(|v| v.checked_div(Decimal::ONE_HUNDRED));
        }
        let value = value.ok_or(ExprFault { start, end, kind: ExprFaultKind::NumberTooLong })?;
        Ok(Token::Number { value, percent })
    }

    /// Whether the next character is the decimal point of the number read so far.
    fn is_point(&self, c: char, so_far: &str) -> bool {
        c == '.' && !so_far.contains('.') && self.peek(1).is_some_and(|d| d.is_ascii_digit())
    }

    fn name(&mut self) -> Token {
        let mut name = String::new();
        while let Some(c) = self.peek(0) {
            let joins = matches!(c, '.' | '-') && self.peek(1).is_some_and(is_name_char);
            if !joins && !is_name_char(c) {
                break;
            }
            name.push(c);
            self.next += 1;
        }
        match name.as_str() {
            "and" => Token::Operator(Op::And),
            "or" => Token::Operator(Op::Or),
            "not" => Token::Not,
            _ => Token::Name(name),
        }
    }
}

fn is_name_char(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}
