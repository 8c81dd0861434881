//! `tally FILE.jp|DIR`: a questionnaire counted, as tables or as a document.

use super::args::Tally as Args;
use super::error::CliError;
use super::out;
use super::source::{self, Source};
use crate::export::survey::{self, Counted};
use crate::export::{Subject, statistics};
use crate::i18n::safe::display_safe;
use crate::i18n::statistics::{self as statistics_words, Line};
use crate::i18n::{Lang, cli as words};

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
