//! `tally FILE.jp|DIR|RESPONSES.csv`: a questionnaire counted, as tables or as a document.

use std::path::Path;

use super::args::Tally as Args;
use super::error::CliError;
use super::out::{self, Side};
use super::source::Source;
use super::table;
use crate::export::Subject;
use crate::export::survey::{self, Counted};
use crate::format::forms;
use crate::i18n::safe::display_safe;
use crate::i18n::{Lang, cli as words, export as export_words, forms as form_words};
use crate::ledger::Facts;
use crate::scheme::{Question, Scheme};
use crate::survey::Counts;

/// Prints the counts of one questionnaire.
///
/// # Errors
/// Besides reading errors, [`CliError::problems`] if something in a table was wrong.
pub fn run(args: &Args, lang: Lang) -> Result<(), CliError> {
    if let Some(scheme) = &args.scheme {
        return of_table(args, scheme, lang);
    }
    let source = Source::open(&args.source, lang)?;
    let card = source.score(None);
    let subject = source.subject(&card, lang);
    let all = survey::counted(&subject);
    let chosen = choose(&all, source.scheme(), args.questionnaire.as_deref(), lang)?;
    if args.json {
        return out::print_json(&survey::tally(&subject, chosen));
    }
    out::print(&lines(&subject, chosen).join("\n"))
}

/// Counts a table without storing anything.
fn of_table(args: &Args, scheme: &Path, lang: Lang) -> Result<(), CliError> {
    let mut source = Source::folder(scheme, lang)?;
    let id = table::questionnaire(source.scheme(), args.questionnaire.as_deref(), lang)?.id.clone();
    let said = table::said(&args.map, lang)?;
    let input = table::open(&args.source, lang)?;
    let questionnaire = table::questionnaire(source.scheme(), Some(&id), lang)?;
    let counted = forms::count(questionnaire, input, &said);
    let counted = counted.map_err(|stop| table::stop(&stop, &args.source, questionnaire, lang))?;
    let notes = form_words::notes(lang, questionnaire, &counted.mapping);
    let troubles = form_words::troubles(lang, &counted.mapping, &counted.troubles);
    notes.iter().chain(&troubles).for_each(|line| table::say(line));
    let problems = counted.troubles.count > 0;
    source.facts = Facts::of_responses(&id, counted.responses);
    let card = source.score(None);
    let subject = source.subject(&card, lang);
    let all = survey::counted(&subject);
    let chosen = choose(&all, source.scheme(), Some(&id), lang)?;
    if args.json {
        out::print_json(&survey::tally(&subject, chosen))?;
    } else {
        out::print(&lines(&subject, chosen).join("\n"))?;
    }
    if problems { Err(CliError::problems()) } else { Ok(()) }
}

/// The counts of the questionnaire that is meant.
fn choose<'a, 'b>(
    all: &'a [Counted<'b>],
    scheme: &Scheme,
    id: Option<&str>,
    lang: Lang,
) -> Result<&'a Counted<'b>, CliError> {
    let chosen = &table::questionnaire(scheme, id, lang)?.id;
    let counted = all.iter().find(|c| c.questionnaire.id == *chosen);
    counted.ok_or_else(|| CliError::usage(words::no_questionnaire(lang, chosen)))
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
