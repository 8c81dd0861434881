//! What is wrong with a scheme or its facts, and how to mend it, in words.

use rust_decimal::Decimal;

use super::{Lang, texts};
use crate::scheme::expr::{ExprFaultKind, MAX_DEPTH, MAX_PLACES};
use crate::scheme::problem::RATIO;
use crate::scheme::{Fault, Refusal, Severity, Wanted};

texts! {
    /// Heading of an error.
    error() => "错误", "error";
    /// Heading of a warning.
    warning() => "提醒", "warning";
    /// Heading of a mend.
    help() => "改法", "help";
    /// Marks the first of two equal ids.
    first_here() => "先在这里用过", "first used here";

    not_utf8() => "文件不是 UTF-8 编码", "the file is not UTF-8";
    syntax(words: &str) => "不合 TOML 语法：{words}", "not TOML: {words}";
    unknown_key(key: &str) => "这里没有“{key}”这一项", "`{key}` means nothing here";
    missing_key(key: &str) => "缺少“{key}”", "`{key}` is missing";
    wrong_type(key: &str, wanted: &str) => "“{key}”应当是{wanted}", "`{key}` must be {wanted}";
    unknown_word(key: &str, word: &str) => "“{key}”不认识“{word}”", "`{key}` does not know `{word}`";
    out_of_range(key: &str) => "“{key}”超出范围", "`{key}` is out of range";
    duplicate_id(id: &str) => "“{id}”用了两次", "`{id}` stands twice";
    bad_id(id: &str) => "“{id}”不能作编号", "`{id}` cannot be an id";
    unknown_id(id: &str) => "没有定义“{id}”", "`{id}` is not defined";
    bad_parent(id: &str) => "“{id}”不能作上级：它本身计分，或者就在本指标之下", "`{id}` cannot be the parent: it is scored itself, or stands below this indicator";
    too_deep(id: &str, levels: usize) => "“{id}”在第 {levels} 级之下，而方案只有 {levels} 级", "`{id}` stands below level {levels}, but the scheme has only {levels}";
    empty_indicator(id: &str) => "“{id}”既没有评分标准，也没有下级指标", "`{id}` has neither a rule nor children";
    weights(sum: &str, parent: &str, expected: &str) => "“{parent}”的下级分值合计 {sum}，应为 {expected}", "the weights below `{parent}` add up to {sum}, not to {expected}";
    top_weights(sum: &str, expected: &str) => "一级指标分值合计 {sum}，应为满分 {expected}", "the weights of the top level add up to {sum}, not to the full marks of {expected}";
    points(id: &str, sum: &str, expected: &str) => "“{id}”的评分标准最多给 {sum} 分，应为 {expected} 分", "the rule of `{id}` gives at most {sum} points, not {expected}";
    gap(between: &str) => "{between}不落在任何一档", "{between} in none of the bands";
    overlap(between: &str) => "{between}同时落在两档", "{between} in two bands at once";
    unreachable(at: &str) => "这一档没有取值（{at}）", "no value falls in this band ({at})";
    expression(reason: &str) => "算式有误：{reason}", "the expression is wrong: {reason}";
    unit(left: &str, right: &str) => "单位不一致：{left}与{right}", "units differ: {left} and {right}";
    ratio() => "比率（0～1）", "a ratio (0–1)";
    circular(id: &str) => "“{id}”的算式读到了它自己", "the formula of `{id}` reads itself";
    lookup_gap(answers: &str) => "没有与“{answers}”对应的行", "no row fits the answers {answers}";
    opposite(fact: &str, up: &str, down: &str) => "同一事实“{fact}”越大，“{up}”得分越高，“{down}”得分却越低", "the more of `{fact}`, the more points for `{up}` and the fewer for `{down}`";
    shared_question(question: &str, first: &str, second: &str) => "第“{question}”题同时计入“{first}”和“{second}”两个指标", "question `{question}` counts for both `{first}` and `{second}`";
    nearly_same(one: &str, other: &str) => "“{one}”与“{other}”只差一个字符", "`{one}` and `{other}` differ by one character only";
    unread_measure(id: &str) => "没有评分标准读取“{id}”", "no rule reads `{id}`";
    unread_question(id: &str) => "没有指标读取第“{id}”题", "no measure reads question `{id}`";
    not_scored(id: &str) => "第“{id}”题没有指数：只有单选题才有，受访者属性不计", "question `{id}` has no index: only single choices have, and attributes of respondents do not count";
    missing_reason(id: &str) => "“{id}”的来源不是原文，却没有说明理由", "`{id}` is not as stated in the document, but no reason is given";
    unknown_path(path: &str) => "方案里没有可以记录“{path}”的地方", "the scheme has no place for `{path}`";
    refused(path: &str, why: &str) => "“{path}”不能这样填：{why}", "`{path}` does not take this: {why}";

    mend_not_utf8() => "用编辑器另存为 UTF-8 编码", "save the file as UTF-8";
    mend_syntax() => "文字要放在半角双引号里，等号、逗号、括号也用半角，括号和引号要成对", "put texts in straight double quotes, write = , [ ] in ASCII, and close every quote and bracket";
    mend_nearest(word: &str) => "是不是“{word}”？", "did you mean `{word}`?";
    mend_unknown_key() => "删去这一项，或移到它所属的地方（见 surveys/README.md）", "remove it, or move it to where it belongs (see surveys/README.md)";
    mend_missing_key(key: &str) => "补上“{key}”", "add `{key}`";
    mend_word(allowed: &str) => "可用：{allowed}", "one of: {allowed}";
    mend_out_of_range(allowed: &str) => "允许的范围：{allowed}", "allowed: {allowed}";
    mend_duplicate() => "给其中一个换个编号", "give one of the two another id";
    mend_bad_id() => "只用字母、汉字、数字、“-”和“_”，量的编号以字母或汉字开头；indicator、scheme、document、interview、finding、suggestion、sign 等是保留字", "use letters, digits, `-` and `_`, and begin the id of a measure with a letter; `indicator`, `scheme`, `document`, `interview`, `finding`, `suggestion`, `sign` and some others are reserved";
    mend_unknown_id() => "改成已定义的编号，或者补上定义", "use an id that is defined, or define this one";
    mend_bad_parent() => "换一个没有评分标准、也不在本指标之下的上级", "choose a parent that has no rule and does not stand below this indicator";
    mend_too_deep() => "在 levels 里补上这一级的名称，或把指标上移", "name the level in `levels`, or move the indicator up";
    mend_empty() => "补上 [indicator.rule]，或给它加下级指标", "add [indicator.rule], or indicators below it";
    mend_weights() => "调整下级的分值，或改这里的分值", "change the weights below, or the weight here";
    mend_points() => "使各条、各档或各部分的最高分与分值一致", "make the items, bands or parts give the weight at most";
    mend_gap() => "让相邻两档共用一个分界：一档 at_least，另一档 below", "let neighbours share an edge: `at_least` in one, `below` in the other";
    mend_overlap() => "把其中一档的 at_most 改成 below，或把 at_least 改成 above", "change `at_most` to `below` in one band, or `at_least` to `above`";
    mend_unreachable() => "检查两端，或删去这一档", "check its ends, or remove it";
    mend_expression() => "写法见 surveys/README.md 的 Expressions 一节", "see “Expressions” in surveys/README.md";
    mend_hyphen() => "“-”紧挨着字母时属于名称；相减要在两边留空格", "`-` next to letters belongs to the name; put spaces around it to subtract";
    mend_unit() => "统一成同一个单位，或用 to_wan、to_yuan、to_ratio、to_percent 换算", "use one unit for both, or convert with to_wan, to_yuan, to_ratio or to_percent";
    mend_circular() => "去掉算式里对自身的引用", "take the reference to itself out of the formula";
    mend_lookup_gap() => "补上这一行，或在末尾加一行通配 “*”", "add the row, or a last row of `*` that fits all";
    mend_opposite(code: &str) => "核对其中一个指标的方向；确属方案原意，就在指标里写 accepted = [\"{code}\"]", "check the direction of one of them; if it is meant so, write accepted = [\"{code}\"] in the indicator";
    mend_shared(code: &str) => "给其中一个指标另设题目；确属方案原意，就在指标里写 accepted = [\"{code}\"]", "ask a question of its own for one of them; if it is meant so, write accepted = [\"{code}\"] in the indicator";
    mend_nearly_same() => "若是笔误就改成一致，否则换一个分得清的说法", "if it is a slip make them one, otherwise tell them apart more clearly";
    mend_unread_measure() => "在评分标准里用上它，或删去它", "use it in a rule, or remove it";
    mend_unread_question() => "把它加进某个量的 questions，或删去它", "add it to the `questions` of a measure, or remove it";
    mend_not_scored() => "从 questions 里去掉它；要计入就改成单选题，并去掉 attribute", "take it out of `questions`; to count it, make it a single choice and no attribute";
    mend_missing_reason() => "补上 origin_reason，说明从何推出", "add `origin_reason`: from what it was concluded";
    mend_unknown_path() => "对照 measures.toml 和 questionnaire.toml 里的编号", "check the ids in the scheme's measures and questionnaires";

    wanted_text() => "放在引号里的文字，不能为空", "a text in quotes, not empty";
    wanted_number() => "一个数，如 5、0.5 或 \"5%\"", "a number, such as 5, 0.5 or \"5%\"";
    wanted_whole() => "一个整数", "a whole number";
    wanted_flag() => " true 或 false", "`true` or `false`";
    wanted_list() => "方括号括起的列表", "a list in square brackets";
    wanted_table() => "一组“键 = 值”", "a table of `key = value`";
    wanted_value() => "一段文字、一个数或一个日期", "a text, a number or a date";
    mend_type(wanted: &str) => "改成{wanted}", "write {wanted}";

    span_between(from: &str, to: &str) => "{from} 与 {to} 之间的值", "values between {from} and {to} are";
    span_totals(first: &str, last: &str) => "总分 {first} 到 {last}", "totals from {first} to {last} are";
    span_one(at: &str) => "{at} 这个值", "the value {at} is";
    span_below(to: &str) => "{to} 以下的值", "values below {to} are";
    span_above(from: &str) => "{from} 以上的值", "values above {from} are";
    span_all() => "所有的值", "all values are";
}

