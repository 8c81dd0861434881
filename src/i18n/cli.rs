//! Words of the command line: help, tables, confirmations, refusals and hints.

mod help;

pub use help::{about, after_help, argument};

use super::{Lang, label, register, texts};
use crate::scheme::field::{ABSURD, MAX_TEXT, NON_ANSWERS};
use crate::scheme::measure::NumberSpec;
use crate::scheme::{Field, FieldKind, RefTo, Scheme};

texts! {
    /// A reason why something did not work.
    error(message: &str) => "错误：{message}", "error: {message}";
    /// Something that is not as it should be; the rest goes on.
    warning(message: &str) => "提醒：{message}", "warning: {message}";
    /// How to mend it.
    hint(message: &str) => "提示：{message}", "hint: {message}";
    commands() => "命令", "Commands";
    command() => "命令", "COMMAND";
    arguments() => "参数", "Arguments";
    options() => "选项", "Options";
    help_template() => "{{about-with-newline}}\n用法：{{usage}}\n\n{{all-args}}{{after-help}}", "{{about-with-newline}}\nUsage: {{usage}}\n\n{{all-args}}{{after-help}}";

    unknown_argument(arg: &str) => "没有 {arg} 这个参数", "there is no argument {arg}";
    unknown_command(name: &str) => "没有 {name} 这个命令", "there is no command {name}";
    missing_argument(args: &str) => "缺少 {args}", "missing: {args}";
    missing_value(arg: &str) => "{arg} 后面要有值", "{arg} needs a value";
    wrong_value(value: &str, arg: &str) => "{arg} 不能是“{value}”", "{arg} cannot be “{value}”";
    conflict(arg: &str, other: &str) => "{arg} 不能与 {other} 同时使用", "{arg} cannot be used with {other}";
    wrong_number(arg: &str) => "{arg} 的个数不对", "wrong number of values for {arg}";
    not_text() => "参数不是 UTF-8 文本", "an argument is not UTF-8 text";
    did_you_mean(nearest: &str) => "是不是 {nearest}？", "did you mean {nearest}?";
    allowed(values: &str) => "可以是：{values}", "it can be: {values}";
    see_help() => "jiping --help 列出全部命令和参数", "jiping --help lists all commands and arguments";

    no_output(why: &str) => "结果写不出去：{why}", "the results cannot be written: {why}";
    no_terminal() => "这里没有终端，工作台无法打开", "there is no terminal here, so the workstation cannot open";
    no_terminal_hint() => "要直接得到分数：jiping score FILE.jp|DIR [--json]", "for scores without a terminal: jiping score FILE.jp|DIR [--json]";

    rounding(words: &str, name: &str) => "舍入：{words}（{name}）", "Rounding: {words} ({name})";
    heading_indicator() => "指标", "Indicator";
    heading_id() => "编号", "Id";
    heading_max() => "满分", "Max";
    heading_score() => "得分", "Score";
    heading_range() => "区间", "Range";
    heading_status() => "状态", "Status";
    unknown() => "—", "—";
    notices(n: usize) => "需要留意（{n}）", "Worth a look ({n})";
    scheme_problems(n: usize, dir: &str) => "方案文件有 {n} 处问题，分数只按读懂的部分计算；逐条查看：jiping check {dir}", "{n} {problems} in the scheme's files; scores cover only what could be read. See them: jiping check {dir}", problems = n["problem" | "problems"];
    stored_scheme_problems(n: usize) => "项目中的方案有 {n} 处问题，分数只按读懂的部分计算", "{n} {problems} in the project's scheme; scores cover only what could be read", problems = n["problem" | "problems"];

    no_indicator(id: &str) => "方案中没有编号为 {id} 的指标", "the scheme has no indicator {id}";
    list_ids() => "不带 --explain 运行，会列出全部指标及编号", "without --explain all indicators are listed with their ids";
    rule() => "标准", "Rule";
    origin() => "依据", "Origin";
    steps() => "过程", "Steps";
    facts() => "事实", "Facts";
    more_facts(n: usize) => "……另有 {n} 条，见 score --json", "… and {n} more, see score --json";
    no_facts() => "还没有记录", "nothing recorded yet";
    recorded_by(actor: &str, at: &str) => "{actor}，{at}", "{actor}, {at}";
    recorded_by_because(actor: &str, at: &str, reason: &str) => "{actor}，{at}，理由：{reason}", "{actor}, {at}, because {reason}";

    check_clean(files: usize, indicators: usize, leaves: usize, measures: usize) => "没有问题：{files} 个文件，{indicators} 个指标（{leaves} 个计分），{measures} 个量", "no problems: {files} {read}, {indicators} {nodes} ({leaves} scored), {measures} {sources}", read = files["file" | "files"], nodes = indicators["indicator" | "indicators"], sources = measures["measure" | "measures"];
    check_found(errors: usize, warnings: usize, files: usize) => "{errors} 处错误，{warnings} 处警告（{files} 个文件）", "{errors} {wrong}, {warnings} {doubtful} ({files} {read})", wrong = errors["error" | "errors"], doubtful = warnings["warning" | "warnings"], read = files["file" | "files"];

    check_suggested(n: usize) => "可能想写的名称只为先发现的 {n} 处查找；改正后再查一次", "Names that were probably meant are looked for among the first {n} problems only; check again when they are mended";

    plan_reason(old: &str) => "计划已记为 {old}，更改须说明理由", "the plan on record is {old}; changing it needs a reason";
    plan_reason_mend() => "加上 --reason 理由", "add --reason REASON";
    reason_wanted_at(said: &str, path: &str) => "{said}；理由写在 {path}@note", "{said}; the reason goes to {path}@note";
    no_such_path(path: &str) => "方案中没有 {path} 这个位置", "nothing can be recorded at {path}";
    refused(field: &str, path: &str, reason: &str) => "{field}（{path}）：{reason}", "{field} ({path}): {reason}";
    takes_what(what: &str) => "这里填{what}", "it takes {what}";
    takes_number(least: &str, most: &str) => " {least} 到 {most} 的整数", "a whole number from {least} to {most}";
    takes_decimal(least: &str, most: &str, places: u32) => " {least} 到 {most} 的数，最多 {places} 位小数", "a number from {least} to {most} with up to {places} {decimals}", decimals = places["decimal" | "decimals"];
    in_unit(what: &str, unit: &str) => "{what}，单位{unit}", "{what}, in {unit}";
    takes_text(most: usize) => "文字，不超过 {most} 字", "text of up to {most} characters";
    takes_date() => "日期（2023-05-24）或月份（2023-05）", "a date (2023-05-24) or a month (2023-05)";
    takes_ticks(codes: &str) => "一个或几个选项：{codes}", "one or several of: {codes}";
    or_none(what: &str, codes: &str) => "{what}；或 {codes}", "{what}; or {codes}";
    takes_codes(codes: &str) => "其中之一：{codes}", "one of: {codes}";
    code(code: &str, words: &str) => "{code}（{words}）", "{code} ({words})";
    recovered(n: usize) => "从本机的镜像补回了 {n} 条尚未写入项目文件的记录", "brought back {n} {entries} that this computer's mirror had and the project file lacked", entries = n["entry" | "entries"];
    unchanged(field: &str, value: &str) => "{field} 本来就是 {value}，没有改动", "{field} is {value} already; nothing changed";
    unchanged_empty(field: &str) => "{field} 本来就没有记录，没有改动", "{field} has nothing recorded; nothing changed";
    nothing() => "（无）", "(nothing)";
    total_moved(before: &str, after: &str) => "总分  {before} → {after}", "total  {before} → {after}";

    no_questionnaire(id: &str) => "方案中没有问卷 {id}", "the scheme has no questionnaire {id}";
    no_questionnaires() => "这个方案没有问卷", "this scheme has no questionnaire";
    which_questionnaire() => "有多份问卷，要用 --questionnaire 指明", "there are several questionnaires; name one with --questionnaire";
    forms(valid: u64, invalid: u64) => "有效 {valid} 份，无效 {invalid} 份", "{valid} valid, {invalid} invalid";
    index(value: &str) => "指数 {value}", "index {value}";
    answers(n: u64) => "有效回答 {n}", "{n} {answers}", answers = n["answer" | "answers"];
    missing(n: u64) => "未答 {n}", "{n} missing";

    wrote(path: &str) => "已写入 {path}", "wrote {path}";
    made(path: &str, scheme: &str, facts: usize) => "已建立 {path}：{scheme}，带入 {facts} 条事实", "made {path}: {scheme}, with {facts} {values}", values = facts["fact" | "facts"];
    next_open(path: &str) => "打开：jiping open {path}", "open it: jiping open {path}";

    head_number() => "序号", "No.";
    head_time() => "时间", "Time";
    head_actor() => "人员", "Who";
    head_act() => "操作", "Act";
    head_fact() => "事实", "Fact";
    head_change() => "变化", "Change";
    head_reason() => "理由", "Reason";
    act_open() => "建立", "opened";
    act_record() => "记录", "recorded";
    act_undo(step: u64) => "撤销 {step}", "undid {step}";
    act_redo(step: u64) => "重做 {step}", "redid {step}";
    file_text(bytes: usize) => "{bytes} 字节", "{bytes} {unit}", unit = bytes["byte" | "bytes"];
    empty_log() => "台账是空的", "the ledger is empty";

    verified(entries: u64, head: &str) => "完好：{entries} 条记录，末条校验值 {head}", "sound: {entries} {links}, last hash {head}", links = entries["entry" | "entries"];
    not_sound(entries: u64, head: &str) => "有问题：只有前 {entries} 条记录完好，末条校验值 {head}", "not sound: only the first {entries} {links}, last hash {head}", links = entries["entry is" | "entries are"];

    manual_section() => "绩评手册", "jiping manual";
    exit_heading() => "退出码", "EXIT STATUS";
    exit_text() => "0 正常；1 发现问题（check、verify、batch）；2 用法不对；3 读写失败。", "0 fine; 1 problems found (check, verify, batch); 2 wrong usage; 3 cannot read or write.";
    environment_heading() => "环境变量", "ENVIRONMENT";
    environment_text() => "没有 --lang 时，LC_ALL、LC_MESSAGES、LANG 依次决定语言；都没有设置时用中文。设置 NO_COLOR 后不使用颜色。", "Without --lang, LC_ALL, LC_MESSAGES and LANG decide the language in this order; Chinese if none is set. With NO_COLOR set, no colours are used.";
}

