//! Words about the translation of forms: what was taken, and every cell that was not.

use super::width::width;
use super::{Lang, problem, texts};
use crate::format::xlsform::{Fault, Left, Sheet};
use crate::scheme::expr::ExprFaultKind;

texts! {
    bad_type() => "这种题纸质问卷里没有，略去", "paper has no such question; it is left out";
    mend_type() => "可用 select_one、select_multiple、integer、decimal、text、date、note、calculate、begin_group", "what is taken: select_one, select_multiple, integer, decimal, text, date, note, calculate, begin_group";
    repeat(to: u64) => "重复组不能照搬，略去到第 {to} 行", "a repeat cannot be taken; it is left out up to row {to}";
    mend_repeat() => "每次重复另用一份问卷，或改成固定的几道题", "make it a questionnaire of its own, or a fixed number of questions";
    end_alone() => "没有相应的开始", "nothing begins that ends here";
    never_ends() => "没有相应的结束", "it never ends";
    mend_group() => "begin_group 与 end_group 要成对", "begin_group and end_group come in pairs";
    no_name() => "没有名称，略去", "it has no name and is left out";
    bad_name() => "名称只能用字母、数字、-、_，且不能是保留字（blank、unreadable、refused、serial、invalid 等），略去", "names are letters, digits, - and _ and no reserved word (blank, unreadable, refused, serial, invalid and the like); it is left out";
    mend_name() => "在表里另取一个名称", "give it another name in the form";
    twice(row: u64) => "与第 {row} 行同名，略去", "row {row} has this name already; it is left out";
    no_list(list: &str) => "choices 里没有“{list}”这一组选项，略去这一题", "choices has no list “{list}”; the question is left out";
    mend_list() => "在 choices 的 list_name、name、label 三列里补上", "fill it in under list_name, name and label of choices";
    no_calculation() => "没有算式，略去", "it has no expression and is left out";
    mend_calculation() => "在 calculation 列写出算式", "write one under calculation";
    mend_expression() => "可用 ${{题名}}、.、比较、and、or、not()、+ - * div mod，及 selected、count-selected、if、coalesce、round、int、number、string-length、contains、starts-with、regex、date，constraint 里还有 today；题名要在前面出现过", "what is taken: ${{name}}, `.`, comparisons, and, or, not(), + - * div mod, and selected, count-selected, if, coalesce, round, int, number, string-length, contains, starts-with, regex, date, and today in a constraint; names must stand before";
    mend_pattern() => "写成引号里的正则表达式，不用 (?=…)、(?<=…)、\\1、\\p；不能改就在纸上核对", "write it out in quotes, without (?=…), (?<=…), \\1 or \\p; else check it on the paper";
    mend_today() => "改成问卷里的一个日期题（如填表日期），拿它来比", "ask for a day on the form, such as that of filling it in, and compare with that";
    without() => "这一格不起作用", "the row is taken without it";
    bad_required() => "只能是 yes 或 no；按 no 处理", "only yes or no; taken as no";
    mend_required() => "什么时候必答，写进 relevant", "put the condition under relevant";
    bad_worth() => "分值要是 0 到 100 的数；这个选项不计分", "a worth is a number from 0 to 100; the choice has none";
    mend_worth() => "改成百分制的数", "write it on the scale of a hundred";
    feature() => "纸质问卷用不上，不照搬", "paper has no use for it; it is not taken";
    mend_feature() => "确认没有它也答得对", "make sure that the answers are right without it";
    column() => "不认识这一列，整列不用", "this column is not known; all of it is left out";
    mend_column() => "列名写错了就改正，用不上就不必理会", "correct its name if it is misspelt, else let it be";
    language() => "只显示中文和英文（或默认语言和英文），这种语言不用", "only Chinese and English (or the default language and English) are shown; this one is left out";
    mend_language() => "在 settings 的 default_language 里指定要用的语言", "name the one that is wanted under default_language of settings";
    error_cell() => "这一格是错误值", "this cell holds an error";
    mend_error() => "改正公式", "correct its formula";
    mention(name: &str) => "${{{name}}} 前面没有，照原样显示", "${{{name}}} names nothing before; it is shown as it stands";
    mend_mention() => "改成前面的题名", "name a question that stands before";

    mend_line(words: &str) => "改法：{words}", "mend: {words}";
    taken(questions: usize, choices: usize, asides: usize) => "译出 {questions} 题、{choices} 个选项、{asides} 处说明或计算。", "{questions} {asked}, {choices} {offered} and {asides} {others} taken.", asked = questions["question" | "questions"], offered = choices["choice" | "choices"], others = asides["note or calculation" | "notes or calculations"];
    left_out(n: usize) => "{n} 个单元格没有照搬：", "{n} {cells} not taken as {they}:", cells = n["cell was" | "cells were"], they = n["it stands" | "they stand"];
    written(files: &str) => "已写入 {files}", "Written: {files}";
    nothing_written() => "没有写入任何文件。", "Nothing was written.";
    next(dir: &str) => "接着：jiping check {dir}；jiping new 项目.jp --scheme {dir}", "Next: jiping check {dir}; jiping new PROJECT.jp --scheme {dir}";
    no_questions() => "没有一题可用", "not one question could be taken";
    no_sheet(sheets: &str) => "工作簿没有 survey 工作表，只有：{sheets}", "the workbook has no sheet survey, only: {sheets}";
    mend_sheet() => "XLSForm 要有 survey 和 choices 两张表", "an XLSForm has the sheets survey and choices";
    no_column(sheet: &str, column: &str) => "{sheet} 表没有 {column} 列", "sheet {sheet} has no column {column}";
    mend_top() => "第一行是列名，至少有 type、name、label", "the first row holds the headings, at least type, name and label";
    other_contents(dir: &str) => "{dir} 里有别的文件，又不是评价方案", "{dir} holds other files and is no scheme";
    mend_contents() => "另指定一个空文件夹或还没有的文件夹", "name an empty folder, or one that does not exist yet";
    is_there(path: &str) => "已有 {path}，不覆盖", "{path} is there already and is not overwritten";
    mend_there() => "另指定一个文件夹，或先把它移走", "name another folder, or move it away first";
    same_id(id: &str) => "这个评价方案已有编号为“{id}”的问卷或量", "the scheme has a questionnaire or measure “{id}” already";
    mend_id() => "在 settings 的 form_id 里另写一个编号", "give the form another id under form_id of settings";
    unsound(why: &str) => "译出的问卷通不过检查：{why}", "the translated questionnaire does not pass the check: {why}";
    mend_unsound() => "先改正表里对应的地方", "correct the form there first";
}