/// What is wrong, in one sentence.
pub fn message(lang: Lang, fault: &Fault) -> String {
    match fault {
        Fault::NotUtf8 => not_utf8(lang),
        Fault::Syntax(words) => syntax(lang, &syntax_words(lang, words)),
        Fault::UnknownKey { key, .. } => unknown_key(lang, key),
        Fault::MissingKey { key } => missing_key(lang, key),
        Fault::WrongType { key, wanted: what } => wrong_type(lang, key, &wanted(lang, *what)),
        Fault::UnknownWord { key, word, .. } => unknown_word(lang, key, word),
        Fault::OutOfRange { key, .. } => out_of_range(lang, key),
        Fault::DuplicateId { id, .. } => duplicate_id(lang, id),
        Fault::BadId { id } => bad_id(lang, id),
        Fault::UnknownId { id, .. } => unknown_id(lang, id),
        Fault::BadParent { id } => bad_parent(lang, id),
        Fault::TooDeep { id, levels } => too_deep(lang, id, *levels),
        Fault::EmptyIndicator { id } => empty_indicator(lang, id),
        Fault::UnitMismatch { left, right, .. } => {
            unit(lang, &unit_name(lang, left), &unit_name(lang, right))
        }
        Fault::CircularFormula { id } => circular(lang, id),
        Fault::LookupGap { answers } => lookup_gap(lang, answers),
        Fault::OppositeDirections { up, down, fact } => opposite(lang, fact, up, down),
        Fault::SharedQuestion { question, first, second } => shared_question(lang, question, first, second),
        Fault::NearlySame { one, other } => nearly_same(lang, one, other),
        Fault::UnreadMeasure { id } => unread_measure(lang, id),
        Fault::UnreadQuestion { id } => unread_question(lang, id),
        Fault::NotScored { id } => not_scored(lang, id),
        Fault::MissingReason { id } => missing_reason(lang, id),
        Fault::UnknownPath { path, .. } => unknown_path(lang, path),
        Fault::RefusedFact { path, refusal: why } => refused(lang, path, &refusal(lang, why)),
        Fault::BadExpression { kind, .. } => expression(lang, &expression_fault(lang, kind)),
        _ => figures(lang, fault),
    }
}