/// What may be recorded at a field.
pub fn takes(lang: Lang, scheme: &Scheme, field: &Field) -> String {
    takes_what(lang, &takes_kind(lang, scheme, &field.path, &field.kind))
}

fn takes_kind(lang: Lang, scheme: &Scheme, path: &str, kind: &FieldKind) -> String {
    let words = |codes: &[String]| {
        let word = |c: &String| code(lang, c, &label::code(lang, scheme, path, c));
        codes.iter().map(word).collect::<Vec<_>>().join(separator(lang))
    };
    match kind {
        FieldKind::Number(spec) => number(lang, spec),
        FieldKind::Text => takes_text(lang, MAX_TEXT),
        FieldKind::Date => takes_date(lang),
        FieldKind::Code(codes) => takes_codes(lang, &words(codes)),
        FieldKind::Ticks { codes, .. } => takes_ticks(lang, &words(codes)),
        FieldKind::Answer(inner) => {
            let inner = takes_kind(lang, scheme, path, inner);
            or_none(lang, &inner, &words(&NON_ANSWERS.map(str::to_owned)))
        }
        FieldKind::Refs { to: RefTo::Rows(to), .. } => register::takes_rows(lang, register::name(lang, *to)),
        FieldKind::Refs { known, .. } => register::takes_ids(lang, &register::listed(lang, known)),
    }
}

/// What stands between the parts of a list.
pub const fn separator(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => "、",
        Lang::En => ", ",
    }
}

fn number(lang: Lang, spec: &NumberSpec) -> String {
    let (least, most) =
        (spec.min.normalize().to_string(), spec.max.unwrap_or(ABSURD).normalize().to_string());
    let what = match spec.decimals {
        0 => takes_number(lang, &least, &most),
        places => takes_decimal(lang, &least, &most, places),
    };
    let unit = label::unit(lang, &spec.unit.0);
    if unit.is_empty() { what } else { in_unit(lang, &what, unit) }
}
