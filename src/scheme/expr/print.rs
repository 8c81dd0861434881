//! An expression written out again, with names or with numbers in their place.

use super::{Expr, Function, Op};
use rust_decimal::Decimal;

impl Expr {
    /// The expression as text, with `× ÷ − ≥ ≤ ≠` for its operators and parentheses only where
    /// they are needed. `fill` says what stands for a node; where it says `None` the node is
    /// written out from its parts. Names must be filled, else they read `?`.
    pub fn show(&self, fill: &dyn Fn(&Self) -> Option<String>) -> String {
        let mut out = String::new();
        write(self, 0, fill, &mut out);
        out
    }
}

/// Appends `expr`; in parentheses if its operator binds less tightly than `least`.
fn write(expr: &Expr, least: u8, fill: &dyn Fn(&Expr) -> Option<String>, out: &mut String) {
    if let Some(text) = fill(expr) {
        // A negative number or a range among operators reads wrongly without them.
        bracketed(least > 0 && text.starts_with(['-', '−']), out, |out| out.push_str(&text));
        return;
    }
    match expr {
        Expr::Number { value, percent: true } => {
            let hundredfold = value.checked_mul(Decimal::ONE_HUNDRED).unwrap_or(*value);
            out.push_str(&hundredfold.normalize().to_string());
            out.push_str(" %");
        }
        Expr::Number { value, percent: false } => out.push_str(&value.to_string()),
        Expr::Value(_) => out.push('?'),
        Expr::Negate(inner) => bracketed(least > 0, out, |out| {
            out.push('−');
            write(inner, 7, fill, out);
        }),
        Expr::Not(inner) => bracketed(least > 3, out, |out| {
            out.push_str("not ");
            write(inner, 3, fill, out);
        }),
        Expr::Binary(op, left, right) => bracketed(op.binding() < least, out, |out| {
            write(left, op.binding(), fill, out);
            out.push_str(op.sign());
            write(right, op.binding() + 1, fill, out);
        }),
        Expr::Call(function, args) => match (function.conversion(), args.as_slice()) {
            // A conversion is shown as what it does.
            (Some((op, factor)), [inner]) => bracketed(op.binding() < least, out, |out| {
                write(inner, op.binding(), fill, out);
                out.push_str(op.sign());
                out.push_str(&factor.to_string());
            }),
            _ => call(*function, args, fill, out),
        },
    }
}

fn call(function: Function, args: &[Expr], fill: &dyn Fn(&Expr) -> Option<String>, out: &mut String) {
    out.push_str(function.name());
    out.push('(');
    for (n, arg) in args.iter().enumerate() {
        if n > 0 {
            out.push_str(", ");
        }
        write(arg, 0, fill, out);
    }
    out.push(')');
}

fn bracketed(brackets: bool, out: &mut String, body: impl FnOnce(&mut String)) {
    if brackets {
        out.push('(');
    }
    body(out);
    if brackets {
        out.push(')');
    }
}

impl Op {
    /// The operator as printed, with the spaces around it.
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Add => " + ",
            Self::Subtract => " − ",
            Self::Multiply => " × ",
            Self::Divide => " ÷ ",
            Self::Equal => " = ",
            Self::Unequal => " ≠ ",
            Self::Less => " < ",
            Self::AtMost => " ≤ ",
            Self::Greater => " > ",
            Self::AtLeast => " ≥ ",
            Self::And => " and ",
            Self::Or => " or ",
        }
    }
}
