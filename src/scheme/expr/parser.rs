//! Words of an expression to a tree: precedence climbing, names resolved on the way.

use super::lexer::{Token, Word, words};
use super::{Expr, ExprFault, ExprFaultKind, Function, MAX_DEPTH, MAX_PLACES, Op, ValuePart, ValueRef};

/// Binding of `not`: looser than comparisons, tighter than `and`.
const NOT: u8 = 3;
/// Binding of unary minus: tighter than all operators.
const UNARY: u8 = 7;

/// The expression that `text` says; `resolve` tells what a name stands for.
///
/// # Errors
/// The first thing that is wrong, with its place in `text` in bytes.
pub fn parse(text: &str, resolve: &dyn Fn(&str) -> Option<ValueRef>) -> Result<Expr, ExprFault> {
    let words = words(text)?;
    let of_answers =
        |w: &&Word| matches!(w.token, Token::OpenList | Token::CloseList | Token::Text(_) | Token::Dot);
    if let Some(Word { start, .. }) = words.iter().find(of_answers) {
        let c = text[*start..].chars().next().unwrap_or_default();
        let end = start + c.len_utf8();
        let (start, end) = (start, &end);
        return Err(ExprFault { start: *start, end: *end, kind: ExprFaultKind::UnknownCharacter(c) });
    }
    if words.is_empty() {
        return Err(ExprFault { start: 0, end: text.len(), kind: ExprFaultKind::Empty });
    }
    let mut parser = Parser { text, words, next: 0, resolve };
    let piece = parser.expression(0, 0)?;
    piece.is_value(text)?;
    match parser.words.get(parser.next) {
        None => Ok(piece.expr),
        Some(word) => Err(parser.unexpected(word)),
    }
}

struct Parser<'a> {
    text: &'a str,
    words: Vec<Word>,
    next: usize,
    resolve: &'a dyn Fn(&str) -> Option<ValueRef>,
}

/// A subtree with its place and depth.
struct Piece {
    expr: Expr,
    start: usize,
    end: usize,
    depth: usize,
}

type Parsed = Result<Piece, ExprFault>;

impl Piece {
    fn fault(&self, kind: ExprFaultKind) -> ExprFault {
        ExprFault { start: self.start, end: self.end, kind }
    }

    /// Refuses a bare column.
    fn is_value(&self, text: &str) -> Result<(), ExprFault> {
        match self.expr {
            Expr::Value(ValueRef { part: ValuePart::Column(_), .. }) => {
                let name = text[self.start..self.end].to_owned();
                Err(self.fault(ExprFaultKind::ColumnOutsideAggregate(name)))
            }
            _ => Ok(()),
        }
    }

    /// Refuses a number where a condition belongs, the other way round, and bare columns.
    fn wants(&self, condition: bool, text: &str) -> Result<(), ExprFault> {
        self.is_value(text)?;
        match (condition, self.expr.is_condition()) {
            (true, false) => Err(self.fault(ExprFaultKind::ConditionWanted)),
            (false, true) => Err(self.fault(ExprFaultKind::NumberWanted)),
            _ => Ok(()),
        }
    }

    /// This piece under one more node.
    fn under(expr: Expr, start: usize, end: usize, depth: usize) -> Parsed {
        let piece = Self { expr, start, end, depth: depth + 1 };
        if piece.depth > MAX_DEPTH { Err(piece.fault(ExprFaultKind::TooDeep)) } else { Ok(piece) }
    }
}