fn unit_name(lang: Lang, name: &str) -> String {
    if name == RATIO { ratio(lang) } else { name.to_owned() }
}

/// The faults that are about figures.
fn figures(lang: Lang, fault: &Fault) -> String {
    match fault {
        Fault::WeightsDoNotAddUp { parent, sum, expected } if parent.is_empty() => {
            top_weights(lang, &plain(*sum), &plain(*expected))
        }
        Fault::WeightsDoNotAddUp { parent, sum, expected } => {
            weights(lang, &plain(*sum), parent, &plain(*expected))
        }
        Fault::PointsDoNotAddUp { id, sum, expected } => points(lang, id, &plain(*sum), &plain(*expected)),
        Fault::BandGap { totals: Some((first, last)), .. } => {
            gap(lang, &span_totals(lang, &first.to_string(), &last.to_string()))
        }
        Fault::BandGap { from, to, .. } => gap(lang, &span(lang, *from, *to)),
        Fault::BandOverlap { from, to } => overlap(lang, &span(lang, *from, *to)),
        Fault::BandUnreachable { at } => unreachable(lang, &plain(*at)),
        _ => fault.code().to_owned(),
    }
}

/// How to mend it, in one sentence.
pub fn mend(lang: Lang, fault: &Fault) -> String {
    match fault {
        Fault::UnknownKey { nearest: Some(word), .. }
        | Fault::UnknownId { nearest: Some(word), .. }
        | Fault::UnknownPath { nearest: Some(word), .. }
        | Fault::BadExpression { nearest: Some(word), .. } => mend_nearest(lang, word),
        Fault::NotUtf8 => mend_not_utf8(lang),
        Fault::Syntax(_) => mend_syntax(lang),
        Fault::UnknownKey { .. } => mend_unknown_key(lang),
        Fault::MissingKey { key } => mend_missing_key(lang, key),
        Fault::WrongType { wanted: what, .. } => mend_type(lang, &wanted(lang, *what)),
        Fault::UnknownWord { allowed, .. } => mend_word(lang, allowed),
        Fault::OutOfRange { allowed, .. } => mend_out_of_range(lang, allowed),
        Fault::DuplicateId { .. } => mend_duplicate(lang),
        Fault::BadId { .. } => mend_bad_id(lang),
        Fault::BadParent { .. } => mend_bad_parent(lang),
        Fault::TooDeep { .. } => mend_too_deep(lang),
        Fault::EmptyIndicator { .. } => mend_empty(lang),
        Fault::WeightsDoNotAddUp { .. } => mend_weights(lang),
        Fault::PointsDoNotAddUp { .. } => mend_points(lang),
        Fault::BandGap { .. } => mend_gap(lang),
        Fault::BandOverlap { .. } => mend_overlap(lang),
        Fault::BandUnreachable { .. } => mend_unreachable(lang),
        Fault::BadExpression { kind: ExprFaultKind::UnknownName(name), .. } if name.contains('-') => {
            mend_hyphen(lang)
        }
        Fault::UnknownId { .. } | Fault::BadExpression { kind: ExprFaultKind::UnknownName(_), .. } => {
            mend_unknown_id(lang)
        }
        Fault::BadExpression {
            kind:
                ExprFaultKind::NotBefore(_) | ExprFaultKind::NotACode { .. } | ExprFaultKind::UnfitQuestion(_),
            ..
        } => mend_condition(lang),
        Fault::BadExpression { .. } => mend_expression(lang),
        Fault::UnitMismatch { .. } => mend_unit(lang),
        Fault::CircularFormula { .. } => mend_circular(lang),
        Fault::LookupGap { .. } => mend_lookup_gap(lang),
        Fault::OppositeDirections { .. } => mend_opposite(lang, fault.code()),
        Fault::SharedQuestion { .. } => mend_shared(lang, fault.code()),
        Fault::NearlySame { .. } => mend_nearly_same(lang),
        Fault::UnreadMeasure { .. } => mend_unread_measure(lang),
        Fault::UnreadQuestion { .. } => mend_unread_question(lang),
        Fault::NotScored { .. } => mend_not_scored(lang),
        Fault::MissingReason { .. } => mend_missing_reason(lang),
        Fault::UnknownPath { .. } => mend_unknown_path(lang),
        Fault::RefusedFact { refusal: why, .. } => mend_refusal(lang, why),
    }
}

