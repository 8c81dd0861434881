//! Words of the what-if screen: scenarios, numbers of the scheme, ways to the next grade.

use crate::scheme::parameter::{Owner, Parameter, What};
use crate::scheme::rounding::{Mode, Of};
use crate::scheme::{Rounding, Scheme};
use crate::score::whatif::Unfit;

use super::{Lang, problem, texts, trace};

texts! {
    banner() => "推演 — 未入账", "What-if — not recorded";
    views() => "推演", "What-if";
    levers() => "晋级", "Next grade";
    robust() => "稳健性", "Robustness";
    up_to(grade: &str, distance: &str) => "升到“{grade}”：还差 {distance}", "Up to “{grade}”: {distance} short";
    down_from(grade: &str, distance: &str) => "跌出“{grade}”：余量 {distance}", "Down from “{grade}”: {distance} to spare";
    already_best() => "已是最高等次，没有更高的可升。", "This is the best grade already.";
    already_worst() => "已是最低等次，没有更低的可跌。", "This is the lowest grade already.";
    none_up(n: usize) => "在已录入的事实上改动不超过 {n} 项，都升不到更高等次；未录入的事实先录入。", "No change of up to {n} recorded {facts} reaches a better grade; key first what is still open.", facts = n["fact" | "facts"];
    none_down(n: usize) => "改错不超过 {n} 项，等次都不会降低。", "The grade stands even if {n} recorded {facts} were wrong.", facts = n["fact" | "facts"];
    single_changes(n: usize) => "单独一项即可（{n} 种）", "One change is enough ({n} {ways})", ways = n["way" | "ways"];
    changes_together(k: usize, n: usize) => "{k} 项一起才够（{n} 种）", "{k} changes together ({n} {ways})", ways = n["way" | "ways"];
    together() => "一起", "together";
    covered(levers: usize, variants: usize, size: usize, scored: usize) => "查了 {levers} 项已录入的事实、{variants} 种改法，至多 {size} 项同改，组合全部试过或因分值不够而排除（核算 {scored} 次）。金额、答案先按倍数试，再收到最小的够用之数。没有录入的事实不改动。", "Tried: {levers} recorded {facts}, {variants} {others}, all combinations of up to {size}, but for those whose points cannot suffice (scored {scored} {times}). Amounts and answers are tried at doubling distances, then narrowed to the least that suffices. What is not recorded stays open.", facts = levers["fact" | "facts"], others = variants["alternative" | "alternatives"], times = scored["time" | "times"];
    cut_short() => "组合太多，没有试完：可能还有别的办法。", "There were too many combinations to try all: there may be other ways.";
    rows_left_out(n: usize) => "长表中有 {n} 行没有逐行试。", "{n} {rows} of long tables {were} not tried one by one.", rows = n["row" | "rows"], were = n["was" | "were"];
    enter_tries() => "Enter 把所选的改法做成情景。", "Enter makes a scenario of the selected way.";
    rows_from_to(old: u64, new: u64) => "条数 {old} → {new}", "records {old} → {new}";
    row_removed(n: u32) => "去掉第 {n} 条", "without no. {n}";
    answers_moved(question: &str, n: u64, choice: &str) => "{question}：{n} 份改答“{choice}”", "{question}: {n} {answer} “{choice}” instead", answer = n["answers" | "answer"];
    result(gain: &str, total: &str) => "{gain} → {total}", "{gain} → {total}";
    weights_moved(percent: u32) => "权重各自 ±{percent}%（其余同比调整，合计不变）", "Each weight ±{percent}% (the others follow, the sum stays)";
    flips_at(share: &str) => "{share} 变等次", "flips at {share}";
    no_flip() => "不变等次", "no flip";
    all_weights(percent: u32) => "全部权重同时 ±{percent}%", "All weights at once ±{percent}%";
    exact_ends() => "总分的两端（精确）", "Ends of the total (exact)";
    simulated(draws: u32, seed: u64) => "随机抽取 {draws} 次，种子 {seed}：各等次所占", "{draws} draws from seed {seed}: share of each grade";
    every_rounding() => "舍入办法", "Ways of rounding";
    unsupported(n: usize) => "没有佐证的扣分 {n} 处：去掉或加倍", "{n} {deductions} without support: removed or doubled", deductions = n["deduction" | "deductions"];
    none_unsupported() => "没有缺佐证的扣分。", "No deduction lacks support.";
    undescribed(what: &str, n: u64) => "{what}：{n} 处没有列出", "{what}: {n} not described";
    bare(what: &str) => "{what}：不符合，没有备注和来源", "{what}: not met, without note or source";
    bare_in_part(what: &str) => "{what}：部分符合，没有备注和来源", "{what}: partly met, without note or source";
    all_of_them() => "全部", "all of them";
    removed() => "去掉", "removed";
    doubled() => "加倍", "doubled";
    sampled() => "问卷指数在 95 % 置信区间内", "Survey figures within their 95 % intervals";
    interval(low: &str, high: &str) => "区间 {low}–{high}", "interval {low}–{high}";
    chose(question: &str, choice: &str, n: u64) => "{question}“{choice}”{n}", "{question} “{choice}” {n}:";
    no_width() => "没有区间", "no interval";
    everyone() => "全部调查对象都已作答，区间没有宽度", "everyone was asked: the interval has no width";
    too_few() => "有效回答不足以算出区间", "too few answers for an interval";
    points_stay() => "得分不变", "the points stay";
    not_reached() => "规则并非一路升降，或多处用到同一指数、同一题的几个选项：总分至多如此", "rules do not only rise or fall, or read a figure or choices of a question together: at most this";
    how_sampled() => "录入总体人数后按有限总体修正；没有录入的按总体很大计。区间两端取六位小数、向外取整，其后照评分标准精确计算。", "With the population recorded, corrected for it; without, it is taken as very large. The ends are rounded outwards to six places and go through the rules exactly.";
    how_counted() => "规则读某个选项人数的，取该选项占比的区间乘以作答人数。", "Where a rule reads how many chose a choice, it is the interval of its share times the answers.";
    tornado() => "哪些不定因素能动摇总分", "What can move the total";
    lowest() => "最低", "lowest";
    highest() => "最高", "highest";
    doubled_or_removed() => "缺佐证的扣分 加倍/去掉", "Unsupported, doubled/removed";
    all_surveys() => "全部问卷区间", "All survey intervals";
    survey_of(what: &str) => "问卷区间 {what}", "Interval: {what}";
    at_less(percent: u32) => "−{percent}%", "−{percent}%";
    at_more(percent: u32) => "+{percent}%", "+{percent}%";
    open_still() => "尚有事实没有录入，数字为区间。", "Some facts are still open; figures are ranges.";
    scenarios() => "情景", "Scenarios";
    laid_result(result: &str) => "推演 {result}，未入账", "what-if {result}, not recorded";
    laid_mark() => "◀ 已铺开", "◀ laid over";
    record() => "台账", "Record";
    difference() => "差", "Change";
    total() => "总分", "Total";
    grade() => "等次", "Grade";
    scenario_named(n: usize) => "情景 {n}", "Scenario {n}";
    no_scenarios() => "还没有情景。按 n 新建一个，再把事实、权重、评分参数或舍入办法改成另一个值看看。", "No scenarios yet. n makes one; then change any fact, weight, rule or rounding in it.";
    no_tweaks() => "这个情景还没有改动。按 n 加一项：事实、权重、评分参数、选项分值、舍入办法都可以。", "Nothing is changed in this scenario yet. n adds a change: a fact, a weight, a rule, a choice value, the rounding.";
    tweaks(n: usize) => "改动 {n} 项", "{n} {changes}", changes = n["change" | "changes"];
    add_tweak() => "＋ 加一项改动", "+ another change";
    results() => "结果", "Result";
    leaves_changed(n: usize) => "分值变化的指标 {n} 项", "{n} {change}", change = n["indicator changes" | "indicators change"];
    no_leaf_changes() => "没有指标的分值因此变化。", "No indicator's points change.";
    old_to_new(old: &str, new: &str) => "{old} → {new}", "{old} → {new}";
    choose_tweak() => "改哪一项（汉字、拼音或首字母）", "Change what? (type to filter)";
    at_present(path: &str, value: &str) => "现为 {value} · {path}", "now {value} · {path}";
    ask_value(value: &str) => "现为 {value}；留空＝没有记录", "Now {value}; empty: nothing recorded";
    ask_number(value: &str) => "现为 {value}；可写 0.5 或 95%", "Now {value}; 0.5 or 95% will do";
    ask_name() => "情景的名称", "Name of the scenario";
    ask_reason(n: usize) => "{n} 项改动一次入账；理由（必填）", "{n} {entries} in one step; the reason (required)", entries = n["change becomes an entry" | "changes become entries"];
    applied(n: usize, name: &str) => "“{name}”已入账，共 {n} 条。", "“{name}” is recorded: {n} {entries}.", entries = n["entry" | "entries"];
    nothing_to_apply() => "与台账相同，没有可入账的改动。", "Nothing differs from the record; there is nothing to apply.";
    unfit_tweak(what: &str, why: &str) => "{what}：{why}", "{what}: {why}";
    no_such_path() => "方案里没有这一项", "the scheme has no such thing";
    weights_off(sum: &str, full: &str) => "一级指标权重合计 {sum}，应为 {full}", "the top weights add up to {sum} instead of {full}";
    cannot_amend(what: &str, file: &str, line: usize) => "{what} 不能在方案文件里单独改动（多处共用，或文件里没有写出）；请在 {file} 第 {line} 行附近修改后另建项目。", "{what} cannot be changed alone in the scheme's files (shared, or not written out); change it near {file}, line {line}, and make a new project.";
    breaks_scheme(why: &str) => "照此改动，方案有误：{why}。未入账。", "The scheme would be wrong: {why}. Nothing was recorded.";
    dropped(name: &str) => "已丢弃“{name}”。", "“{name}” was dropped.";
    quit_scenarios(n: usize) => "还有 {n} 个情景未入账", "{n} {are} not applied", are = n["scenario is" | "scenarios are"];
    quit_scenarios_detail() => "情景只在项目打开期间保留", "Scenarios live only while the project is open";
    leave_scenarios() => "丢弃情景并退出；台账已保存", "Drop them and leave; the record is kept";
    rounding_places(how: &str, places: u32) => "{how}，{places} 位", "{how}, {places} {digits}", digits = places["place" | "places"];
    of_score() => "得分", "scores ";
    of_deduction() => "扣分", "deductions ";
    rounding() => "舍入办法", "Rounding";
    part(n: usize, what: &str) => "第 {n} 部分 {what}", "part {n} {what}";
    weight() => "权重", "weight";
    max() => "最高分", "most points";
    share() => "占比", "share";
    zero() => "零分线", "no points at";
    full() => "满分线", "full marks at";
    target() => "目标值", "target";
    step() => "每档幅度", "size of a step";
    step_points() => "每档扣分", "points off a step";
    band_low(n: usize) => "第 {n} 档下限", "band {n} from";
    band_high(n: usize) => "第 {n} 档上限", "band {n} up to";
    band_points(n: usize) => "第 {n} 档得分", "band {n} points";
    knot_value(n: usize) => "第 {n} 点取值", "knot {n} value";
    knot_points(n: usize) => "第 {n} 点得分", "knot {n} points";
    in_part(n: usize) => "算式第 {n} 个数", "number {n} of the computation";
    in_when(n: usize) => "条件第 {n} 个数", "number {n} of the condition";
    in_adjustment(n: usize, k: usize) => "第 {n} 项加减分的第 {k} 个数", "adjustment {n}, number {k}";
    in_adjustment_when(n: usize, k: usize) => "第 {n} 项加减分条件的第 {k} 个数", "adjustment {n}, number {k} of its condition";
    least(n: usize) => "第 {n} 项扣分上限", "adjustment {n}, most taken off";
    most(n: usize) => "第 {n} 项加分上限", "adjustment {n}, most added";
    cap(n: usize) => "第 {n} 条否决后最高分", "veto {n}, points left";
    in_veto(n: usize, k: usize) => "第 {n} 条否决条件的第 {k} 个数", "veto {n}, number {k} of its condition";
    in_applies(n: usize) => "适用条件第 {n} 个数", "number {n} of the condition it applies on";
    item_points(item: &str) => "“{item}”分值", "points of “{item}”";
    item_partly(item: &str) => "“{item}”部分符合的比例", "share of “{item}” if partly met";
    worth(code: &str) => "“{code}”折算值", "worth of “{code}”";
    worth_low(code: &str) => "“{code}”折算下限", "least worth of “{code}”";
    worth_high(code: &str) => "“{code}”折算上限", "most worth of “{code}”";
    row(n: usize) => "对照表第 {n} 行", "row {n} of the look-up";
    choice(choice: &str) => "“{choice}”分值", "value of “{choice}”";
    question_weight() => "题目权重", "weight of the question";
    grade_low() => "下限", "from";
    grade_named(grade: &str) => "等次“{grade}”", "grade “{grade}”";
}

