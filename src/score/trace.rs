//! The steps from facts to points, as data. `i18n::trace` puts them into words.

use rust_decimal::Decimal;

use super::checklist::{ItemState, item_points};
use super::eval::Eval;
use super::leaf::Leaf;
use super::reading::{Reading, Readings, readings};
use super::{Range, Span, card, judged, peers, rests, show, worlds};
use crate::ledger::Facts;
use crate::scheme::expr::ValuePart;
use crate::scheme::field::EVIDENCE;
use crate::scheme::indicator::{Combine, Curve, VetoEffect, WarningLevel};
use crate::scheme::measure::Method;
use crate::scheme::{Expr, INDICATOR_PREFIX, Label, MeasureKind, NotApplicable, Rounding, Scheme, ValueRef};

/// Takes the steps of an evaluation, or lets them pass.
pub(super) trait Sink {
    /// One step; `make` is called only where steps are kept.
    fn step(&mut self, make: impl FnOnce() -> Step);
}

/// Lets all steps pass: scoring without a trace.
pub(super) struct Silent;

impl Sink for Silent {
    fn step(&mut self, _: impl FnOnce() -> Step) {}
}

impl Sink for Vec<Step> {
    fn step(&mut self, make: impl FnOnce() -> Step) {
        self.push(make());
    }
}

