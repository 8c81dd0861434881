//! What would be if: other facts, other rules or another rounding laid over the record.
//!
//! A scenario is a name and a list of tweaks. Laying it over makes copies of facts and scheme,
//! changes those and scores them; nothing here can reach a ledger. Facts pass the same gate as
//! entries do ([`crate::scheme::field`]), so that a scenario that is applied later gives the same
//! result as the same facts keyed by hand.

use rust_decimal::Decimal;

use super::{Readings, Scorecard, compute, readings};
use crate::ledger::Facts;
use crate::scheme::parameter::{parameter, replace};
use crate::scheme::{Refusal, Rounding, Scheme, field::Typed};

/// One thing that is taken to be otherwise.
#[derive(Debug, Clone, PartialEq)]
pub enum Tweak {
    /// A fact: its path and its value in canonical form, or nothing recorded.
    Fact {
        /// Where it is recorded.
        path: String,
        /// What is taken to be recorded.
        value: Option<String>,
    },
    /// A number of the scheme: a weight, an edge, a deduction, the worth of an answer.
    Parameter {
        /// Its path, see [`crate::scheme::parameter`].
        path: String,
        /// What it is taken to be.
        value: Decimal,
    },
    /// The rounding where rules do not override it.
    Rounding(Rounding),
}

/// What the rounding of a scheme is called among the paths of its parameters.
pub const ROUNDING: &str = "rounding";

impl Tweak {
    /// The path of what it changes; no two tweaks of a scenario have the same.
    pub fn path(&self) -> &str {
        match self {
            Self::Fact { path, .. } | Self::Parameter { path, .. } => path,
            Self::Rounding(_) => ROUNDING,
        }
    }

    /// Whether it changes the rules and not what was found.
    pub const fn is_of_scheme(&self) -> bool {
        !matches!(self, Self::Fact { .. })
    }
}

/// A named list of tweaks.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Scenario {
    /// What people call it.
    pub name: String,
    /// In the order in which they were made.
    pub tweaks: Vec<Tweak>,
}

impl Scenario {
    /// Adds a tweak, in the place of the one with the same path if there is one.
    pub fn set(&mut self, tweak: Tweak) {
        let known = |t: &&mut Tweak| t.path() == tweak.path() && t.is_of_scheme() == tweak.is_of_scheme();
        match self.tweaks.iter_mut().find(known) {
            Some(old) => *old = tweak,
            None => self.tweaks.push(tweak),
        }
    }
}

/// Why a tweak has no effect.
#[derive(Debug, Clone, PartialEq)]
pub enum Unfit {
    /// The scheme knows no such path.
    NoSuchPath,
    /// The field does not take the value.
    Refused(Refusal),
}

/// Scheme, facts and results with tweaks laid over.
#[derive(Debug, Clone)]
pub struct Laid {
    /// The rules, tweaked.
    pub scheme: Scheme,
    /// The facts, tweaked.
    pub facts: Facts,
    /// What the facts say.
    pub readings: Readings,
    /// The results.
    pub card: Scorecard,
    /// Tweaks without effect, by their number in the list, and why.
    pub unfit: Vec<(usize, Unfit)>,
}

/// Lays `tweaks` over scheme and facts and scores what comes out.
pub fn lay(scheme: &Scheme, facts: &Facts, tweaks: &[Tweak]) -> Laid {
    let (mut scheme, mut facts) = (scheme.clone(), facts.clone());
    let mut unfit = Vec::new();
    // Rules first: a fact is judged by the fields of the scheme as it then is.
    for (n, tweak) in tweaks.iter().enumerate().filter(|(_, t)| t.is_of_scheme()) {
        if let Err(why) = tweak_scheme(&mut scheme, tweak) {
            unfit.push((n, why));
        }
    }
    for (n, tweak) in tweaks.iter().enumerate() {
        let Tweak::Fact { path, value } = tweak else { continue };
        match gate(&scheme, path, value.as_deref()) {
            Ok(value) => facts.set(path, value.as_deref()),
            Err(why) => unfit.push((n, why)),
        }
    }
    let readings = readings(&scheme, &facts);
    let card = compute(&scheme, &readings, None);
    Laid { scheme, facts, readings, card, unfit }
}

fn tweak_scheme(scheme: &mut Scheme, tweak: &Tweak) -> Result<(), Unfit> {
    match tweak {
        Tweak::Parameter { path, value } => {
            let known = parameter(scheme, path).ok_or(Unfit::NoSuchPath)?;
            known.accept(&value.to_string()).map_err(Unfit::Refused)?;
            replace(scheme, path, *value);
        }
        Tweak::Rounding(rounding) => scheme.rounding = *rounding,
        Tweak::Fact { .. } => {}
    }
    Ok(())
}

/// What would be recorded at `path`: the value in canonical form.
///
/// # Errors
/// Why nothing of the kind may be recorded there.
pub fn gate(scheme: &Scheme, path: &str, value: Option<&str>) -> Result<Option<String>, Unfit> {
    let field = scheme.field(path).ok_or(Unfit::NoSuchPath)?;
    value.map(|typed| field.kind.accept(typed).map_err(Unfit::Refused)).transpose()
}

/// The same for what a person types, which may have its unit behind it.
///
/// # Errors
/// As [`gate`].
pub fn gate_typed(scheme: &Scheme, path: &str, typed: &str) -> Result<Typed, Unfit> {
    let field = scheme.field(path).ok_or(Unfit::NoSuchPath)?;
    field.kind.accept_typed(typed).map_err(Unfit::Refused)
}
