//! The numbers of a scheme under stable paths: weights, grade edges, curve points, deductions,
//! caps, thresholds in conditions, points of conditions, worths of answers.
//!
//! One walk finds, lists and replaces them all, so that what can be listed can be replaced. Paths
//! are made of ids and of running numbers from 1 and stay the same while the scheme's rules do.

use rust_decimal::Decimal;

use super::expr::{Expr, Function};
use super::field::fold_width;
use super::indicator::{Curve, Edge, Input, Part, Rule, VetoEffect};
use super::measure::{MeasureKind, NumberSpec};
use super::{FieldKind, Refusal, Scheme};

/// Most decimals of a parameter.
const DECIMALS: u32 = 8;

/// Whose number it is; indexes into the scheme's lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Owner {
    /// A node of the tree.
    Indicator(usize),
    /// A measure.
    Measure(usize),
    /// A question of a questionnaire.
    Question(usize, usize),
    /// A grade.
    Grade(usize),
}

/// What the number is. Running numbers count from 0 here and from 1 in paths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum What {
    /// Full marks of a node.
    Weight,
    /// Most points of a part.
    Max(usize),
    /// Weight of a part in a mean.
    Share(usize),
    /// Value that earns nothing.
    Zero(usize),
    /// Value that earns everything.
    Full(usize),
    /// Value with nothing taken off.
    Target(usize),
    /// Size of a step.
    Step(usize),
    /// Points off for a step.
    StepPoints(usize),
    /// Lower edge of a band: part, band.
    BandLow(usize, usize),
    /// Upper edge of a band that no other begins at: part, band.
    BandHigh(usize, usize),
    /// Points of a band: part, band.
    BandPoints(usize, usize),
    /// Value of a knot: part, knot.
    KnotValue(usize, usize),
    /// Points of a knot: part, knot.
    KnotPoints(usize, usize),
    /// A number in a part's computation: part, the how-manieth.
    InPart(usize, usize),
    /// A number in a part's condition: part, the how-manieth.
    InPartWhen(usize, usize),
    /// A number in an adjustment's points: adjustment, the how-manieth.
    InAdjustment(usize, usize),
    /// A number in an adjustment's condition: adjustment, the how-manieth.
    InAdjustmentWhen(usize, usize),
    /// The most that an adjustment takes off (negative).
    Least(usize),
    /// The most that an adjustment adds.
    Most(usize),
    /// Points that a veto leaves.
    Cap(usize),
    /// A number in a veto's condition: veto, the how-manieth.
    InVeto(usize, usize),
    /// A number in the condition under which the indicator applies.
    InApplies(usize),
    /// Points of a checklist's condition.
    ItemPoints(usize),
    /// Share of the points where a condition is partly met.
    ItemPartly(usize),
    /// What an answer of a choice is worth.
    Worth(usize),
    /// The least it is worth.
    WorthLow(usize),
    /// The most it is worth.
    WorthHigh(usize),
    /// Value of a look-up's row.
    Row(usize),
    /// A number in a formula.
    InFormula(usize),
    /// What a choice of a question is worth.
    Choice(usize),
    /// Weight of a question among those of a survey.
    QuestionWeight,
    /// Lower edge of a grade.
    GradeLow,
}

/// A number of the scheme.
#[derive(Debug, Clone, PartialEq)]
pub struct Parameter {
    /// Its path, such as `weight.ID` or `rule.ID.part.1.step`.
    pub path: String,
    /// Whose it is.
    pub owner: Owner,
    /// What it is.
    pub what: What,
    /// The number.
    pub value: Decimal,
    /// Whether it was written as a percentage; the value is the ratio.
    pub percent: bool,
}