/// The word for how bad it is.
pub fn severity(lang: Lang, severity: Severity) -> String {
    match severity {
        Severity::Error => error(lang),
        Severity::Warning => warning(lang),
    }
}

fn wanted(lang: Lang, what: Wanted) -> String {
    match what {
        Wanted::Text => wanted_text(lang),
        Wanted::Number => wanted_number(lang),
        Wanted::Whole => wanted_whole(lang),
        Wanted::Flag => wanted_flag(lang),
        Wanted::List => wanted_list(lang),
        Wanted::Table => wanted_table(lang),
        Wanted::Value => wanted_value(lang),
    }
}

/// A number as people write it, without trailing zeros.
fn plain(number: Decimal) -> String {
    number.normalize().to_string()
}

fn span(lang: Lang, from: Option<Decimal>, to: Option<Decimal>) -> String {
    match (from.map(plain), to.map(plain)) {
        (Some(from), Some(to)) if from == to => span_one(lang, &from),
        (Some(from), Some(to)) => span_between(lang, &from, &to),
        (None, Some(to)) => span_below(lang, &to),
        (Some(from), None) => span_above(lang, &from),
        (None, None) => span_all(lang),
    }
}

texts! {
    syntax_duplicate() => "同一个键写了两次", "the same key stands twice";
    syntax_unquoted() => "文字没有放在引号里", "a text is not in quotes";
    syntax_unclosed() => "引号或括号没有成对", "a quote or bracket is not closed";

    empty_expression() => "算式是空的", "it is empty";
    unknown_character(c: char) => "不认识字符“{c}”", "the character `{c}` means nothing here";
    unexpected(word: &str) => "“{word}”不该在这里", "`{word}` should not stand here";
    end_too_soon() => "算式没有写完", "it ends too soon";
    unclosed() => "括号没有成对", "a parenthesis is not closed";
    unknown_name(name: &str) => "没有定义“{name}”这个量", "no measure answers to `{name}`";
    unknown_function(name: &str) => "没有“{name}”这个函数", "there is no function `{name}`";
    column(name: &str) => "“{name}”是整列，只能放在 sum、min、max、mean、count 里", "`{name}` is a whole column, which stands only inside sum, min, max, mean and count";
    arguments(function: &str, given: usize) => "{function} 不能带 {given} 个参数", "{function} does not take {given} {arguments}", arguments = given["argument" | "arguments"];
    bad_places(most: u32) => "round 的位数要写成 0 到 {most} 的整数", "the places of round must be written as a whole number from 0 to {most}";
    number_wanted() => "这里要的是值，不是条件", "a value is wanted here, not a condition";
    condition_wanted() => "这里要的是条件，不是值", "a condition is wanted here, not a value";
    number_too_long() => "数字位数太多", "the number has too many digits";
    peers_of_peers() => "peer_mean、rank 等只能问每个单位自己的数，不能再问与其他单位比较得来的数", "`peer_mean`, `rank` and the like take a unit's own value, not one that is itself found by comparing units";
    not_before(name: &str) => "前面没有“{name}”这一题", "no question `{name}` comes before this one";
    no_such_code(question: &str, code: &str) => "第“{question}”题没有选项“{code}”", "question `{question}` has no choice `{code}`";
    unfit_question(question: &str) => "第“{question}”题不能这样比较", "question `{question}` cannot be looked at like this";
    not_a_question() => "这里要的是一道题，如 ${{q1}}", "a question is wanted here, such as ${{q1}}";
    not_a_day() => "这里要的是日期，如 '2024-05-31'", "a day is wanted here, such as '2024-05-31'";
    not_a_pattern() => "这里要写出一个正则表达式", "a pattern must be written out here";
    bad_pattern(text: &str) => "“{text}”不是这里认得的正则表达式", "`{text}` is no pattern that is known here";
    today_outside_constraint() => "today() 只能用在 constraint 里：录入时核对；问什么、算什么要是随查看的日子变，已录的数就变了", "today() is for constraints, which are checked while keying; if what is asked or computed changed with the day one looks, so would the record";
    day_in_sum() => "日期只能比先后，不能加减", "days are compared, not computed with";
    mend_condition() => "单选用 Q1 = 1 或 Q1 in [1, 2]，多选用 selected(Q2, 3)，数字和评分用 >=、<，其余用 answered(Q3)", "single choices: Q1 = 1 or Q1 in [1, 2]; multiple ones: selected(Q2, 3); numbers and ratings: >= or <; anything: answered(Q3)";
    expression_too_deep(most: usize) => "算式嵌套超过 {most} 层", "it is nested more than {most} deep";

    other_unit(given: &str, own: &str) => "单位是 {given}，这里要填{own}数，只写数字", "{given} is another unit; type the number of {own} alone";
    not_a_number() => "这里只能填数字，如 12", "only a number goes here, such as 12";
    too_small(least: &str) => "不能小于 {least}", "not below {least}";
    too_large(most: &str) => "不能大于 {most}", "not above {most}";
    no_decimals() => "不能有小数", "no decimals";
    too_many_decimals(most: u32) => "最多 {most} 位小数", "at most {most} {decimals}", decimals = most["decimal" | "decimals"];
    not_a_date() => "不是日期，应写成 2023-05-24 或 2023-05", "not a date such as 2023-05-24 or 2023-05";
    not_a_code(codes: &str) => "只能是 {codes} 之一", "only one of {codes}";
    over_total(sum: u64, valid: u64, rest: u64) => "合计将达 {sum}，多于有效的 {valid} 份；这里最多填 {rest}，或先改小别的选项、改大有效份数", "that makes {sum}, more than the {valid} valid {forms}; at most {rest} fits here, or lower another choice or raise the number of valid forms first", forms = valid["form" | "forms"];
    not_together(code: &str) => "“{code}”不能与其他选项同选", "`{code}` cannot be ticked together with others";
    too_long(most: usize) => "超过 {most} 个字", "longer than {most} characters";
    control_character() => "含有控制字符", "holds a control character";
    nothing() => "不能为空", "must not be empty";
    mend_value() => "改正这个值，或删去这一行", "correct the value, or remove the line";
    mend_codes(codes: &str) => "可用：{codes}", "one of: {codes}";
}

