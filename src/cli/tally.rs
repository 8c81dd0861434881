//! `tally FILE.jp|DIR|RESPONSES.csv`: a questionnaire counted, as tables or as a document.

use std::path::Path;

use super::args::Tally as Args;
use super::error::CliError;
use super::out;
use super::source::{self, Source};
use super::table;
use crate::export::survey::{self, Counted};
use crate::export::{Subject, statistics};
use crate::format::forms;
use crate::i18n::safe::display_safe;
use crate::i18n::statistics::{self as statistics_words, Line};
use crate::i18n::{Lang, cli as words, forms as form_words};
use crate::ledger::Facts;
use crate::scheme::Scheme;

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
    let counted = forms::count(questionnaire, input, &said, source::today());
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

/// Columns that the lines are laid out for.
const COLUMNS: usize = 92;

fn lines(subject: &Subject<'_>, counted: &Counted<'_>) -> Vec<String> {
    let lang = subject.lang;
    let mut lines = vec![
        display_safe(lang.label(&counted.questionnaire.name)).into_owned(),
        words::forms(lang, counted.valid(), counted.tabulation.invalid),
    ];
    let Some(statistics) = survey::statistics(subject, counted) else { return lines };
    let mut say = |block: &[Line]| {
        if !block.is_empty() {
            lines.push(String::new());
            let printed = statistics_words::printed(block, COLUMNS);
            lines.extend(printed.iter().map(|line| display_safe(line).into_owned()));
        }
    };
    for ((question, counts), figures) in counted.questions().zip(&statistics.summary.questions) {
        say(&statistics_words::question(lang, question, counts, figures, subject.scheme.rates));
    }
    for block in statistics::lines(subject, counted, &statistics, COLUMNS) {
        say(&block);
    }
    lines
}
