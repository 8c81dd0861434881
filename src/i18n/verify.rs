//! Texts of the second keying, of suspect forms and of the meter.

use crate::app::checks::CheckAsk;
use crate::app::command::Command;
use crate::app::meter::Figures;
use crate::scheme::Questionnaire;
use crate::scheme::validity::Check;
use crate::survey::double::{FILED, Way, YES};
use crate::survey::validity::Suspicion;

use super::{Lang, command, label, texts};

texts! {
    second() => "复录", "second keying";
    filed() => "复录归档", "filed again";
    yes() => "已归档", "filed";
    decided() => "裁定", "decided";
    replaced() => "首录原值", "first keying said";
    accepted() => "可疑但有效的理由", "suspect but valid, because";
    redo_way() => "复录抽取方式", "forms to key again";
    redo_seed() => "复录抽样种子", "seed of the draw";
    redo_of() => "复录抽样时的份数", "forms drawn from";
    redo_form(n: &str) => "第 {n} 份 复录次序", "form {n}, place in the draw";
    redo_alone() => "由同一人复录的理由", "same person keys again, because";
    way_all() => "全部", "all forms";
    way_random() => "随机抽取", "a random sample";
    way_risk() => "按风险抽取（反常的在前）", "the riskiest (odd ones first)";
    about_all(n: usize) => "{n} 份逐份复录", "all {n} {forms}", forms = n["form" | "forms"];
    about_random() => "份数自定；种子记入台账，可以重抽核对", "as many as you say; the seed is recorded, so that it can be drawn again";
    about_risk() => "先录答案反常、全部同选、录得过快的", "rare answers, one code throughout, keyed very fast";
    choose_way() => "复录哪些答卷", "Which forms are keyed again";
    ask_count(n: usize) => "抽多少份（共 {n} 份）", "How many forms (of {n})";
    count_range(n: usize) => "请填 1 到 {n} 之间的整数。", "A whole number from 1 to {n}, please.";
    ask_alone(name: &str, form: u32) => "第 {form} 份由{name}首录，复录应换人（N 改署名）；不换则写明理由", "{name} keyed form {form} first; another should now (N: name). Else say why";
    alone(reason: &str) => "由同一人复录：{reason}", "Keyed again by the same person: {reason}";
    ask_decision(form: u32, question: &str, value: &str) => "第 {form} 份 {question} 定为“{value}”的理由", "Form {form}, {question} is “{value}”: why";
    ask_other(form: u32, question: &str) => "第 {form} 份 {question} 的答案", "The answer of form {form} to {question}";
    ask_accept(form: u32) => "第 {form} 份仍算有效的理由（留空则恢复待定）", "Why form {form} counts all the same (empty makes it open again)";
    checked_paper() => "核对纸质问卷", "checked against the paper";
    paper_says_so() => "核对纸质问卷，答案如此", "the paper says so";
    no_forms() => "还没有录入答卷，无从复录。", "No forms are keyed yet; there is nothing to key again.";
    already_filed(form: u32) => "第 {form} 份已复录归档；改动请在差异清单里裁定。", "Form {form} is keyed again and filed; decide in the list of differences.";
    not_drawn(form: u32) => "第 {form} 份没有抽中。", "Form {form} was not drawn.";
    filed_same(form: u32) => "第 {form} 份复录完毕，全部一致。", "Form {form} keyed again: all the same.";
    filed_on(form: u32, n: usize) => "第 {form} 份复录完毕，{n} 处不一致；d 看差异清单，复录完再裁定也行。", "Form {form} keyed again: {n} different. d lists them; they can wait until all are keyed.";
    filed_different(form: u32, n: usize) => "第 {form} 份复录完毕，{n} 处不一致。", "Form {form} keyed again: {n} different.";
    all_done(n: usize) => "要复录的 {n} 份都已完成。", "All {n} {forms} keyed again.", forms = n["form is" | "forms are"];
    title_second(form: &str) => "复录第 {form} 份", "form {form} again";
    title_differences() => "差异清单", "differences";
    title_suspects() => "可疑答卷", "suspect forms";
    progress(done: usize, all: usize, way: &str) => "复录 {done} ╱ {all} 份 · {way}", "{done} of {all} {forms} keyed again · {way}", forms = all["form" | "forms"];
    drawn(way: &str, of: &str, seed: &str) => "{way}，抽自 {of} 份，种子 {seed}", "{way} of {of}, seed {seed}";
    drawn_by_risk(way: &str, of: &str) => "{way}，抽自 {of} 份", "{way}, of {of}";
    compared(answers: u64, differing: u64, undecided: u64) => "比对 {answers} 个答案，不一致 {differing} 个，待裁定 {undecided} 个", "{answers} {replies} compared, {differing} {differ}, {undecided} to decide", replies = answers["answer" | "answers"], differ = differing["differs" | "differ"];
    error_rate(rate: &str, upper: &str) => "首录差错率 {rate} %，95 % 单侧上限 {upper} %", "error rate of the first keying {rate} %, at most {upper} % (95 %, one-sided)";
    three(share: &str) => "未发现差错：3 ÷ n 约为 {share} %", "no error found: 3 ÷ n is about {share} %";
    caveat() => "待裁定的按差错计；上限按独立随机抽取计算，从有限份数里抽取时偏于保守。", "Undecided answers count as errors. The bound takes answers as drawn at random and independently; out of few forms it errs on the safe side.";
    caveat_risk() => "按风险抽取的差错率不能推及其余答卷。", "The rate of the riskiest forms says nothing about the others.";
    nothing_compared() => "还没有复录归档的答卷；按 c 开始复录。", "No form is keyed again yet; c begins.";
    no_differences() => "两次录入一致。", "Both keyings agree.";
    columns() => "首录 → 复录", "first keying → second keying";
    case(form: u32, question: &str) => "第 {form} 份 {question}", "form {form} {question}";
    difference(case: &str, first: &str, second: &str) => "{case}  {first} → {second}", "{case}  {first} → {second}";
    to_decide() => "待裁定", "to decide";
    decided_as(value: &str) => "定为 {value}", "decided {value}";
    not_given() => "（未答）", "(none)";
    suspects_of(n: usize, open: usize) => "可疑 {n} 份，待定 {open} 份；待定的先按有效计", "{n} suspect, {open} to decide; those count until they are marked invalid";
    no_suspects() => "没有可疑答卷。", "No form is suspect.";
    no_rules() => "问卷没有写明有效性规则（questionnaire.validity），不作判断。", "The questionnaire has no validity rules (questionnaire.validity).";
    suspect(form: u32, why: &str) => "第 {form} 份  {why}", "form {form}  {why}";
    is_open() => "待定", "to decide";
    is_accepted(reason: &str) => "有效：{reason}", "valid: {reason}";
    is_invalid(reason: &str) => "作废：{reason}", "invalid: {reason}";
    why_suspect(why: &str) => "可疑：{why}", "Suspect: {why}";
    why_blank(blank: usize, of: usize) => "{of} 题中 {blank} 题没有可用答案", "{blank} of {of} {questions} without a usable answer", questions = of["question" | "questions"];
    why_straight(n: usize, code: &str) => "{n} 题全选 {code}", "{code} throughout, {n} {answers}", answers = n["answer" | "answers"];
    why_duplicate(value: &str, earlier: u32) => "编号 {value} 与第 {earlier} 份相同", "number {value} is that of form {earlier}";
    why_same(question: &str, value: &str, earlier: u32) => "{question} 的“{value}”与第 {earlier} 份相同", "{question} “{value}” is that of form {earlier}";
    why_fast(seconds: u32, least: u32) => "用时 {seconds} 秒，不足 {least} 秒", "{seconds} {unit}, less than {least}", unit = seconds["second" | "seconds"];
    and() => "；", "; ";
    per_hour(n: u64) => "{n} 份/时", "{n} {forms}/h", forms = n["form" | "forms"];
    keys_a_form(n: &str) => "{n} 键/份", "{n} keys/form";
    corrections(n: u64) => "更正 {n}", "{n} corrected";
}

