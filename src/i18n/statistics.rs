//! Words of survey statistics, and their composition into lines for screen and command line.

mod cross;
mod outlook;

pub use cross::cross;
pub use outlook::{bar, chances, model_lines, outlook};

use rust_decimal::Decimal;

use super::width::{pad_left, width};
use super::{Lang, texts};
use crate::scheme::condition::Value;
use crate::scheme::{Question, Questionnaire, Rounding};
use crate::survey::Counts;
use crate::survey::stats::alpha::Reliability;
use crate::survey::stats::forms::FormSums;
use crate::survey::stats::interval::{Interval, Method};
use crate::survey::stats::sample::NetKind;
use crate::survey::stats::summary::{IndexFigures, QuestionFigures, Scale, Summary};
use crate::survey::stats::values::{Numbers, Values};

texts! {
    title() => "统计", "Statistics";
    nothing_yet() => "这份问卷还没有答案。f 逐份录入，t 录入汇总数。", "No answers to this questionnaire yet. f keys forms, t totals.";
    head_share() => "人数     占比  95 % 区间", "n    share  95 % interval";
    answered(n: u64) => "{n} 人作答", "{n} answered";
    answered_of(n: u64, all: u64) => "{n} 人作答，总体 {all}", "{n} answered, of {all}";
    ticks_of(ticks: u64, n: u64) => "勾选 {ticks} 次，{n} 人作答", "{ticks} {marks} by {n} {people}", marks = ticks["tick" | "ticks"], people = n["respondent" | "respondents"];
    head_ticks() => "人数  占人数  占次数  95 % 区间（占人数）", "n  of people  of ticks  95 % (people)";
    sum_of_shares(rounding: &str) => "合计（各项按 {rounding} 取舍后相加）", "Sum (of shares rounded {rounding})";
    people_need_not_add() => "多选：占人数之和可超过 100 %，占次数之和为 100 %", "Ticks: shares of people may exceed 100 % in sum, shares of ticks make 100 %";
    nonresponse() => "未答率（空白、辨认不清、拒答）", "Item non-response (blank, unreadable, refused)";
    missing() => "尚缺", "Missing";
    top() => "最高档", "Top box";
    top_two() => "最高两档", "Top two boxes";
    index() => "指数", "Index";
    mean() => "均值", "Mean";
    deviation() => "标准差（n−1）", "Standard deviation (n−1)";
    rating_mean() => "评分均值（0–10）", "Mean rating (0–10)";
    nps() => "净推荐值（9–10 减 0–6）", "Net promoter score (9–10 less 0–6)";
    net_two() => "净满意（前两档减后两档）", "Net score (top two less bottom two)";
    net_one() => "净满意（最高档减最低档）", "Net score (top less bottom)";
    figure_with_error(figure: &str, error: &str) => "{figure} ± {error}", "{figure} ± {error}";
    group(name: &str) => "指数 · {name}", "Index · {name}";
    whole_index() => "全卷指数", "Index of all questions";
    whole_of_forms() => "全卷指数区间（按每份答卷）", "Its interval (form by form)";
    at_most() => "各题之间关系未知，区间取上限", "how questions go together is not known: at most this wide";
    returned() => "回收率（收回 ÷ 发放）", "Return rate (returned ÷ distributed)";
    valid() => "有效率（有效 ÷ 收回）", "Valid rate (valid ÷ returned)";
    known() => "已全数调查，没有抽样误差", "everyone was asked: no sampling error";
    wilson() => "占比区间：Wilson，95 %，总体人数未填，不作有限总体修正", "Shares: Wilson, 95 %; no population stated, so no correction";
    wilson_below(all: u64, n: u64) => "占比区间：Wilson，95 %；总体人数填了 {all}，少于作答的 {n} 人，不采用，请核对", "Shares: Wilson, 95 %; the population stated, {all}, is below the {n} who answered and is not used: check it";
    wilson_of_some() => "占比区间：Wilson，95 %；只问一部分人，不知其总数，不作有限总体修正", "Shares: Wilson, 95 %; asked of some only, whose number is not known, so no correction";
    prop_fpc(all: u64) => "占比区间：statpsych ci.prop.fpc，95 %，总体 {all}，修正 (N−n)/(N−1)", "Shares: statpsych ci.prop.fpc, 95 %, population {all}, corrected by (N−n)/(N−1)";
    by_t() => "指数区间：均值 ± t·标准误，95 %", "Index: mean ± t · standard error, 95 %";
    by_t_fpc() => "指数区间：均值 ± t·标准误，95 %，修正 (N−n)/(N−1)", "Index: mean ± t · standard error, 95 %, corrected by (N−n)/(N−1)";
    all_alike() => "答案全部相同，公式给不出宽度，看档次机会", "all answers alike: the formula has no width; see the chances";
    alpha(n: u64) => "克隆巴赫 α（{n} 份逐题答全）", "Cronbach’s α ({n} complete {forms})", forms = n["form" | "forms"];
    alpha_left_out(n: u64) => "另有 {n} 份未答全，不计入", "{n} more {are} incomplete and left out", are = n["is" | "are"];
    alpha_without(id: &str) => "去掉 {id} 后的 α", "α without {id}";
    no_alpha() => "克隆巴赫 α 需要两题以上、两份以上且总分有差别的答卷", "Cronbach’s α needs two items and forms that differ";
    computed(id: &str, name: &str) => "{id} {name}（由答案算出）", "{id} {name} (computed from answers)";
    more_values(n: usize) => "另有 {n} 种", "{n} more";
    number_of(n: u64, low: &str, high: &str) => "{n} 人填写，{low} 至 {high}", "{n} gave a number, {low} to {high}";
    computed_of(n: u64, low: &str, high: &str) => "{n} 份算得出，{low} 至 {high}", "{n} {come} to a number, {low} to {high}", come = n["form comes" | "forms come"];
    half_up() => "四舍五入", "half up";
    half_even() => "四舍六入五成双", "half to even";
    down() => "舍去", "down";
    up() => "进一", "up";
}