impl Parameter {
    /// The number that `typed` stands for: `0.5`, `1,000`, `95%`.
    ///
    /// # Errors
    /// Why it cannot stand here.
    pub fn accept(&self, typed: &str) -> Result<Decimal, Refusal> {
        let folded = fold_width(typed.trim());
        let (number, percent) = match folded.trim_end().strip_suffix('%') {
            Some(number) => (number.trim_end().to_owned(), true),
            None => (folded, false),
        };
        let spec = NumberSpec { decimals: DECIMALS, min: -Decimal::ONE_THOUSAND, ..NumberSpec::default() };
        let text = FieldKind::Number(spec).accept(&number)?;
        let value = Decimal::from_str_exact(&text).map_err(|_| Refusal::NotANumber)?.normalize();
        let value = if percent { value / Decimal::ONE_HUNDRED } else { value };
        let (least, most) = self.limits();
        match (least, most) {
            (Some(least), _) if value < least => Err(Refusal::TooSmall(least)),
            (_, Some(most)) if value > most => Err(Refusal::TooLarge(most)),
            _ => Ok(value),
        }
    }

    /// The number as it would be typed.
    pub fn typed(&self, value: Decimal) -> String {
        if self.percent {
            format!("{}%", (value * Decimal::ONE_HUNDRED).normalize())
        } else {
            value.normalize().to_string()
        }
    }

    fn limits(&self) -> (Option<Decimal>, Option<Decimal>) {
        // Smallest number above zero that can be typed.
        let above = Decimal::new(1, DECIMALS);
        let (zero, one, hundred) = (Decimal::ZERO, Decimal::ONE, Decimal::ONE_HUNDRED);
        match self.what {
            What::Share(_) | What::Step(_) | What::StepPoints(_) | What::Max(_) | What::QuestionWeight => {
                (Some(above), None)
            }
            What::Least(_) => (None, Some(zero)),
            What::Choice(_) => (Some(zero), Some(hundred)),
            What::ItemPartly(_) => (Some(zero), Some(one)),
            What::Weight
            | What::Most(_)
            | What::Cap(_)
            | What::ItemPoints(_)
            | What::BandPoints(..)
            | What::KnotPoints(..)
            | What::GradeLow => (Some(zero), None),
            _ => (None, None),
        }
    }
}

/// Every number of the scheme, in its order.
pub fn parameters(scheme: &Scheme) -> Vec<Parameter> {
    let mut found = Vec::new();
    walk(&mut scheme.clone(), &mut |spot| {
        let Spot { path, owner, what, value, percent } = spot;
        found.push(Parameter { path, owner, what, value: *value, percent });
    });
    found
}

/// The number at `path`.
pub fn parameter(scheme: &Scheme, path: &str) -> Option<Parameter> {
    parameters(scheme).into_iter().find(|p| p.path == path)
}

/// Puts `value` at `path`, and along with it what follows it unless a file says otherwise: the
/// most points of parts that give the whole weight, and edges that lie at the same value.
/// `false` if there is no such number.
pub fn replace(scheme: &mut Scheme, path: &str, value: Decimal) -> bool {
    let Some(found) = parameter(scheme, path) else { return false };
    match (found.owner, found.what) {
        (Owner::Indicator(n), What::Weight) => {
            let node = &mut scheme.indicators[n];
            let old = std::mem::replace(&mut node.weight, value);
            let parts = node.rule.iter_mut().flat_map(|rule| &mut rule.parts);
            parts.filter(|part| part.max == old).for_each(|part| part.max = value);
        }
        (Owner::Indicator(n), What::BandLow(part, _) | What::BandHigh(part, _)) => {
            let parts = scheme.indicators[n].rule.iter_mut().flat_map(|rule| &mut rule.parts);
            if let Some(Input::Curve { curve: Curve::Bands(bands), .. }) =
                parts.map(|part| &mut part.input).nth(part)
            {
                move_edges(bands.iter_mut().flat_map(|b| [&mut b.low, &mut b.high]), found.value, value);
            }
        }
        (Owner::Grade(_), _) => {
            move_edges(scheme.grades.iter_mut().flat_map(|g| [&mut g.low, &mut g.high]), found.value, value);
        }
        _ => walk(scheme, &mut |spot| {
            if spot.path == path {
                *spot.value = value;
            }
        }),
    }
    true
}

/// Moves every edge at `old` to `new`.
fn move_edges<'a>(edges: impl Iterator<Item = &'a mut Option<Edge>>, old: Decimal, new: Decimal) {
    edges.flatten().filter(|e| e.at == old).for_each(|e| e.at = new);
}

/// A number on the way.
struct Spot<'a> {
    path: String,
    owner: Owner,
    what: What,
    value: &'a mut Decimal,
    percent: bool,
}

