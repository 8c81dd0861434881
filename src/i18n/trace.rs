//! The steps from facts to points in words and numbers, one line each.

mod curve;

use rust_decimal::Decimal;

use super::{Lang, label, notice, texts};
use crate::scheme::expr::ValuePart;
use curve::Applied;

use crate::scheme::indicator::{Combine, Curve, VetoEffect};
use crate::scheme::measure::Method;
use crate::scheme::rounding::{Mode, Of};
use crate::scheme::{Expr, MeasureKind, NotApplicable, Rounding, Scheme, ValueRef};
use crate::score::show::{number, percent, range};
use crate::score::{Evidence, ItemState, Range, Span, Step, is_ratio, unit};

texts! {
    na_full(reason: &str, max: &str) => "不适用：{reason}；按方案得满分 {max}", "not applicable: {reason}; full marks {max} by the scheme";
    na_rescale(reason: &str) => "不适用：{reason}；不计分，总分按其余指标折算到满分", "not applicable: {reason}; left out, the total is scaled up from the rest";
    na_peer_mean(reason: &str) => "不适用：{reason}；取其他单位这一项得分的平均，批量计分时才知道", "not applicable: {reason}; earns the mean of the other units' points, known only when many are scored at once";
    alone() => "要与其他单位比较，只有批量计分（jiping batch）时才知道", "compares with other units, which is possible only when many are scored at once (jiping batch)";
    na_share(reason: &str) => "不适用：{reason}；分值由同级的其他指标按比例分担", "not applicable: {reason}; its weight goes to its siblings in proportion";
    is(name: &str, value: &str) => "{name} = {value}", "{name} = {value}";
    not_recorded(name: &str, range: &str) => "{name}：尚无记录，可能为 {range}", "{name}: not recorded yet, may be {range}";
    not_settled(name: &str, range: &str) => "{name}：尚未确定，可能为 {range}", "{name}: not settled yet, may be {range}";
    notes(line: &str, notes: &str) => "{line}（{notes}）", "{line} ({notes})";
    planned_of(name: &str) => "{name} · 计划", "{name} · planned";
    sum_of(name: &str, column: &str) => "{name} · {column}合计", "{name} · {column}, sum";
    item(name: &str, state: &str, points: &str, of: &str) => "{name}：{state}，得 {points} ╱ {of}", "{name}: {state}, {points} / {of}";
    item_na(name: &str, points: &str) => "{name}：不适用，按满分 {points} 计", "{name}: not applicable, counts in full: {points}";
    item_open(name: &str, of: &str) => "{name}：尚未核查，0～{of}", "{name}: not checked yet, 0–{of}";
    question(id: &str, sum: &str, index: &str) => "{id}：{sum}；{index}", "{id}: {sum}; {index}";
    missing(count: u64) => "，另缺 {count} 份", ", {count} missing";
    share_of(codes: &str, index: &str) => "选 {codes} 的占 {index} %", "{index} % chose {codes}";
    index_is(index: &str) => "指数 {index}", "index {index}";
    weighted_mean_of(name: &str, count: usize, index: &str) => "{name}：{count} 题按权重平均 {index}", "{name}: weighted mean of {count} {questions} {index}", questions = count["question" | "questions"];
    chose(name: &str, question: &str, choice: &str) => "{name} · {question} 选“{choice}”的份数", "{name} · {question}, “{choice}” chosen";
    chosen(name: &str, answer: &str, worth: &str) => "{name}：{answer}，取值 {worth}", "{name}: {answer}, worth {worth}";
    chosen_open(name: &str, answer: &str, worth: &str) => "{name}：{answer}，档内取值尚未评定，可能为 {worth}", "{name}: {answer}, its worth within {worth} not judged yet";
    looked_up(name: &str, answers: &str, value: &str) => "{name}：查表 {answers} → {value}", "{name}: table {answers} → {value}";
    applies_yes(when: &str) => "适用：{when}", "applies: {when}";
    applies_no(when: &str) => "不适用条件：{when} 不成立", "does not apply: {when} is not so";
    applies_open(when: &str) => "是否适用尚未确定：{when}", "whether it applies is not known yet: {when}";
    either(points: &str, max: &str) => "有指标是否适用尚未确定，得分可能为 {points} ╱ {max}", "it is not known yet what applies, score may be {points} / {max}";
    left_out(part: usize, when: &str) => "第 {part} 部分不计：{when} 不成立", "part {part} is left out: {when} is not so";
    maybe_left_out(part: usize, when: &str) => "第 {part} 部分是否计入尚未确定：{when}", "whether part {part} counts is not known yet: {when}";
    adjusted(reason: &str, sum: &str, points: &str) => "{reason}：{sum}，得 {points}", "{reason}: {sum}, makes {points}";
    not_adjusted(reason: &str, when: &str) => "不调整：{reason}（{when} 不成立）", "not adjusted: {reason} ({when} is not so)";
    maybe_adjusted(reason: &str, when: &str, points: &str) => "{reason}：是否调整尚未确定（{when}），得分可能为 {points}", "{reason}: not known yet whether it counts ({when}), points may be {points}";
    warned(text: &str, when: &str) => "{text}（{when}）", "{text} ({when})";
    not_warned(text: &str, when: &str) => "无预警：{text}（{when} 不成立）", "no warning: {text} ({when} is not so)";
    maybe_warned(text: &str, when: &str) => "是否预警尚未确定：{text}（{when}）", "not known yet whether to warn: {text} ({when})";
    na_rule_full(max: &str) => "不适用，按方案得满分 {max}", "not applicable, full marks {max} by the scheme";
    na_rule_rescale() => "不适用，不计分，总分按其余指标折算到满分", "not applicable, left out, the total is scaled up from the rest";
    na_rule_share() => "不适用，分值由同级的其他指标按比例分担", "not applicable, its weight goes to its siblings in proportion";
    mean_of(name: &str, count: usize, index: &str) => "{name}：{count} 题平均 {index}", "{name}: mean of {count} {questions} {index}", questions = count["question" | "questions"];
    then(first: &str, second: &str) => "{first}；{second}", "{first}; {second}";
    full_marks(why: &str, points: &str) => "{why}，得满分 {points}", "{why}: full marks {points}";
    no_points(why: &str) => "{why}，不得分", "{why}: no points";
    used_up(sum: &str) => "{sum} → 0，扣完为止", "{sum} → 0, down to none";
    in_band(value: &str, band: &str, points: &str) => "{value} 在 {band} 档，得 {points}", "{value} is in {band}: {points}";
    no_band(value: &str, points: &str) => "{value} 不在任何一档，得分可能为 {points}", "{value} is in no band: points may be {points}";
    not_computed(points: &str) => "尚不能算出，得分可能为 {points}", "cannot be computed yet, points may be {points}";
    open(value: &str, points: &str) => "取值 {value}，得分可能为 {points}", "value {value}, points may be {points}";
    kept(sum: &str, max: &str, points: &str) => "{sum}，限于 0～{max}，得 {points}", "{sum}, kept within 0–{max}: {points}";
    listed(points: &str, max: &str) => "各条合计 {points} ╱ {max}", "all conditions {points} / {max}";
    mean(parts: &str, points: &str) => "{parts} 加权平均 {points}", "weighted mean of {parts}: {points}";
    weakest(parts: &str, points: &str) => "{parts} 取最低 {points}", "lowest of {parts}: {points}";
    best(parts: &str, points: &str) => "{parts} 取最高 {points}", "highest of {parts}: {points}";
    undefined() => "除数为 0，得分无法确定", "the divisor is 0, the points cannot be told";
    vetoed(reason: &str, when: &str, effect: &str) => "{reason}（{when}）：{effect}", "{reason} ({when}): {effect}";
    veto_off(reason: &str, when: &str) => "未触发：{reason}（{when} 不成立）", "does not apply: {reason} ({when} is not so)";
    veto_open(reason: &str, when: &str, effect: &str) => "尚不能判断：{reason}（{when}）；若成立，{effect}", "not known yet: {reason} ({when}); if so, {effect}";
    zero() => "整项不得分", "no points";
    cap(points: &str) => "最多得 {points}", "at most {points}";
    bar_top() => "不得评为最高等次", "the best grade is out of reach";
    scaled(weight: &str, max: &str, points: &str) => "分值由 {weight} 调为 {max}，得分换算为 {points}", "full marks go from {weight} to {max}, points become {points}";
    half_up() => "四舍五入", "rounded half up";
    half_even() => "四舍六入五成双", "rounded half to even";
    down() => "截去", "cut";
    up() => "进位", "rounded up";
    rounded(before: &str, how: &str, places: u32, after: &str) => "{before} → {how}至 {places} 位 {after}", "{before} → {how} to {places} {digits} {after}", digits = places["place" | "places"];
    deducted(max: &str, off: &str, how: &str, places: u32, cut: &str, after: &str) => "{max} − {off} → 扣分{how}至 {places} 位 {cut} → {after}", "{max} − {off} → deduction {how} to {places} {digits} {cut} → {after}", digits = places["place" | "places"];
    result(points: &str, max: &str) => "得分 {points} ╱ {max}", "score {points} / {max}";
}