/// How a line is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// A heading.
    Heading,
    /// A figure.
    Plain,
    /// How it was found.
    Dim,
    /// Needs a look.
    Attention,
}

/// A line of words with its figure at the right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// What.
    pub left: String,
    /// How much; empty for a sentence, which may be broken over lines.
    pub right: String,
    /// How it is set.
    pub weight: Weight,
}

impl Line {
    fn new(weight: Weight, left: impl Into<String>, right: impl Into<String>) -> Self {
        Self { left: left.into(), right: right.into(), weight }
    }

    /// A heading without a figure.
    pub fn heading(left: impl Into<String>) -> Self {
        Self::new(Weight::Heading, left, "")
    }

    fn plain(left: impl Into<String>, right: impl Into<String>) -> Self {
        Self::new(Weight::Plain, left, right)
    }

    fn dim(left: impl Into<String>) -> Self {
        Self::new(Weight::Dim, left, "")
    }
}

/// Both ends as printed.
pub fn ends(interval: &Interval, rates: Rounding) -> String {
    format!("{}–{}", rates.print(interval.low), rates.print(interval.high))
}

/// The name of a way to round.
pub fn rounding_name(lang: Lang, rates: Rounding) -> String {
    use crate::scheme::Mode;
    match rates.mode {
        Mode::HalfUp => half_up(lang),
        Mode::HalfEven => half_even(lang),
        Mode::Down => down(lang),
        Mode::Up => up(lang),
    }
}

/// Columns of a count, a percentage and an interval.
const COLUMNS: [usize; 3] = [6, 8, 14];

/// Everything about one question that follows from its counts.
pub fn question(
    lang: Lang,
    question: &Question,
    counts: &Counts,
    figures: &QuestionFigures,
    rates: Rounding,
) -> Vec<Line> {
    let mut lines = vec![Line::new(
        Weight::Heading,
        format!("{} {}", question.id, lang.wording(&question.text)),
        if question.is_multiple() {
            ticks_of(lang, counts.ticks(), counts.n())
        } else {
            figures
                .population
                .map_or_else(|| answered(lang, counts.n()), |all| answered_of(lang, counts.n(), all))
        },
    )];
    if question.has_choices() && counts.n() > 0 {
        lines.extend(choices(lang, question, counts, figures, rates));
    }
    if counts.missing > 0 {
        lines.push(Line::new(Weight::Attention, missing(lang), counts.missing.to_string()));
    }
    if let Some(share) = figures.nonresponse {
        lines.push(Line::plain(nonresponse(lang), format!("{} %", rates.percent(share))));
    }
    if let Some(scale) = &figures.scale {
        lines.extend(scale_lines(lang, scale, rates));
    }
    if let Some(ratings) = &figures.ratings {
        lines.push(Line::plain(rating_mean(lang), rates.print(ratings.mean)));
        if let Some(deviation) = ratings.deviation {
            lines.push(Line::plain(self::deviation(lang), rates.print(deviation)));
        }
        lines.extend(net_line(lang, ratings, rates));
    }
    if let Some(share) = figures.shares.iter().flatten().next() {
        lines.push(match (share.method, figures.population, figures.stated) {
            (Method::Known, ..) => Line::dim(known(lang)),
            (_, Some(all), _) => Line::dim(prop_fpc(lang, all)),
            (_, None, Some(all)) if all < counts.answers() => {
                Line::new(Weight::Attention, wilson_below(lang, all, counts.answers()), "")
            }
            (_, None, Some(_)) => Line::dim(wilson_of_some(lang)),
            _ => Line::dim(wilson(lang)),
        });
    }
    lines.extend(figures.scale.as_ref().and_then(|s| s.interval.as_ref()).and_then(|i| method(lang, i)));
    let is_flat = figures.scale.as_ref().is_some_and(|s| s.n > 1 && s.deviation == Some(Decimal::ZERO));
    if is_flat && figures.population != Some(counts.n()) {
        lines.push(Line::new(Weight::Attention, all_alike(lang), ""));
    }
    lines
}