/// What a number of the scheme is, with whose it is in front.
pub fn parameter(lang: Lang, scheme: &Scheme, parameter: &Parameter) -> String {
    let owner = match parameter.owner {
        Owner::Indicator(n) => lang.label(&scheme.indicators[n].name).to_owned(),
        Owner::Measure(m) => lang.label(&scheme.measures[m].name).to_owned(),
        Owner::Question(q, n) => {
            let questionnaire = &scheme.questionnaires[q];
            format!("{} {}", lang.label(&questionnaire.name), questionnaire.questions[n].id)
        }
        Owner::Grade(n) => grade_named(lang, lang.label(&scheme.grades[n].name)),
    };
    format!("{owner} · {}", what(lang, scheme, parameter))
}

fn what(lang: Lang, scheme: &Scheme, parameter: &Parameter) -> String {
    let parts = match parameter.owner {
        Owner::Indicator(n) => scheme.indicators[n].rule.as_ref().map_or(0, |r| r.parts.len()),
        _ => 0,
    };
    // With a single part there is nothing to tell apart.
    let of = |n: usize, words: String| if parts > 1 { part(lang, n + 1, &words) } else { words };
    match parameter.what {
        What::Weight => weight(lang),
        What::Max(n) => of(n, max(lang)),
        What::Share(n) => of(n, share(lang)),
        What::Zero(n) => of(n, zero(lang)),
        What::Full(n) => of(n, full(lang)),
        What::Target(n) => of(n, target(lang)),
        What::Step(n) => of(n, step(lang)),
        What::StepPoints(n) => of(n, step_points(lang)),
        What::BandLow(n, k) => of(n, band_low(lang, k + 1)),
        What::BandHigh(n, k) => of(n, band_high(lang, k + 1)),
        What::BandPoints(n, k) => of(n, band_points(lang, k + 1)),
        What::KnotValue(n, k) => of(n, knot_value(lang, k + 1)),
        What::KnotPoints(n, k) => of(n, knot_points(lang, k + 1)),
        What::InPart(n, k) => of(n, in_part(lang, k + 1)),
        What::InPartWhen(n, k) => of(n, in_when(lang, k + 1)),
        What::InAdjustment(n, k) => in_adjustment(lang, n + 1, k + 1),
        What::InAdjustmentWhen(n, k) => in_adjustment_when(lang, n + 1, k + 1),
        What::Least(n) => least(lang, n + 1),
        What::Most(n) => most(lang, n + 1),
        What::Cap(n) => cap(lang, n + 1),
        What::InVeto(n, k) => in_veto(lang, n + 1, k + 1),
        What::InApplies(k) => in_applies(lang, k + 1),
        What::GradeLow => grade_low(lang),
        What::QuestionWeight => question_weight(lang),
        _ => of_measure(lang, scheme, parameter),
    }
}