/// The commonest words of the TOML parser; others are shown as they are.
fn syntax_words(lang: Lang, words: &str) -> String {
    if words.starts_with("duplicate key") {
        syntax_duplicate(lang)
    } else if words.starts_with("string values must be quoted") {
        syntax_unquoted(lang)
    } else if words.starts_with("unclosed") || words.starts_with("invalid basic string, expected `\"`") {
        syntax_unclosed(lang)
    } else {
        words.to_owned()
    }
}

/// What is wrong with an expression.
pub fn expression_fault(lang: Lang, kind: &ExprFaultKind) -> String {
    match kind {
        ExprFaultKind::Empty => empty_expression(lang),
        ExprFaultKind::UnknownCharacter(c) => unknown_character(lang, *c),
        ExprFaultKind::Unexpected(word) => unexpected(lang, word),
        ExprFaultKind::EndTooSoon => end_too_soon(lang),
        ExprFaultKind::Unclosed => unclosed(lang),
        ExprFaultKind::UnknownName(name) => unknown_name(lang, name),
        ExprFaultKind::UnknownFunction(name) => unknown_function(lang, name),
        ExprFaultKind::ColumnOutsideAggregate(name) => column(lang, name),
        ExprFaultKind::WrongArgumentCount { function, given } => arguments(lang, function, *given),
        ExprFaultKind::BadPlaces => bad_places(lang, MAX_PLACES),
        ExprFaultKind::NumberWanted => number_wanted(lang),
        ExprFaultKind::ConditionWanted => condition_wanted(lang),
        ExprFaultKind::NumberTooLong => number_too_long(lang),
        ExprFaultKind::PeersOfPeers => peers_of_peers(lang),
        ExprFaultKind::NotBefore(name) => not_before(lang, name),
        ExprFaultKind::NotACode { question, code } => no_such_code(lang, question, code),
        ExprFaultKind::UnfitQuestion(question) => unfit_question(lang, question),
        ExprFaultKind::NotAQuestion => not_a_question(lang),
        ExprFaultKind::NotADay => not_a_day(lang),
        ExprFaultKind::NotAPattern => not_a_pattern(lang),
        ExprFaultKind::BadPattern(text) => bad_pattern(lang, text),
        ExprFaultKind::TodayOutsideConstraint => today_outside_constraint(lang),
        ExprFaultKind::DayInSum => day_in_sum(lang),
        ExprFaultKind::TooDeep => expression_too_deep(lang, MAX_DEPTH),
    }
}

