//! `tally FILE.jp|DIR`: a questionnaire counted, as tables or as a document.

use super::args::Tally as Args;
use super::error::CliError;
use super::out::{self, Side};
use super::source::{self, Source};
use crate::export::Subject;
use crate::export::survey::{self, Counted};
use crate::i18n::safe::display_safe;
use crate::i18n::{Lang, cli as words, export as export_words};
use crate::scheme::Question;
use crate::survey::Counts;

/// Prints the counts of one questionnaire.
pub fn run(args: &Args, lang: Lang) -> Result<(), CliError> {
    let source = Source::open(&args.source, lang)?;
    let card = source.score(None);
    let subject = source.subject(&card, lang);
    let all = survey::counted(&subject);
    let chosen = choose(&all, args.questionnaire.as_deref(), lang)?;
    if args.json {
        return out::print_json(&survey::tally(&subject, chosen));
    }
    out::print(&lines(&subject, chosen).join("\n"))
}

/// The questionnaire that is meant: the named one, or the only one.
fn choose<'a, 'b>(all: &'a [Counted<'b>], id: Option<&str>, lang: Lang) -> Result<&'a Counted<'b>, CliError> {
    let ids = || all.iter().map(|c| c.questionnaire.id.as_str());
    match (id, all) {
        (_, []) => Err(CliError::usage(words::no_questionnaires(lang))),
        (None, [only]) => Ok(only),
        (None, _) => Err(CliError::usage(words::which_questionnaire(lang))
            .hint(words::allowed(lang, &ids().collect::<Vec<_>>().join(", ")))),
        (Some(id), _) => all.iter().find(|c| c.questionnaire.id == id).ok_or_else(|| {
            CliError::usage(words::no_questionnaire(lang, id)).hint(source::meant(lang, id, ids()))
        }),
    }
}

fn lines(subject: &Subject<'_>, counted: &Counted<'_>) -> Vec<String> {
    let lang = subject.lang;
    let mut lines = vec![
        display_safe(lang.label(&counted.questionnaire.name)).into_owned(),
        words::forms(lang, counted.valid(), counted.tabulation.invalid),
    ];
    for (question, counts) in counted.questions() {
        lines.push(String::new());
        lines.extend(question_lines(subject, question, counts));
    }
    if let Some(index) = survey::index(subject, counted.index) {
        lines.extend([
            String::new(),
            format!("{}  {}", export_words::all_questions(lang), words::index(lang, &index)),
        ]);
    }
    lines
}

fn question_lines(subject: &Subject<'_>, question: &Question, counts: &Counts) -> Vec<String> {
    let lang = subject.lang;
    let mut facts = vec![words::answers(lang, counts.n())];
    if counts.missing > 0 {
        facts.push(words::missing(lang, counts.missing));
    }
    if let Some(index) = survey::index(subject, counts.index(question)) {
        facts.push(words::index(lang, &index));
    }
    let text = format!("{}  {}", question.id, lang.label(&question.text));
    let mut lines = vec![display_safe(&text).into_owned(), format!("  {}", facts.join("  "))];
    let rows: Vec<Vec<String>> = question
        .choices
        .iter()
        .enumerate()
        .map(|(n, choice)| {
            let count = counts.choices.get(n).copied().unwrap_or_default();
            let percent = counts.percent(n, subject.scheme.rates).map(|p| format!("{p} %"));
            let label = lang.label(&choice.label).to_owned();
            vec![choice.code.clone(), label, count.to_string(), percent.unwrap_or_default()]
        })
        .collect();
    let table = out::columns(&[Side::Left, Side::Left, Side::Right, Side::Right], &rows);
    lines.extend(table.into_iter().map(|l| format!("  {l}")));
    lines
}