/// Why nothing came of a form: its sheets or columns.
pub fn missing_column(lang: Lang, sheet: Sheet, column: &str) -> String {
    no_column(lang, sheet.name(), column)
}

/// A cell that was not taken: where, what stands there with what is wrong underlined, why, mend.
pub fn left(lang: Lang, left: &Left) -> Vec<String> {
    let (why, mend) = words(lang, &left.fault);
    let mut lines = vec![format!("{}  {why}", left.spot)];
    if !left.text.is_empty() {
        lines.push(format!("    {}", left.text));
        if let Fault::Expression { start, end, .. } = &left.fault {
            let before = width(left.text.get(..*start).unwrap_or_default());
            let under = width(left.text.get(*start..*end).unwrap_or_default()).max(1);
            lines.push(format!("    {}{}", " ".repeat(before), "^".repeat(under)));
        }
    }
    lines.push(format!("    {}", mend_line(lang, &mend)));
    lines
}

fn words(lang: Lang, fault: &Fault) -> (String, String) {
    match fault {
        Fault::Type => (bad_type(lang), mend_type(lang)),
        Fault::Repeat { to } => (repeat(lang, *to), mend_repeat(lang)),
        Fault::EndWithoutBegin => (end_alone(lang), mend_group(lang)),
        Fault::NeverEnds => (never_ends(lang), mend_group(lang)),
        Fault::NoName => (no_name(lang), mend_name(lang)),
        Fault::Name => (bad_name(lang), mend_name(lang)),
        Fault::Twice { row } => (twice(lang, *row), mend_name(lang)),
        Fault::NoList(list) => (no_list(lang, list), mend_list(lang)),
        Fault::NoCalculation => (no_calculation(lang), mend_calculation(lang)),
        Fault::Expression { kind, .. } => {
            let why = problem::expression_fault(lang, kind);
            let gap = if lang == Lang::Zh { "；" } else { "; " };
            let mend = match kind {
                ExprFaultKind::NotACode { .. } => mend_list(lang),
                ExprFaultKind::BadPattern(_) | ExprFaultKind::NotAPattern => mend_pattern(lang),
                ExprFaultKind::TodayOutsideConstraint => mend_today(lang),
                _ => mend_expression(lang),
            };
            (format!("{why}{gap}{}", without(lang)), mend)
        }
        Fault::Required => (bad_required(lang), mend_required(lang)),
        Fault::Worth => (bad_worth(lang), mend_worth(lang)),
        Fault::Feature => (feature(lang), mend_feature(lang)),
        Fault::Column => (column(lang), mend_column(lang)),
        Fault::Language => (language(lang), mend_language(lang)),
        Fault::ErrorCell => (error_cell(lang), mend_error(lang)),
        Fault::Mention(name) => (mention(lang, name), mend_mention(lang)),
    }
}
