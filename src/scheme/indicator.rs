//! The tree of indicators, the rules of its leaves, and the grades of its total.

use rust_decimal::Decimal;

use super::{Expr, Label, Place, Rounding};

/// How well a rule, a choice value or a figure of the scheme is attested.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Origin {
    /// Read as it stands in the document the scheme was made from.
    #[default]
    Stated,
    /// The document is damaged there; put together from its legible pieces.
    Repaired,
    /// Not in the document; concluded from something else, which the reason names.
    Inferred,
    /// Not in the document and nothing to conclude it from.
    Lost,
}

/// Where a part of the scheme comes from, with the reason where it is not simply stated.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Provenance {
    /// How well attested.
    pub origin: Origin,
    /// Why, in the scheme author's words; required unless stated.
    pub reason: Option<Label>,
}

/// A node of the indicator tree. Leaves have a rule, branches have children.
#[derive(Debug, Clone)]
pub struct Indicator {
    /// Unique among indicators.
    pub id: String,
    /// Name on screen and in tables.
    pub name: Label,
    /// What it looks at, one or two sentences.
    pub about: Option<Label>,
    /// Index of the parent; `None` for the top level.
    pub parent: Option<usize>,
    /// 0 for the top level.
    pub depth: usize,
    /// Full marks of this node.
    pub weight: Decimal,
    /// How a leaf turns facts into points; `None` for a branch.
    pub rule: Option<Rule>,
    /// Where the rule comes from.
    pub provenance: Provenance,
    /// Codes of warnings about it that the author has weighed and lets stand.
    pub accepted: Vec<String>,
    /// Where it stands in the scheme's files.
    pub place: Place,
}

/// How a leaf turns facts into points.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    /// The rule as people read it, in the scheme's words.
    pub text: Option<Label>,
    /// What gives points; most rules have one part.
    pub parts: Vec<Part>,
    /// How several parts come together.
    pub combine: Combine,
    /// Points added and taken off afterwards, in order.
    pub adjustments: Vec<Adjustment>,
    /// Conditions that override all this, in order.
    pub vetoes: Vec<Veto>,
    /// What is said beside the score.
    pub warnings: Vec<Warning>,
    /// The indicator applies only if this holds; always if there is none.
    pub applies: Option<Expr>,
    /// Overrides the scheme's rounding.
    pub rounding: Option<Rounding>,
    /// Overrides the scheme's policy for what does not apply.
    pub not_applicable: Option<NotApplicable>,
}

impl Rule {
    /// The expressions that points come from.
    pub fn scoring(&self) -> impl Iterator<Item = &Expr> {
        let parts = self.parts.iter().filter_map(|part| match &part.input {
            Input::Curve { value, .. } => Some(value),
            Input::Points(expr) => Some(expr),
            Input::Checklist(_) => None,
        });
        parts.chain(self.adjustments.iter().map(|a| &a.points))
    }

    /// All its expressions.
    pub fn expressions(&self) -> impl Iterator<Item = &Expr> {
        let conditions = self.applies.iter().chain(self.parts.iter().filter_map(|p| p.when.as_ref()));
        let conditions = conditions.chain(self.adjustments.iter().filter_map(|a| a.when.as_ref()));
        let conditions = conditions.chain(self.vetoes.iter().map(|v| &v.when));
        self.scoring().chain(conditions).chain(self.warnings.iter().map(|w| &w.when))
    }
}

/// One source of points within a rule.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// Most points this part can give; the indicator's weight unless the file says otherwise.
    pub max: Decimal,
    /// What is looked at.
    pub input: Input,
    /// Weight in a weighted mean; 1 unless the file says otherwise.
    pub share: Decimal,
    /// The part is left out unless this holds; it counts always if there is none.
    pub when: Option<Expr>,
}

/// What a part looks at.
#[derive(Debug, Clone, PartialEq)]
pub enum Input {
    /// A value turned into points by a curve.
    Curve {
        /// The value, usually a ratio.
        value: Expr,
        /// Value to points.
        curve: Curve,
    },
    /// The points of a checklist measure (index into the scheme's measures).
    Checklist(usize),
    /// The expression is the points themselves; kept within 0 and `max`.
    Points(Expr),
}

/// From a value to points. Every curve is monotone between its edges or knots.
#[derive(Debug, Clone, PartialEq)]
pub enum Curve {
    /// Nothing at `zero`, everything at `full`, a straight line between, flat outside.
    /// `zero > full` rewards small values.
    Proportional {
        /// Value that earns nothing.
        zero: Decimal,
        /// Value that earns everything.
        full: Decimal,
    },
    /// Full marks up to `full`, then `max × full ÷ value`: the reverse ratio.
    Inverse {
        /// Largest value that still earns everything.
        full: Decimal,
    },
    /// Full marks at `target`; `points` off for each `step` on the wrong side of it.
    Steps {
        /// Value with nothing taken off.
        target: Decimal,
        /// Which side of the target costs points.
        side: Side,
        /// Size of one step, above 0.
        step: Decimal,
        /// Points taken off for a step.
        points: Decimal,
        /// What part of a step counts.
        partial: Partial,
    },
    /// Points by the band that the value falls in; disjoint and exhaustive once linted.
    Bands(Vec<Band>),
    /// Straight lines between knots, by rising value, flat outside.
    Line(Vec<Knot>),
}