fn method(lang: Lang, interval: &Interval) -> Option<Line> {
    match interval.method {
        Method::Mean => Some(Line::dim(by_t(lang))),
        Method::MeanOfPopulation => Some(Line::dim(by_t_fpc(lang))),
        _ => None,
    }
}

fn choices(
    lang: Lang,
    question: &Question,
    counts: &Counts,
    figures: &QuestionFigures,
    rates: Rounding,
) -> Vec<Line> {
    let head = if question.is_multiple() { head_ticks(lang) } else { head_share(lang) };
    let mut lines = vec![Line::new(Weight::Dim, "", head)];
    for (n, choice) in question.choices.iter().enumerate() {
        let count = counts.choices.get(n).copied().unwrap_or(0);
        let mut cells = pad_left(&count.to_string(), COLUMNS[0]);
        cells += &pad_left(&counts.percent(n, rates).unwrap_or_default(), COLUMNS[1]);
        if question.is_multiple() {
            let share = crate::survey::stats::rates::ratio(count, counts.ticks());
            cells += &pad_left(&share.map(|s| rates.percent(s)).unwrap_or_default(), COLUMNS[1]);
        }
        let interval = figures.shares.get(n).copied().flatten().map(|i| ends(&i.percent(), rates));
        cells += &pad_left(&interval.unwrap_or_default(), COLUMNS[2]);
        lines.push(Line::plain(format!("  {} {}", choice.code, lang.label(&choice.label)), cells));
    }
    if question.is_multiple() {
        lines.push(Line::dim(people_need_not_add(lang)));
    }
    if let Some(sum) = figures.printed_sum {
        let left = sum_of_shares(lang, &rounding_name(lang, rates));
        let mut cells = pad_left(&counts.n().to_string(), COLUMNS[0]);
        cells += &pad_left(&rates.print(sum), COLUMNS[1]);
        lines.push(Line::plain(format!("  {left}"), format!("{cells}{}", " ".repeat(COLUMNS[2]))));
    }
    lines
}

fn scale_lines(lang: Lang, scale: &Scale, rates: Rounding) -> Vec<Line> {
    let share = |count: u64| {
        let share = crate::survey::stats::rates::ratio(count, scale.n).unwrap_or_default();
        format!("{count}/{}  {} %", scale.n, rates.percent(share))
    };
    let interval = scale.interval.map(|i| format!("  {}", ends(&i, rates))).unwrap_or_default();
    let mut lines = vec![Line::plain(index(lang), format!("{}{interval}", rates.print(scale.mean)))];
    if let Some(deviation) = scale.deviation {
        lines.push(Line::plain(self::deviation(lang), rates.print(deviation)));
    }
    lines.push(Line::plain(top(lang), share(scale.top)));
    lines.extend(scale.top_two.map(|two| Line::plain(top_two(lang), share(two))));
    lines.extend(net_line(lang, scale, rates));
    lines
}

fn net_line(lang: Lang, scale: &Scale, rates: Rounding) -> Option<Line> {
    let net = scale.net?;
    let name = match net.kind {
        NetKind::Promoters => nps(lang),
        NetKind::TopTwo => net_two(lang),
        NetKind::Top => net_one(lang),
    };
    Some(Line::plain(name, figure_with_error(lang, &rates.print(net.score), &rates.print(net.error))))
}