/// Why a field does not take what was typed.
pub fn refusal(lang: Lang, refusal: &Refusal) -> String {
    match refusal {
        Refusal::NotANumber => not_a_number(lang),
        Refusal::OtherUnit(unit) => {
            let own = super::label::unit(lang, unit.known.first().map_or("", String::as_str));
            other_unit(lang, super::label::unit(lang, &unit.given), own)
        }
        Refusal::TooSmall(least) => too_small(lang, &plain(*least)),
        Refusal::TooLarge(most) => too_large(lang, &plain(*most)),
        Refusal::TooManyDecimals(0) => no_decimals(lang),
        Refusal::TooManyDecimals(most) => too_many_decimals(lang, *most),
        Refusal::NotADate => not_a_date(lang),
        Refusal::NotACode(codes) => not_a_code(lang, &codes.join(", ")),
        Refusal::OverTotal { sum, valid, rest } => over_total(lang, *sum, *valid, *rest),
        Refusal::NotTogether(code) => not_together(lang, code),
        Refusal::TooLong => too_long(lang, crate::scheme::field::MAX_TEXT),
        Refusal::ControlCharacter => control_character(lang),
        Refusal::Empty => nothing(lang),
        Refusal::NotARow(given) => super::register::not_a_row(lang, given),
        Refusal::NoSuch(missing) => super::register::no_such(lang, &missing.given, &missing.known),
    }
}

fn mend_refusal(lang: Lang, refusal: &Refusal) -> String {
    match refusal {
        Refusal::NotACode(codes) => mend_codes(lang, &codes.join(", ")),
        _ => mend_value(lang),
    }
}