/// The steps in words, one line each.
pub fn lines(steps: &[Step], scheme: &Scheme, lang: Lang) -> Vec<String> {
    let writer = Writer { scheme, lang };
    steps.iter().flat_map(|step| writer.step(step)).collect()
}

struct Writer<'a> {
    scheme: &'a Scheme,
    lang: Lang,
}

impl Writer<'_> {
    fn step(&self, step: &Step) -> Vec<String> {
        let line = match step {
            Step::Rounded { rounding, max, before, after } => {
                return self.rounded(*rounding, *max, *before, *after);
            }
            // A bare name's value is in the line that read it, a bare number is in the rule.
            Step::Points { expr: Expr::Value(_) | Expr::Number { .. }, value, points, .. }
                if value.known().is_some() && value.known() == points.known() =>
            {
                return Vec::new();
            }
            Step::NotApplicable { .. }
            | Step::Applies { .. }
            | Step::Either { .. }
            | Step::LeftOut { .. }
            | Step::Adjusted { .. }
            | Step::Warned { .. }
            | Step::Veto { .. } => self.condition(step),
            Step::Curve { .. }
            | Step::Checklist { .. }
            | Step::Points { .. }
            | Step::Combined { .. }
            | Step::Undefined
            | Step::Alone
            | Step::Scaled { .. } => self.computed(step),
            _ => self.fact(step),
        };
        vec![line]
    }

    /// What was read and looked up.
    fn fact(&self, step: &Step) -> String {
        let lang = self.lang;
        match step {
            Step::Read { value, range, recorded, evidence, .. } => {
                self.with_notes(&self.read(*value, *range, *recorded), evidence)
            }
            Step::Undescribed { stated, listed } => {
                super::notice::undescribed(lang, *stated, *listed, stated.saturating_sub(*listed))
            }
            Step::Item { measure, item, state, points, evidence } => {
                self.with_notes(&self.item(*measure, *item, *state, *points), evidence)
            }
            Step::Question { questionnaire, question: n, counts, missing: gap, index, method } => {
                let Some(spec) = self.scheme.questionnaires.get(*questionnaire) else { return String::new() };
                let id = spec.questions.get(*n).map_or("", |q| q.id.as_str());
                let index = self.value(*index, false);
                let figure = match method {
                    Method::Index => index_is(lang, &index),
                    Method::Share { counts, .. } => share_of(lang, &counts.join(" + "), &index),
                };
                question(lang, id, &self.counted(counts, *gap), &figure)
            }
            Step::Index { measure, questions, weighted, index } => {
                let (name, index) = (self.measure(*measure), self.value(*index, false));
                let words = if *weighted { weighted_mean_of } else { mean_of };
                words(lang, &name, *questions, &index)
            }
            Step::Formula { measure, text, value } => {
                let expr = Expr::Value(ValueRef { measure: *measure, part: ValuePart::Whole });
                let result = self.value(*value, is_ratio(self.scheme, &expr));
                is(lang, &is(lang, &self.measure(*measure), text), &result)
            }
            Step::Chosen { measure, tier, value, evidence } => {
                self.with_notes(&self.chosen(*measure, *tier, *value), evidence)
            }
            Step::LookedUp { measure, answers, value } => {
                let each: Vec<&str> = answers.iter().map(|a| a.as_deref().unwrap_or("?")).collect();
                looked_up(lang, &self.measure(*measure), &each.join(", "), &self.value(*value, false))
            }
            Step::Counted { measure, question, choice, value } => {
                is(lang, &self.choice(*measure, *question, *choice), &self.value(*value, false))
            }
            _ => String::new(),
        }
    }

    /// From values to points.
    fn computed(&self, step: &Step) -> String {
        let lang = self.lang;
        match step {
            Step::Curve { expr, text, curve, value, max, points, .. } => {
                self.curve(expr, text, curve, *value, *max, *points)
            }
            Step::Checklist { max, points, .. } => listed(lang, &self.span(*points), &number(*max, 0)),
            Step::Points { expr, text, value, max, points, .. } => {
                self.points(expr, text, *value, *max, *points)
            }
            Step::Combined { combine, parts, points } => self.combined(*combine, parts, *points),
            Step::Undefined => undefined(lang),
            Step::Alone => alone(lang),
            Step::Scaled { weight, max, points } => {
                scaled(lang, &number(*weight, 0), &number(*max, 0), &self.span(*points))
            }
            _ => String::new(),
        }
    }

    /// What hangs on a condition.
    fn condition(&self, step: &Step) -> String {
        let lang = self.lang;
        match step {
            Step::NotApplicable { policy, reason, max } => self.not_applicable(*policy, reason, *max),
            Step::Applies { text, applies } => match applies {
                Some(true) => applies_yes(lang, text),
                Some(false) => applies_no(lang, text),
                None => applies_open(lang, text),
            },
            Step::Either { points, max } => either(lang, &self.span(*points), &number(*max, 0)),
            Step::LeftOut { part, text, counts, .. } => {
                let words = if *counts == Some(false) { left_out } else { maybe_left_out };
                words(lang, part + 1, text)
            }
            Step::Veto { reason, effect, text, applies, .. } => {
                let (reason, effect) = (lang.label(reason), self.effect(*effect));
                match applies {
                    Some(true) => vetoed(lang, reason, text, &effect),
                    Some(false) => veto_off(lang, reason, text),
                    None => veto_open(lang, reason, text, &effect),
                }
            }
            _ => self.beside(step),
        }
    }

    fn not_applicable(&self, policy: NotApplicable, reason: &str, max: Decimal) -> String {
        let (lang, max) = (self.lang, number(max, 0));
        match policy {
            NotApplicable::Full if reason.is_empty() => na_rule_full(lang, &max),
            NotApplicable::Rescale if reason.is_empty() => na_rule_rescale(lang),
            NotApplicable::Share if reason.is_empty() => na_rule_share(lang),
            NotApplicable::Full => na_full(lang, reason, &max),
            NotApplicable::Rescale => na_rescale(lang, reason),
            NotApplicable::Share => na_share(lang, reason),
            NotApplicable::PeerMean => na_peer_mean(lang, reason),
        }
    }

    /// What stands beside the parts: adjustments and warnings.
    fn beside(&self, step: &Step) -> String {
        let lang = self.lang;
        match step {
            Step::Adjusted { reason, when, applies, text, value, points } => {
                let (reason, points) = (lang.label(reason), self.span(*points));
                let when = when.as_deref().unwrap_or_default();
                match applies {
                    Some(true) => {
                        let value = self.value(*value, false);
                        let sum = if *text == value { value } else { is(lang, text, &value) };
                        adjusted(lang, reason, &sum, &points)
                    }
                    Some(false) => not_adjusted(lang, reason, when),
                    None => maybe_adjusted(lang, reason, when, &points),
                }
            }
            Step::Warned { text, level, when, applies } => {
                let text = lang.label(text);
                match applies {
                    Some(true) => warned(lang, &notice::coloured(lang, *level, text), when),
                    Some(false) => not_warned(lang, text, when),
                    None => maybe_warned(lang, text, when),
                }
            }
            _ => String::new(),
        }
    }

    fn chosen(&self, measure: usize, tier: Option<usize>, value: Range) -> String {
        let name = self.measure(measure);
        let tiers = match self.scheme.measures.get(measure).map(|m| &m.kind) {
            Some(MeasureKind::Choice(tiers)) => tiers.as_slice(),
            _ => &[],
        };
        let worth = self.value(value, false);
        match (tier.and_then(|t| tiers.get(t)), value.known()) {
            (None, _) => not_recorded(self.lang, &name, &worth),
            (Some(tier), Some(_)) => chosen(self.lang, &name, self.lang.label(&tier.label), &worth),
            (Some(tier), None) => chosen_open(self.lang, &name, self.lang.label(&tier.label), &worth),
        }
    }

    fn choice(&self, measure: usize, question: usize, choice: usize) -> String {
        let name = self.measure(measure);
        let kind = self.scheme.measures.get(measure).map(|m| &m.kind);
        let Some(MeasureKind::Survey { questionnaire, .. }) = kind else { return name };
        let spec = self.scheme.questionnaires.get(*questionnaire).and_then(|q| q.questions.get(question));
        let Some(spec) = spec else { return name };
        let label = spec.choices.get(choice).map_or("", |c| self.lang.label(&c.label));
        chose(self.lang, &name, &spec.id, label)
    }

    /// Fewest decimals of points.
    fn places(&self) -> u32 {
        self.scheme.rounding.places
    }

    fn one(&self, points: Decimal) -> String {
        number(points, self.places())
    }

    fn span(&self, span: Span) -> String {
        match (span.known(), self.lang) {
            (Some(known), _) => self.one(known),
            (None, Lang::Zh) => format!("{}～{}", self.one(span.low), self.one(span.high)),
            (None, Lang::En) => format!("{}–{}", self.one(span.low), self.one(span.high)),
        }
    }

    fn plain(&self, value: Decimal, ratio: bool) -> String {
        if ratio { percent(value, self.scheme.rates.places) } else { number(value, 0) }
    }

    fn value(&self, value: Range, ratio: bool) -> String {
        range(value, |d| self.plain(d, ratio))
    }

    fn measure(&self, measure: usize) -> String {
        self.scheme.measures.get(measure).map_or_else(String::new, |m| self.lang.label(&m.name).to_owned())
    }

    fn with_notes(&self, line: &str, evidence: &Evidence) -> String {
        if evidence.is_empty() {
            return line.to_owned();
        }
        let colon = if self.lang == Lang::Zh { "：" } else { ": " };
        let each =
            evidence.iter().map(|(key, text)| format!("{}{colon}{text}", label::evidence(self.lang, key)));
        let each: Vec<String> = each.collect();
        notes(self.lang, line, &each.join(if self.lang == Lang::Zh { "；" } else { "; " }))
    }

    fn read(&self, value: ValueRef, range: Range, recorded: bool) -> String {
        let name = self.name(value);
        let text = self.value(range, false);
        match (range.known(), recorded) {
            (Some(_), _) => {
                let unit = label::unit(self.lang, unit(self.scheme, value));
                is(self.lang, &name, format!("{text} {unit}").trim_end())
            }
            (None, true) => not_settled(self.lang, &name, &text),
            (None, false) => not_recorded(self.lang, &name, &text),
        }
    }

    fn name(&self, value: ValueRef) -> String {
        let name = self.measure(value.measure);
        let kind = self.scheme.measures.get(value.measure).map(|m| &m.kind);
        let Some(MeasureKind::Table(table)) = kind else { return name };
        let column = |n: usize| table.columns.get(n).map_or("", |c| self.lang.label(&c.name));
        match value.part {
            ValuePart::Planned => planned_of(self.lang, &name),
            ValuePart::Column(n) => sum_of(self.lang, &name, column(n)),
            ValuePart::Cell(row, n) => {
                let row = table.rows.get(row).map_or("", |r| self.lang.label(&r.name));
                format!("{name} · {row} · {}", column(n))
            }
            _ => name,
        }
    }

    fn item(&self, measure: usize, n: usize, state: Option<ItemState>, points: Span) -> String {
        let items = match self.scheme.measures.get(measure).map(|m| &m.kind) {
            Some(MeasureKind::Checklist(items)) => items.as_slice(),
            _ => &[],
        };
        let Some(spec) = items.get(n) else { return String::new() };
        let (lang, name, of) = (self.lang, self.lang.label(&spec.name), number(spec.points, 0));
        match state {
            None => item_open(lang, name, &of),
            Some(ItemState::NotApplicable) => item_na(lang, name, &of),
            Some(ItemState::Met) => item(lang, name, &label::met(lang), &self.span(points), &of),
            Some(ItemState::Unmet) => item(lang, name, &label::unmet(lang), &self.span(points), &of),
            Some(ItemState::Partly) => item(lang, name, &label::partly(lang), &self.span(points), &of),
        }
    }

    fn counted(&self, counts: &[u64], gap: u64) -> String {
        let each: Vec<String> = counts.iter().map(u64::to_string).collect();
        let sum = format!("{} = {}", each.join(" + "), counts.iter().sum::<u64>());
        if gap > 0 { sum + &missing(self.lang, gap) } else { sum }
    }

    fn curve(
        &self,
        expr: &Expr,
        text: &str,
        curve: &Curve,
        value: Range,
        max: Decimal,
        points: Span,
    ) -> String {
        let ratio = is_ratio(self.scheme, expr);
        let applied = match value.known() {
            None if value == Range::ANY => not_computed(self.lang, &self.span(points)),
            None => open(self.lang, &self.value(value, ratio), &self.span(points)),
            Some(v) => Applied { writer: self, ratio, v, max, points }.by(curve),
        };
        if matches!(expr, Expr::Value(_)) || value.known().is_none() {
            return applied;
        }
        then(self.lang, &is(self.lang, text, &self.value(value, ratio)), &applied)
    }

    fn points(&self, expr: &Expr, text: &str, value: Range, max: Decimal, points: Span) -> String {
        let shown = self.value(value, false);
        let is_bare = matches!(expr, Expr::Value(_) | Expr::Number { .. });
        let sum = if is_bare { shown } else { is(self.lang, text, &shown) };
        if value.known().is_some() && value.known() == points.known() {
            return sum;
        }
        kept(self.lang, &sum, &number(max, 0), &self.span(points))
    }

    fn combined(&self, combine: Combine, parts: &[Span], points: Span) -> String {
        let each: Vec<String> = parts.iter().map(|p| self.span(*p)).collect();
        let (list, points) = (each.join(", "), self.span(points));
        match combine {
            Combine::Sum => is(self.lang, &each.join(" + "), &points),
            Combine::Mean => mean(self.lang, &list, &points),
            Combine::Min => weakest(self.lang, &list, &points),
            Combine::Max => best(self.lang, &list, &points),
        }
    }

    fn effect(&self, effect: VetoEffect) -> String {
        match effect {
            VetoEffect::Zero => zero(self.lang),
            VetoEffect::Cap(most) => cap(self.lang, &self.one(most)),
            VetoEffect::BarTopGrade => bar_top(self.lang),
        }
    }

    /// The rounding, where it changes anything, and the result.
    fn rounded(&self, rounding: Rounding, max: Decimal, before: Span, after: Span) -> Vec<String> {
        let lang = self.lang;
        let mut lines = Vec::new();
        if let (Some(exact), Some(points)) = (before.known(), after.known())
            && exact != points
        {
            let how = match rounding.mode {
                Mode::HalfUp => half_up(lang),
                Mode::HalfEven => half_even(lang),
                Mode::Down => down(lang),
                Mode::Up => up(lang),
            };
            let (places, shown) = (rounding.places, self.one(points));
            lines.push(match rounding.of {
                Of::Score => rounded(lang, &self.one(exact), &how, places, &shown),
                Of::Deduction => {
                    let (off, cut) = (self.one(max - exact), self.one(max - points));
                    deducted(lang, &number(max, 0), &off, &how, places, &cut, &shown)
                }
            });
        }
        lines.push(result(lang, &self.span(after), &number(max, 0)));
        lines
    }
}