/// Everything about the questionnaire as a whole: response, indexes, reliability, numbers.
pub fn whole(
    lang: Lang,
    questionnaire: &Questionnaire,
    summary: &Summary,
    forms: Option<&FormSums>,
    rates: Rounding,
) -> Vec<Line> {
    let mut lines = vec![Line::new(Weight::Heading, lang.label(&questionnaire.name), "")];
    let response = &summary.response;
    let rate = |name: String, rate: Option<Decimal>, part: Option<u64>, all: Option<u64>| {
        let (rate, part, all) = (rate?, part?, all?);
        Some(Line::plain(name, format!("{part}/{all}  {} %", rates.percent(rate))))
    };
    lines.extend(rate(returned(lang), response.return_rate(), response.returned, response.distributed));
    lines.extend(rate(valid(lang), response.valid_rate(), response.valid, response.returned));
    if let Some(population) = response.population.filter(|all| *all < summary.answers) {
        let words = super::notice::population_below(lang, population, summary.answers);
        lines.push(Line::new(Weight::Attention, words, ""));
    }
    for (group, figures) in questionnaire.groups.iter().zip(&summary.groups) {
        lines.extend(index_line(self::group(lang, lang.label(&group.name)), figures, rates));
    }
    lines.extend(index_line(whole_index(lang), &summary.whole, rates));
    if summary.whole.questions.len() > 1
        && let Some(interval) = &summary.whole.interval
        && interval.method != Method::Known
    {
        lines.push(Line::dim(at_most(lang)));
    }
    if let Some(forms) = forms {
        if let Some(interval) = forms.interval(questionnaire, response.population) {
            lines.push(Line::plain(whole_of_forms(lang), ends(&interval, rates)));
        }
        lines.extend(reliability(lang, questionnaire, forms, &forms.reliability()));
        for (question, numbers) in forms.numbers() {
            let Some(question) = questionnaire.questions.get(question) else { continue };
            lines.push(Line::heading(format!("{} {}", question.id, lang.wording(&question.text))));
            lines.extend(number_lines(lang, &numbers, rates, number_of));
        }
        for (id, values) in forms.computed() {
            let aside = questionnaire.asides.iter().find(|a| a.id == id);
            let name = aside.map_or(id.into(), |a| lang.wording(&a.text));
            lines.push(Line::heading(computed(lang, id, &name)));
            lines.extend(value_lines(lang, values, rates));
        }
    }
    lines
}

fn index_line(name: String, figures: &IndexFigures, rates: Rounding) -> Option<Line> {
    let index = figures.index.filter(|_| !figures.questions.is_empty())?;
    let figure = if index.low == index.high {
        rates.print(index.low)
    } else {
        format!("{}–{}", rates.print(index.low), rates.print(index.high))
    };
    let interval = figures.interval.map(|i| format!("  {}", ends(&i, rates))).unwrap_or_default();
    Some(Line::plain(name, format!("{figure}{interval}")))
}

fn reliability(
    lang: Lang,
    questionnaire: &Questionnaire,
    forms: &FormSums,
    found: &Reliability,
) -> Vec<Line> {
    if forms.items().len() < 2 {
        return Vec::new();
    }
    let print = |alpha: Decimal| {
        let mut alpha = alpha.round_dp(3);
        alpha.rescale(3);
        alpha.to_string()
    };
    let Some(whole) = found.alpha else { return vec![Line::dim(no_alpha(lang))] };
    let mut lines = vec![Line::plain(alpha(lang, found.n), print(whole))];
    for (item, without) in forms.items().iter().zip(&found.without) {
        let id = questionnaire.questions.get(*item).map_or("", |q| q.id.as_str());
        let without = without.map_or_else(|| "—".to_owned(), print);
        lines.push(Line::new(Weight::Dim, format!("  {}", alpha_without(lang, id)), without));
    }
    if found.left_out > 0 {
        lines.push(Line::dim(alpha_left_out(lang, found.left_out)));
    }
    lines
}

fn number_lines(
    lang: Lang,
    numbers: &Numbers,
    rates: Rounding,
    of: fn(Lang, u64, &str, &str) -> String,
) -> [Line; 2] {
    let end = |d: Decimal| super::label::computed(Value::Number(d));
    let deviation = numbers.deviation.map(|d| format!("  ± {}", rates.print(d))).unwrap_or_default();
    [
        Line::plain(mean(lang), format!("{}{deviation}", rates.print(numbers.mean))),
        Line::dim(of(lang, numbers.n, &end(numbers.ends.0), &end(numbers.ends.1))),
    ]
}

/// Most words of a computed value that are listed one by one.
const MOST_WORDS: usize = 12;

/// What forms come to: figures of numbers, and words with how many say so.
fn value_lines(lang: Lang, values: &Values, rates: Rounding) -> Vec<Line> {
    let numbers = values.numbers();
    let mut lines: Vec<Line> =
        numbers.iter().flat_map(|numbers| number_lines(lang, numbers, rates, computed_of)).collect();
    let words = values.words();
    let listed = words.iter().take(MOST_WORDS);
    lines.extend(listed.map(|(word, n)| Line::plain(format!("  {word}"), n.to_string())));
    if let Some(more) = words.len().checked_sub(MOST_WORDS).filter(|n| *n > 0) {
        lines.push(Line::dim(more_values(lang, more)));
    }
    lines
}

/// The lines as text of a width: figures at the right where there is room, sentences as they are.
pub fn printed(lines: &[Line], columns: usize) -> Vec<String> {
    let print = |line: &Line| {
        let room = columns.saturating_sub(width(&line.left) + width(&line.right)).max(2);
        format!("{}{}{}", line.left, " ".repeat(room), line.right).trim_end().to_owned()
    };
    lines.iter().map(print).collect()
}