/// A recorded note on a fact: one of [`EVIDENCE`] and its text.
pub type Evidence = Vec<(&'static str, String)>;

/// One step from facts to points. Texts hold numbers and signs only.
#[derive(Debug, Clone, PartialEq)]
pub enum Step {
    /// The indicator is declared not applicable; nothing else counts.
    NotApplicable {
        /// What happens to its weight.
        policy: NotApplicable,
        /// The reason as recorded.
        reason: String,
        /// Full marks after the policy.
        max: Decimal,
    },
    /// A value as it is known from the record.
    Read {
        /// Which value.
        value: ValueRef,
        /// Path it is recorded at, or under which its rows are.
        path: String,
        /// What is known of it.
        range: Range,
        /// Whether anything of its measure is recorded.
        recorded: bool,
        /// Notes on the fact.
        evidence: Evidence,
    },
    /// A total that more is stated of than is listed: what is deducted for the rest is described
    /// nowhere.
    Undescribed {
        /// What is stated.
        stated: u64,
        /// How many rows are listed.
        listed: u64,
    },
    /// A condition of a checklist and what it gives.
    Item {
        /// Index of the measure.
        measure: usize,
        /// Index of the item.
        item: usize,
        /// The answer. 不适用 gives the points in full.
        state: Option<ItemState>,
        /// What it gives.
        points: Span,
        /// Notes on the answer.
        evidence: Evidence,
    },
    /// A question of a survey and its index.
    Question {
        /// Index of the questionnaire.
        questionnaire: usize,
        /// Index of the question.
        question: usize,
        /// How many chose each choice.
        counts: Vec<u64>,
        /// Answers not keyed yet.
        missing: u64,
        /// What is made of them.
        index: Range,
        /// How: the mean of values, or a share.
        method: Method,
    },
    /// The index of several questions: their mean by weights.
    Index {
        /// Index of the measure.
        measure: usize,
        /// How many questions.
        questions: usize,
        /// Whether their weights differ.
        weighted: bool,
        /// Their mean.
        index: Range,
    },
    /// A formula on the way.
    Formula {
        /// Index of the measure.
        measure: usize,
        /// The computation with numbers filled in.
        text: String,
        /// Its result.
        value: Range,
    },
    /// A value turned into points by a curve.
    Curve {
        /// Number of the part, from 0.
        part: usize,
        /// The computation of the value.
        expr: Expr,
        /// The same with numbers filled in.
        text: String,
        /// The curve.
        curve: Curve,
        /// The value.
        value: Range,
        /// Most points.
        max: Decimal,
        /// The points.
        points: Span,
    },
    /// A checklist's points, kept within 0 and `max`.
    Checklist {
        /// Index of the measure.
        measure: usize,
        /// Most points.
        max: Decimal,
        /// The points.
        points: Span,
    },
    /// Points computed directly, kept within 0 and `max`.
    Points {
        /// Number of the part, from 0.
        part: usize,
        /// The computation.
        expr: Expr,
        /// The same with numbers filled in.
        text: String,
        /// Its result.
        value: Range,
        /// Most points.
        max: Decimal,
        /// The points.
        points: Span,
    },
    /// Several parts brought together.
    Combined {
        /// How.
        combine: Combine,
        /// Points of the parts.
        parts: Vec<Span>,
        /// Points together.
        points: Span,
    },
    /// A divisor is zero, or a mean has nothing under it: the points are open.
    Undefined,
    /// A condition that overrides the parts.
    Veto {
        /// Why, in the scheme's words.
        reason: Label,
        /// What it does.
        effect: VetoEffect,
        /// The condition with numbers filled in.
        text: String,
        /// Whether it applies; `None` while that is open.
        applies: Option<bool>,
        /// Points after it.
        points: Span,
    },
    /// Points carried over to the full marks that the indicator has since others do not apply.
    Scaled {
        /// Its own weight.
        weight: Decimal,
        /// Its full marks now.
        max: Decimal,
        /// Points after scaling.
        points: Span,
    },
    /// Why the indicator applies, or that this is not known yet.
    Applies {
        /// The condition with numbers filled in.
        text: String,
        /// Whether it holds.
        applies: Option<bool>,
    },
    /// The indicator may or may not apply: points in either case. The result.
    Either {
        /// The points.
        points: Span,
        /// Most full marks.
        max: Decimal,
    },
    /// A part that is left out, or may be.
    LeftOut {
        /// Number of the part, from 0.
        part: usize,
        /// Its condition with numbers filled in.
        text: String,
        /// Whether it counts.
        counts: Option<bool>,
        /// Its points if it counts.
        points: Span,
    },
    /// Points added or taken off.
    Adjusted {
        /// Why, in the scheme's words.
        reason: Label,
        /// The condition with numbers filled in.
        when: Option<String>,
        /// Whether it holds.
        applies: Option<bool>,
        /// The computation with numbers filled in.
        text: String,
        /// What it comes to, within its limits.
        value: Range,
        /// Points after it.
        points: Span,
    },
    /// Something that the scheme says beside the score.
    Warned {
        /// What is said.
        text: Label,
        /// How bad.
        level: WarningLevel,
        /// The condition with numbers filled in.
        when: String,
        /// Whether it holds.
        applies: Option<bool>,
    },
    /// The answer to a choice and what it is worth.
    Chosen {
        /// Index of the measure.
        measure: usize,
        /// Index of the answer.
        tier: Option<usize>,
        /// What it is worth.
        value: Range,
        /// Notes on the answer.
        evidence: Evidence,
    },
    /// A value looked up for several answers.
    LookedUp {
        /// Index of the measure.
        measure: usize,
        /// The answers; `None` where there is none yet.
        answers: Vec<Option<String>>,
        /// The value.
        value: Range,
    },
    /// How many chose an answer of a survey.
    Counted {
        /// Index of the measure.
        measure: usize,
        /// Index of the question.
        question: usize,
        /// Index of the choice.
        choice: usize,
        /// How many.
        value: Range,
    },
    /// The rule looks at other units, and none are scored together with this one.
    Alone,
    /// The points rounded: the result.
    Rounded {
        /// The policy.
        rounding: Rounding,
        /// Full marks.
        max: Decimal,
        /// Exact points.
        before: Span,
        /// Rounded points.
        after: Span,
    },
}

/// The steps by which `indicator` gets its points; none for a branch. Scored by the same code
/// that scores the whole.
pub fn explain(scheme: &Scheme, facts: &Facts, rounding: Option<Rounding>, indicator: usize) -> Vec<Step> {
    explain_read(scheme, facts, &readings(scheme, facts), rounding, indicator)
}

/// The same from facts that were read already.
pub fn explain_read(
    scheme: &Scheme,
    facts: &Facts,
    readings: &Readings,
    rounding: Option<Rounding>,
    indicator: usize,
) -> Vec<Step> {
    let mut steps = Vec::new();
    let Some(rule) = scheme.indicators.get(indicator).and_then(|i| i.rule.as_ref()) else { return steps };
    let rounding = rounding.unwrap_or(scheme.rounding);
    let weight = scheme.indicators[indicator].weight;
    let off = &readings.not_applicable;
    let max = card::maxima(scheme, off, rounding).map_or(weight, |m| m[indicator]);
    let path = format!("{INDICATOR_PREFIX}.{}.na", scheme.indicators[indicator].id);
    let declared = facts.get(&path);
    let applies = rule.applies.as_ref().filter(|_| declared.is_none());
    let mut reader = Reader { scheme, facts, readings, steps: &mut steps };
    let mut seen = Vec::new();
    if let Some(applies) = applies {
        applies.refs().into_iter().for_each(|value| reader.value(value, &mut seen));
        let text = show::filled(applies, &readings.measures);
        let known = Eval::of(readings).condition(applies);
        reader.steps.push(Step::Applies { text, applies: known });
    }
    if let Some(policy) = card::policy(scheme, off, indicator) {
        let reason = declared.unwrap_or_default().to_owned();
        steps.push(Step::NotApplicable { policy, reason, max });
        return steps;
    }
    for value in rests::values(rule) {
        reader.value(value, &mut seen);
    }
    if readings.peers.is_none() && peers::depends(scheme, rule) {
        steps.push(Step::Alone);
    }
    let leaf = Leaf { scheme, readings, indicator, rule, rounding, max };
    leaf.score(&mut Vec::new(), &mut steps);
    if !readings.open.is_empty() {
        let score = worlds::compute(scheme, readings, Some(rounding)).scores[indicator];
        let settled = matches!(steps.last(), Some(Step::Rounded { after, max, .. })
            if (*after, *max) == (score.points, score.max));
        if !settled {
            steps.push(Step::Either { points: score.points, max: score.max });
        }
    }
    steps
}

/// Reports what a rule reads, formulas after what they are made of.
struct Reader<'a> {
    scheme: &'a Scheme,
    facts: &'a Facts,
    readings: &'a Readings,
    steps: &'a mut Vec<Step>,
}