type See<'s> = dyn FnMut(Spot) + 's;

fn walk(scheme: &mut Scheme, see: &mut See) {
    for (n, node) in scheme.indicators.iter_mut().enumerate() {
        let owner = Owner::Indicator(n);
        let path = format!("weight.{}", node.id);
        see(Spot { path, owner, what: What::Weight, value: &mut node.weight, percent: false });
        if let Some(rule) = &mut node.rule {
            walk_rule(rule, node.weight, &mut At { owner, stem: format!("rule.{}", node.id), see });
        }
    }
    for (n, measure) in scheme.measures.iter_mut().enumerate() {
        let stem = format!("measure.{}", measure.id);
        walk_measure(&mut measure.kind, &mut At { owner: Owner::Measure(n), stem, see });
    }
    for (q, questionnaire) in scheme.questionnaires.iter_mut().enumerate() {
        for (n, question) in questionnaire.questions.iter_mut().enumerate() {
            let stem = format!("choice.{}.{}", questionnaire.id, question.id);
            let at = &mut At { owner: Owner::Question(q, n), stem, see };
            for (c, choice) in question.choices.iter_mut().enumerate() {
                if let Some(value) = &mut choice.value {
                    at.number(&choice.code, What::Choice(c), value);
                }
            }
            at.stem = format!("question.{}.{}", questionnaire.id, question.id);
            at.number("weight", What::QuestionWeight, &mut question.weight);
        }
    }
    for (n, grade) in scheme.grades.iter_mut().enumerate() {
        let at = &mut At { owner: Owner::Grade(n), stem: format!("grade.{}", n + 1), see };
        if let Some(low) = &mut grade.low {
            at.number("low", What::GradeLow, &mut low.at);
        }
    }
}

/// Where the walk stands.
struct At<'w, 's> {
    owner: Owner,
    stem: String,
    see: &'w mut See<'s>,
}

impl At<'_, '_> {
    fn number(&mut self, name: &str, what: What, value: &mut Decimal) {
        let path = format!("{}.{name}", self.stem);
        (self.see)(Spot { path, owner: self.owner, what, value, percent: false });
    }

    /// The numbers of an expression, from left to right.
    fn numbers(&mut self, name: &str, expr: &mut Expr, what: &dyn Fn(usize) -> What) {
        let mut count = 0;
        self.within(name, expr, what, &mut count);
    }

    fn within(&mut self, name: &str, expr: &mut Expr, what: &dyn Fn(usize) -> What, count: &mut usize) {
        match expr {
            Expr::Number { value, percent } => {
                let path = format!("{}.{name}.{}", self.stem, *count + 1);
                let (owner, percent) = (self.owner, *percent);
                (self.see)(Spot { path, owner, what: what(*count), value, percent });
                *count += 1;
            }
            Expr::Value(_) => {}
            Expr::Negate(inner) | Expr::Not(inner) => self.within(name, inner, what, count),
            Expr::Binary(_, left, right) => {
                self.within(name, left, what, count);
                self.within(name, right, what, count);
            }
            Expr::Call(function, args) => {
                // The places of a rounding are no number that anyone argues about.
                let rounds = matches!(function, Function::Round | Function::Floor | Function::Ceil);
                let most = if rounds { 1 } else { args.len() };
                args.iter_mut().take(most).for_each(|arg| self.within(name, arg, what, count));
            }
        }
    }
}

fn walk_rule(rule: &mut Rule, weight: Decimal, at: &mut At) {
    let parts = rule.parts.len();
    let stem = at.stem.clone();
    if let Some(applies) = &mut rule.applies {
        at.numbers("applies", applies, &What::InApplies);
    }
    for (n, part) in rule.parts.iter_mut().enumerate() {
        at.stem = format!("{stem}.part.{}", n + 1);
        walk_part(part, n, parts > 1 || part.max != weight, at);
    }
    for (n, adjustment) in rule.adjustments.iter_mut().enumerate() {
        at.stem = format!("{stem}.adjust.{}", n + 1);
        at.numbers("points", &mut adjustment.points, &|k| What::InAdjustment(n, k));
        if let Some(when) = &mut adjustment.when {
            at.numbers("when", when, &|k| What::InAdjustmentWhen(n, k));
        }
        if let Some(least) = &mut adjustment.least {
            at.number("least", What::Least(n), least);
        }
        if let Some(most) = &mut adjustment.most {
            at.number("most", What::Most(n), most);
        }
    }
    for (n, veto) in rule.vetoes.iter_mut().enumerate() {
        at.stem = format!("{stem}.veto.{}", n + 1);
        at.numbers("when", &mut veto.when, &|k| What::InVeto(n, k));
        if let VetoEffect::Cap(most) = &mut veto.effect {
            at.number("cap", What::Cap(n), most);
        }
    }
}