/// A value and what it earns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Knot {
    /// The value.
    pub value: Decimal,
    /// Points at it.
    pub points: Decimal,
}

/// Which side of a target costs points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Side {
    /// Falling short costs.
    #[default]
    Below,
    /// Exceeding costs.
    Above,
    /// Both cost.
    Either,
}

/// What part of a step counts in a deduction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Partial {
    /// In proportion: half a step costs half the points.
    #[default]
    ProRata,
    /// Only whole steps cost.
    Whole,
    /// A begun step costs a whole one.
    Begun,
}

/// An end of a band.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Edge {
    /// Where it is.
    pub at: Decimal,
    /// Whether the edge itself belongs to the band.
    pub inclusive: bool,
}

/// An interval of values and what it earns. `None` is open-ended.
#[derive(Debug, Clone, PartialEq)]
pub struct Band {
    /// Lower end.
    pub low: Option<Edge>,
    /// Upper end.
    pub high: Option<Edge>,
    /// Points earned in it.
    pub points: Decimal,
    /// Where it stands in the file.
    pub place: Place,
}

impl Band {
    /// Whether `value` lies in this band.
    pub fn holds(&self, value: Decimal) -> bool {
        within(self.low, self.high, value)
    }
}

/// Whether `value` lies between two ends.
pub fn within(low: Option<Edge>, high: Option<Edge>, value: Decimal) -> bool {
    low.is_none_or(|e| value > e.at || (e.inclusive && value == e.at))
        && high.is_none_or(|e| value < e.at || (e.inclusive && value == e.at))
}

/// How the parts of a rule come together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Combine {
    /// Added up, kept within 0 and the weight.
    #[default]
    Sum,
    /// Mean weighted by the parts' shares.
    Mean,
    /// The weakest part.
    Min,
    /// The best part.
    Max,
}

/// Points added, or taken off where negative, after the parts. What comes out is kept within 0
/// and the weight before the next adjustment.
#[derive(Debug, Clone, PartialEq)]
pub struct Adjustment {
    /// The points.
    pub points: Expr,
    /// Only if this holds; always if there is none.
    pub when: Option<Expr>,
    /// Fewest points: a limit of what is taken off.
    pub least: Option<Decimal>,
    /// Most points: a limit of what is added.
    pub most: Option<Decimal>,
    /// Why, in the scheme's words.
    pub reason: Label,
}

/// Something said beside the score; it changes no points.
#[derive(Debug, Clone, PartialEq)]
pub struct Warning {
    /// True when it is to be said.
    pub when: Expr,
    /// How bad.
    pub level: WarningLevel,
    /// What is said, in the scheme's words.
    pub text: Label,
}

/// How bad a warning is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum WarningLevel {
    /// 黄色.
    #[default]
    Yellow,
    /// 红色.
    Red,
}

/// A condition that overrides the parts of a rule.
#[derive(Debug, Clone, PartialEq)]
pub struct Veto {
    /// True when it applies.
    pub when: Expr,
    /// What it does.
    pub effect: VetoEffect,
    /// Why, in the scheme's words.
    pub reason: Label,
}

/// What a veto does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VetoEffect {
    /// No points for this indicator.
    Zero,
    /// At most this many points.
    Cap(Decimal),
    /// The best grade is out of reach, whatever the total.
    BarTopGrade,
}

/// What happens to the weight of an indicator that does not apply.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum NotApplicable {
    /// It earns its full marks.
    #[default]
    Full,
    /// It is left out and the rest of the whole scheme is scaled up to full marks.
    Rescale,
    /// Its weight is shared by the other children of its parent in proportion.
    Share,
    /// It earns the mean of what it earns the other units that are scored together.
    PeerMean,
}

/// A grade and the totals that earn it.
#[derive(Debug, Clone, PartialEq)]
pub struct Grade {
    /// Name, such as 优.
    pub name: Label,
    /// Lower end; `None` for the lowest grade.
    pub low: Option<Edge>,
    /// Upper end; `None` for the best grade.
    pub high: Option<Edge>,
    /// If this holds the grade is given whatever the total; such grades stand last and take no
    /// totals.
    pub when: Option<Expr>,
    /// Where it stands in the file.
    pub place: Place,
}

impl Grade {
    /// Whether a total earns it; never one that is given on a condition.
    pub fn takes(&self, total: Decimal) -> bool {
        self.when.is_none() && within(self.low, self.high, total)
    }
}