/// How forms are chosen, in words.
pub fn way(lang: Lang, way: Way) -> String {
    match way {
        Way::All => way_all(lang),
        Way::Random => way_random(lang),
        Way::Risk => way_risk(lang),
    }
}

/// The words of a path of the second keying behind its questionnaire: `second.N.KEY` and so on.
pub(super) fn second_words(lang: Lang, rest: &[&str]) -> Option<Vec<String>> {
    Some(match rest {
        ["second", n, FILED] => vec![label::form(lang, n), filed(lang)],
        ["second", n, question] => vec![label::form(lang, n), (*question).to_owned(), second(lang)],
        ["decided", n, question] => vec![label::form(lang, n), (*question).to_owned(), decided(lang)],
        ["replaced", n, question] => vec![label::form(lang, n), (*question).to_owned(), replaced(lang)],
        ["redo", "way"] => vec![redo_way(lang)],
        ["redo", "seed"] => vec![redo_seed(lang)],
        ["redo", "of"] => vec![redo_of(lang)],
        ["redo", "alone"] => vec![redo_alone(lang)],
        ["redo", "form", n] => vec![redo_form(lang, n)],
        _ => return None,
    })
}

/// A code of the second keying that is no answer, in words.
pub(super) fn second_code(lang: Lang, code: &str) -> Option<String> {
    if code == YES { Some(yes(lang)) } else { Way::named(code).map(|w| way(lang, w)) }
}