fn walk_part(part: &mut Part, n: usize, own_max: bool, at: &mut At) {
    if own_max {
        at.number("max", What::Max(n), &mut part.max);
        at.number("share", What::Share(n), &mut part.share);
    }
    if let Some(when) = &mut part.when {
        at.numbers("when", when, &|k| What::InPartWhen(n, k));
    }
    match &mut part.input {
        Input::Points(expr) => at.numbers("points", expr, &|k| What::InPart(n, k)),
        Input::Checklist(_) => {}
        Input::Curve { value, curve } => {
            at.numbers("value", value, &|k| What::InPart(n, k));
            walk_curve(curve, n, at);
        }
    }
}

fn walk_curve(curve: &mut Curve, n: usize, at: &mut At) {
    match curve {
        Curve::Proportional { zero, full } => {
            at.number("zero", What::Zero(n), zero);
            at.number("full", What::Full(n), full);
        }
        Curve::Inverse { full } => at.number("full", What::Full(n), full),
        Curve::Steps { target, step, points, .. } => {
            at.number("target", What::Target(n), target);
            at.number("step", What::Step(n), step);
            at.number("points", What::StepPoints(n), points);
        }
        Curve::Bands(bands) => {
            let lows: Vec<Decimal> = bands.iter().filter_map(|b| b.low.map(|e| e.at)).collect();
            for (k, band) in bands.iter_mut().enumerate() {
                let name = |word: &str| format!("band.{}.{word}", k + 1);
                if let Some(low) = &mut band.low {
                    at.number(&name("low"), What::BandLow(n, k), &mut low.at);
                }
                if let Some(high) = band.high.as_mut().filter(|e| !lows.contains(&e.at)) {
                    at.number(&name("high"), What::BandHigh(n, k), &mut high.at);
                }
                at.number(&name("points"), What::BandPoints(n, k), &mut band.points);
            }
        }
        Curve::Line(knots) => {
            for (k, knot) in knots.iter_mut().enumerate() {
                at.number(&format!("knot.{}.value", k + 1), What::KnotValue(n, k), &mut knot.value);
                at.number(&format!("knot.{}.points", k + 1), What::KnotPoints(n, k), &mut knot.points);
            }
        }
    }
}

fn walk_measure(kind: &mut MeasureKind, at: &mut At) {
    match kind {
        MeasureKind::Checklist(items) => {
            for (n, item) in items.iter_mut().enumerate() {
                at.number(&format!("{}.points", item.id), What::ItemPoints(n), &mut item.points);
                at.number(&format!("{}.partly", item.id), What::ItemPartly(n), &mut item.partly);
            }
        }
        MeasureKind::Choice(tiers) => {
            for (n, tier) in tiers.iter_mut().enumerate() {
                if tier.fixed().is_some() {
                    at.number(&format!("{}.worth", tier.code), What::Worth(n), &mut tier.low.at);
                    tier.high.at = tier.low.at;
                } else {
                    at.number(&format!("{}.low", tier.code), What::WorthLow(n), &mut tier.low.at);
                    at.number(&format!("{}.high", tier.code), What::WorthHigh(n), &mut tier.high.at);
                }
            }
        }
        MeasureKind::Lookup(lookup) => {
            for (n, row) in lookup.rows.iter_mut().enumerate() {
                at.number(&format!("row.{}", n + 1), What::Row(n), &mut row.value);
            }
        }
        MeasureKind::Formula { expr, .. } => at.numbers("number", expr, &What::InFormula),
        MeasureKind::Number(_) | MeasureKind::Table(_) | MeasureKind::Survey { .. } => {}
    }
}