impl Reader<'_> {
    fn value(&mut self, value: ValueRef, seen: &mut Vec<ValueRef>) {
        if seen.contains(&value) {
            return;
        }
        seen.push(value);
        let (Some(measure), Some(reading)) =
            (self.scheme.measures.get(value.measure), self.readings.measures.get(value.measure))
        else {
            return;
        };
        match (&measure.kind, reading, value.part) {
            (MeasureKind::Formula { expr, .. }, Reading::Formula { value: result, .. }, _) => {
                expr.refs().into_iter().for_each(|name| self.value(name, seen));
                let text = show::filled(expr, &self.readings.measures);
                self.steps.push(Step::Formula { measure: value.measure, text, value: *result });
            }
            (MeasureKind::Checklist(items), Reading::Checklist(_), ValuePart::Points) => {
                (0..items.len()).for_each(|item| self.item(value.measure, item));
            }
            (MeasureKind::Checklist(_), Reading::Checklist(_), ValuePart::Item(item)) => {
                self.item(value.measure, item);
            }
            (MeasureKind::Survey { method, .. }, Reading::Survey(_), part) => {
                self.survey(value.measure, part, method);
            }
            (MeasureKind::Choice(_), Reading::Choice(choice), _) => {
                let evidence = self.evidence(&measure.id);
                let (tier, worth) = (choice.tier, choice.value);
                self.steps.push(Step::Chosen { measure: value.measure, tier, value: worth, evidence });
            }
            (MeasureKind::Lookup(lookup), Reading::Lookup { value: result, .. }, _) => {
                for &measure in &lookup.of {
                    self.value(ValueRef { measure, part: ValuePart::Whole }, seen);
                }
                let answers = judged::answers(self.scheme, lookup, &self.readings.measures);
                let answers = answers.into_iter().map(|a| a.map(str::to_owned)).collect();
                self.steps.push(Step::LookedUp { measure: value.measure, answers, value: *result });
            }
            _ => self.read(value, reading),
        }
    }

    fn read(&mut self, value: ValueRef, reading: &Reading) {
        let measure = &self.scheme.measures[value.measure];
        let id = &measure.id;
        let path = match (&measure.kind, value.part) {
            (_, ValuePart::Planned) => format!("{id}.planned"),
            (MeasureKind::Table(table), ValuePart::Cell(row, column)) => {
                let row = table.rows.get(row).map_or("", |r| r.id.as_str());
                let column = table.columns.get(column).map_or("", |c| c.id.as_str());
                format!("{id}.{row}.{column}")
            }
            _ => id.clone(),
        };
        let range = match value.part {
            ValuePart::Column(column) => reading.column(column).sum,
            part => reading.value(part),
        };
        let evidence = self.evidence(&path);
        let recorded = reading.is_touched();
        self.steps.push(Step::Read { value, path, range, recorded, evidence });
        if let (ValuePart::Count, Reading::Table(table)) = (value.part, reading)
            && let Some(stated) = table.stated.filter(|stated| *stated > table.listed)
        {
            self.steps.push(Step::Undescribed { stated, listed: table.listed });
        }
    }

    fn item(&mut self, measure: usize, item: usize) {
        let (MeasureKind::Checklist(items), Reading::Checklist(list)) =
            (&self.scheme.measures[measure].kind, &self.readings.measures[measure])
        else {
            return;
        };
        let (Some(spec), Some(reading)) = (items.get(item), list.items.get(item)) else { return };
        let points = item_points(spec, reading.share);
        let evidence = self.evidence(&format!("{}.{}", self.scheme.measures[measure].id, spec.id));
        self.steps.push(Step::Item { measure, item, state: reading.state, points, evidence });
    }

    fn survey(&mut self, measure: usize, part: ValuePart, method: &Method) {
        let Reading::Survey(survey) = &self.readings.measures[measure] else { return };
        let Some(tabulation) = self.readings.surveys.get(survey.questionnaire) else { return };
        if let ValuePart::Cell(question, choice) = part {
            let value = self.readings.measures[measure].value(part);
            self.steps.push(Step::Counted { measure, question, choice, value });
            return;
        }
        let specs = self.scheme.questionnaires.get(survey.questionnaire).map_or(&[][..], |q| &q.questions);
        let wanted = |n: usize| !matches!(part, ValuePart::Item(only) if only != n);
        for &(question, index) in survey.questions.iter().filter(|(n, _)| wanted(*n)) {
            let counts = &tabulation.questions[question];
            self.steps.push(Step::Question {
                questionnaire: survey.questionnaire,
                question,
                counts: counts.choices.clone(),
                missing: counts.missing,
                index,
                method: method.clone(),
            });
        }
        let questions = survey.questions.len();
        if questions > 1 && part == ValuePart::Whole {
            let mut weights = survey.questions.iter().filter_map(|(n, _)| specs.get(*n)).map(|q| q.weight);
            let first = weights.next();
            let weighted = weights.any(|w| Some(w) != first);
            self.steps.push(Step::Index { measure, questions, weighted, index: survey.index });
        }
    }

    fn evidence(&self, path: &str) -> Evidence {
        let at = |kind: &&'static str| {
            self.facts.get(&format!("{path}@{kind}")).map(|text| (*kind, text.to_owned()))
        };
        EVIDENCE.iter().filter_map(at).collect()
    }
}