/// Why a form is suspect, in words.
pub fn suspicions(lang: Lang, questionnaire: &Questionnaire, why: &[Suspicion]) -> String {
    let words: Vec<String> = why.iter().map(|s| suspicion(lang, questionnaire, s)).collect();
    words.join(&and(lang))
}

fn suspicion(lang: Lang, questionnaire: &Questionnaire, suspicion: &Suspicion) -> String {
    match suspicion {
        Suspicion::Blank { blank, of } => why_blank(lang, *blank, *of),
        Suspicion::Straight { code, answers } => why_straight(lang, *answers, code),
        Suspicion::Duplicate { question: None, value, earlier } => why_duplicate(lang, value, *earlier),
        Suspicion::Duplicate { question: Some(q), value, earlier } => {
            let id = questionnaire.questions.get(*q).map_or("", |q| q.id.as_str());
            why_same(lang, id, value, *earlier)
        }
        Suspicion::Fast { seconds, least } => why_fast(lang, *seconds, *least),
        Suspicion::Contradiction { rule } => match questionnaire.validity.get(*rule).map(|v| &v.check) {
            Some(Check::Contradiction { reason, .. }) => lang.label(reason).to_owned(),
            _ => String::new(),
        },
    }
}

/// What the meter says.
pub fn meter(lang: Lang, figures: Figures) -> String {
    let mut words: Vec<String> = figures.per_hour.map(|n| per_hour(lang, n)).into_iter().collect();
    words.push(keys_a_form(lang, &figures.keys.normalize().to_string()));
    if figures.corrections > 0 {
        words.push(corrections(lang, figures.corrections));
    }
    words.join(" · ")
}

/// The title of a line to fill in.
pub fn ask_title(lang: Lang, ask: &CheckAsk) -> String {
    let command = match ask {
        CheckAsk::Count { .. } => Command::Draw,
        CheckAsk::Alone { .. } => Command::Second,
        CheckAsk::Decision { .. } | CheckAsk::Other { .. } => Command::Differences,
        CheckAsk::Accept { .. } => Command::Accept,
    };
    command::name(lang, command).to_owned()
}

/// What a line to fill in asks for.
pub fn ask(lang: Lang, ask: &CheckAsk, questionnaire: &Questionnaire) -> String {
    let id = |n: usize| questionnaire.questions.get(n).map_or("", |q| q.id.as_str());
    match ask {
        CheckAsk::Count { of, .. } => ask_count(lang, *of),
        CheckAsk::Alone { form, by: name, .. } => ask_alone(lang, name, *form),
        CheckAsk::Decision { form, question, words, .. } => ask_decision(lang, *form, id(*question), words),
        CheckAsk::Other { form, question, .. } => ask_other(lang, *form, id(*question)),
        CheckAsk::Accept { form, .. } => ask_accept(lang, *form),
    }
}
