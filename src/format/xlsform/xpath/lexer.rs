//! Text of an `XPath` expression to words with their places.

use rust_decimal::Decimal;

use crate::scheme::expr::{ExprFault, ExprFaultKind, Op};

/// A word.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token<'a> {
    Number(Decimal),
    Text(&'a str),
    /// `${name}`.
    Field(&'a str),
    /// A function, or `and or div mod`.
    Name(&'a str),
    Dot,
    Sign(Op),
    Open,
    Close,
    Comma,
}

/// A word and the bytes it takes up.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Word<'a> {
    pub token: Token<'a>,
    pub start: usize,
    pub end: usize,
}

/// All words of `text`.
pub(super) fn words(text: &str) -> Result<Vec<Word<'_>>, ExprFault> {
    let mut words = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        if c.is_whitespace() {
            at += c.len_utf8();
            continue;
        }
        let (token, end) = word(text, at, c)?;
        words.push(Word { token, start: at, end });
        at = end;
    }
    Ok(words)
}

fn word(text: &str, at: usize, c: char) -> Result<(Token<'_>, usize), ExprFault> {
    let rest = &text[at..];
    let fault = |end: usize, kind| ExprFault { start: at, end, kind };
    let two = |token, more: &str| (token, at + more.len());
    for (sign, op) in [
        ("!=", Op::Unequal),
        ("<=", Op::AtMost),
        (">=", Op::AtLeast),
        ("=", Op::Equal),
        ("<", Op::Less),
        (">", Op::Greater),
        ("+", Op::Add),
        ("-", Op::Subtract),
        ("*", Op::Multiply),
    ] {
        if rest.starts_with(sign) {
            return Ok(two(Token::Sign(op), sign));
        }
    }
    match c {
        '(' => Ok(two(Token::Open, "(")),
        ')' => Ok(two(Token::Close, ")")),
        ',' => Ok(two(Token::Comma, ",")),
        // What text editors make of straight quotes stands in many forms.
        '\'' | '"' | '‘' | '’' | '“' | '”' => quoted(text, at, c),
        '$' => field(text, at),
        c if c.is_ascii_digit() || c == '.' && rest[1..].starts_with(|d: char| d.is_ascii_digit()) => {
            let long = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
            let number = Decimal::from_str_exact(&rest[..long]);
            let number = number.map_err(|_| fault(at + long, ExprFaultKind::NumberTooLong))?;
            Ok((Token::Number(number), at + long))
        }
        '.' if !rest[1..].starts_with(['.', '/']) => Ok(two(Token::Dot, ".")),
        c if c.is_alphabetic() || c == '_' => {
            let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | ':');
            let long = rest.find(|c: char| !is_part(c)).unwrap_or(rest.len());
            Ok((Token::Name(&rest[..long]), at + long))
        }
        c => Err(fault(at + c.len_utf8(), ExprFaultKind::UnknownCharacter(c))),
    }
}

fn quoted(text: &str, at: usize, open: char) -> Result<(Token<'_>, usize), ExprFault> {
    let from = at + open.len_utf8();
    let ends: &[char] = match open {
        '\'' => &['\''],
        '"' => &['"'],
        '‘' | '’' => &['’', '‘'],
        _ => &['”', '“'],
    };
    let Some(to) = text[from..].find(ends).map(|n| from + n) else {
        return Err(ExprFault { start: at, end: text.len(), kind: ExprFaultKind::Unclosed });
    };
    let close = text[to..].chars().next().map_or(1, char::len_utf8);
    Ok((Token::Text(&text[from..to]), to + close))
}

/// `${name}`, with or without spaces.
fn field(text: &str, at: usize) -> Result<(Token<'_>, usize), ExprFault> {
    let Some(inner) = text[at..].strip_prefix("${") else {
        return Err(ExprFault { start: at, end: at + 1, kind: ExprFaultKind::UnknownCharacter('$') });
    };
    match inner.find('}') {
        Some(long) => Ok((Token::Field(inner[..long].trim()), at + 2 + long + 1)),
        None => Err(ExprFault { start: at, end: text.len(), kind: ExprFaultKind::Unclosed }),
    }
}