fn of_measure(lang: Lang, scheme: &Scheme, parameter: &Parameter) -> String {
    use crate::scheme::MeasureKind;
    let kind = match parameter.owner {
        Owner::Measure(m) => Some(&scheme.measures[m].kind),
        _ => None,
    };
    let item = |n: usize| match kind {
        Some(MeasureKind::Checklist(items)) => items.get(n).map(|i| lang.label(&i.name)),
        Some(MeasureKind::Choice(tiers)) => tiers.get(n).map(|t| lang.label(&t.label)),
        _ => None,
    };
    let item = |n: usize| item(n).unwrap_or_default();
    match (parameter.what, parameter.owner) {
        (What::ItemPoints(n), _) => item_points(lang, item(n)),
        (What::ItemPartly(n), _) => item_partly(lang, item(n)),
        (What::Worth(n), _) => worth(lang, item(n)),
        (What::WorthLow(n), _) => worth_low(lang, item(n)),
        (What::WorthHigh(n), _) => worth_high(lang, item(n)),
        (What::Row(n), _) => row(lang, n + 1),
        (What::InFormula(n), _) => in_part(lang, n + 1),
        (What::Choice(c), Owner::Question(q, n)) => {
            choice(lang, lang.label(&scheme.questionnaires[q].questions[n].choices[c].label))
        }
        _ => parameter.path.clone(),
    }
}

/// A rounding in words: 扣分截去，2 位.
pub fn rounding_words(lang: Lang, rounding: Rounding) -> String {
    let of = match rounding.of {
        Of::Score => of_score(lang),
        Of::Deduction => of_deduction(lang),
    };
    let mode = match rounding.mode {
        Mode::HalfUp => trace::half_up(lang),
        Mode::HalfEven => trace::half_even(lang),
        Mode::Down => trace::down(lang),
        Mode::Up => trace::up(lang),
    };
    rounding_places(lang, &format!("{of}{mode}"), rounding.places)
}

/// Why a tweak has no effect.
pub fn unfit(lang: Lang, unfit: &Unfit) -> String {
    match unfit {
        Unfit::NoSuchPath => no_such_path(lang),
        Unfit::Refused(refusal) => problem::refusal(lang, refusal),
    }
}