impl Parser<'_> {
    fn unexpected(&self, word: &Word) -> ExprFault {
        let kind = ExprFaultKind::Unexpected(self.text[word.start..word.end].to_owned());
        ExprFault { start: word.start, end: word.end, kind }
    }

    fn too_soon(&self) -> ExprFault {
        let end = self.text.len();
        ExprFault { start: end, end, kind: ExprFaultKind::EndTooSoon }
    }

    fn take(&mut self) -> Option<Word> {
        let word = self.words.get(self.next).cloned();
        self.next += 1;
        word
    }

    /// An expression whose operators bind at least as tightly as `least`; `nested` counts how
    /// deep the parser itself stands.
    fn expression(&mut self, least: u8, nested: usize) -> Parsed {
        let mut left = self.operand(nested)?;
        loop {
            let op = match self.words.get(self.next) {
                Some(Word { token: Token::Operator(op), .. }) if op.binding() >= least => *op,
                _ => return Ok(left),
            };
            self.next += 1;
            let right = self.expression(op.binding() + 1, nested + 1)?;
            left.wants(op.takes_conditions(), self.text)?;
            right.wants(op.takes_conditions(), self.text)?;
            let (start, end, depth) = (left.start, right.end, left.depth.max(right.depth));
            let expr = Expr::Binary(op, Box::new(left.expr), Box::new(right.expr));
            left = Piece::under(expr, start, end, depth)?;
        }
    }

    fn operand(&mut self, nested: usize) -> Parsed {
        let word = self.take().ok_or_else(|| self.too_soon())?;
        if nested > MAX_DEPTH {
            return Err(ExprFault { start: word.start, end: word.end, kind: ExprFaultKind::TooDeep });
        }
        match word.token {
            Token::Number { value, percent } => {
                Piece::under(Expr::Number { value, percent }, word.start, word.end, 0)
            }
            Token::Name(name) => self.named(name, word.start, word.end, nested),
            Token::Operator(Op::Subtract) => {
                let inner = self.expression(UNARY, nested + 1)?;
                inner.wants(false, self.text)?;
                Piece::under(Expr::Negate(Box::new(inner.expr)), word.start, inner.end, inner.depth)
            }
            Token::Not => {
                let inner = self.expression(NOT, nested + 1)?;
                inner.wants(true, self.text)?;
                Piece::under(Expr::Not(Box::new(inner.expr)), word.start, inner.end, inner.depth)
            }
            Token::Open => {
                let inner = self.expression(0, nested + 1)?;
                inner.is_value(self.text)?;
                let end = self.close(word.start)?;
                Ok(Piece { start: word.start, end, ..inner })
            }
            _ => Err(self.unexpected(&word)),
        }
    }

    /// Takes the closing parenthesis of the one opened at `open`.
    fn close(&mut self, open: usize) -> Result<usize, ExprFault> {
        match self.take() {
            Some(Word { token: Token::Close, end, .. }) => Ok(end),
            Some(word) => Err(self.unexpected(&word)),
            None => Err(ExprFault { start: open, end: self.text.len(), kind: ExprFaultKind::Unclosed }),
        }
    }

    fn named(&mut self, name: String, start: usize, end: usize, nested: usize) -> Parsed {
        if !matches!(self.words.get(self.next), Some(Word { token: Token::Open, .. })) {
            return match (self.resolve)(&name) {
                Some(value) => Piece::under(Expr::Value(value), start, end, 0),
                None => Err(ExprFault { start, end, kind: ExprFaultKind::UnknownName(name) }),
            };
        }
        let Some(function) = Function::ALL.into_iter().find(|f| f.name() == name) else {
            return Err(ExprFault { start, end, kind: ExprFaultKind::UnknownFunction(name) });
        };
        self.next += 1;
        let args = self.arguments(function, end, nested)?;
        let end = self.words[self.next - 1].end;
        let depth = args.iter().map(|a| a.depth).max().unwrap_or(0);
        self.check_arguments(function, &args, start, end)?;
        let args = args.into_iter().map(|a| a.expr).collect();
        Piece::under(Expr::Call(function, args), start, end, depth)
    }

    /// The arguments up to and including the closing parenthesis; the opening one is taken.
    fn arguments(&mut self, function: Function, open: usize, nested: usize) -> Result<Vec<Piece>, ExprFault> {
        let mut args = Vec::new();
        if matches!(self.words.get(self.next), Some(Word { token: Token::Close, .. })) {
            self.next += 1;
            return Ok(args);
        }
        loop {
            let arg = self.expression(0, nested + 1)?;
            if !function.is_aggregate() {
                arg.is_value(self.text)?;
            }
            args.push(arg);
            match self.take() {
                Some(Word { token: Token::Comma, .. }) => {}
                Some(Word { token: Token::Close, .. }) => return Ok(args),
                Some(word) => return Err(self.unexpected(&word)),
                None => {
                    let kind = ExprFaultKind::Unclosed;
                    return Err(ExprFault { start: open, end: self.text.len(), kind });
                }
            }
        }
    }

    fn check_arguments(
        &self,
        function: Function,
        args: &[Piece],
        start: usize,
        end: usize,
    ) -> Result<(), ExprFault> {
        let (fewest, most) = function.arity();
        if args.len() < fewest || args.len() > most {
            let kind = ExprFaultKind::WrongArgumentCount { function: function.name(), given: args.len() };
            return Err(ExprFault { start, end, kind });
        }
        let conditions = match function {
            Function::If => [true, args[1].expr.is_condition(), args[1].expr.is_condition()],
            _ => [false; 3],
        };
        for (n, arg) in args.iter().enumerate() {
            let is_column = matches!(arg.expr, Expr::Value(ValueRef { part: ValuePart::Column(_), .. }));
            if !(is_column && function.is_aggregate()) {
                arg.wants(conditions.get(n).copied().unwrap_or(false), self.text)?;
            }
        }
        if function.is_peer()
            && let Some(nested) = args.iter().find(|a| has_peers(&a.expr))
        {
            return Err(nested.fault(ExprFaultKind::PeersOfPeers));
        }
        match (function, args.get(1)) {
            (Function::Round | Function::Floor | Function::Ceil, Some(places))
                if !is_places(&places.expr) =>
            {
                Err(places.fault(ExprFaultKind::BadPlaces))
            }
            _ => Ok(()),
        }
    }
}

fn has_peers(expr: &Expr) -> bool {
    let mut found = false;
    expr.visit(&mut |e| found |= matches!(e, Expr::Call(function, _) if function.is_peer()));
    found
}

fn is_places(expr: &Expr) -> bool {
    matches!(expr, Expr::Number { value, percent: false }
        if value.is_integer() && !value.is_sign_negative() && *value <= MAX_PLACES.into())
}
