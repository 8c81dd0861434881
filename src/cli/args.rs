//! What may be typed: the tree of subcommands and arguments, put into words by `i18n`.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{ArgAction, Args, CommandFactory as _, FromArgMatches as _, Parser, Subcommand};

use super::usage::{self, Stop};
use crate::export::Format;
use crate::i18n::{Lang, cli as words};
use crate::scheme::{Mode, Rounding};

/// The program.
#[derive(Debug, Parser)]
#[command(name = "jiping", version, disable_help_flag = true, disable_version_flag = true)]
#[command(disable_help_subcommand = true, args_conflicts_with_subcommands = false)]
pub struct Cli {
    /// Read before the rest, see [`super::lang`]; declared here so that it is known and listed.
    #[arg(long, global = true, value_parser = PossibleValuesParser::new(["zh", "en"]), hide_possible_values = true)]
    lang: Option<String>,
    #[arg(long, short, global = true, action = ArgAction::Help)]
    help: Option<bool>,
    #[arg(long, short = 'V', action = ArgAction::Version)]
    version: Option<bool>,
    #[command(subcommand)]
    command: Option<Command>,
}

/// The subcommands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// The shipped case in a throw-away project.
    Demo,
    /// The workstation on a project.
    Open {
        #[arg(value_name = "FILE.jp")]
        file: PathBuf,
    },
    /// Makes a project.
    New(New),
    /// Scores a project or a scheme folder.
    Score(Score),
    /// Lints a scheme folder.
    Check(Check),
    /// Records one fact.
    Set(Set),
    /// Copies a file into a project.
    Attach(Attach),
    /// Takes the forms of a table, or the rows of a list, into a project.
    Import(Import),
    /// Translates an `XLSForm` into a scheme.
    Xlsform(Xlsform),
    /// Counts a questionnaire.
    Tally(Tally),
    /// Scores many units at once.
    Batch(Batch),
    /// Writes results as files.
    Export(Export),
    /// Prints the ledger.
    Log(Log),
    /// Sets two records side by side.
    Compare(Compare),
    /// Checks a project file.
    Verify(Verify),
    /// Prints a completion script.
    Completions { shell: clap_complete::Shell },
    /// Prints the manual page.
    Man,
}

#[derive(Debug, Args)]
pub struct New {
    /// The project to make.
    #[arg(value_name = "FILE.jp")]
    pub file: PathBuf,
    /// The scheme folder.
    #[arg(long, value_name = "DIR")]
    pub scheme: PathBuf,
    /// Whether the facts of the folder are taken over.
    #[arg(long)]
    pub with_facts: bool,
}

#[derive(Debug, Args)]
pub struct Score {
    /// Project or scheme folder.
    #[arg(value_name = "FILE.jp|DIR")]
    pub source: PathBuf,
    /// As a document.
    #[arg(long)]
    pub json: bool,
    /// Instead of the scheme's rounding.
    #[arg(long, value_name = "NAME", value_parser = PossibleValuesParser::new(roundings()), hide_possible_values = true)]
    pub rounding: Option<String>,
    /// Only this indicator, with its trace.
    #[arg(long, value_name = "ID", conflicts_with = "json")]
    pub explain: Option<String>,
}

#[derive(Debug, Args)]
pub struct Check {
    /// Scheme folder.
    #[arg(value_name = "DIR")]
    pub dir: PathBuf,
    /// As a document.
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct Set {
    /// The project.
    #[arg(value_name = "FILE.jp")]
    pub file: PathBuf,
    /// Which fact.
    #[arg(value_name = "PATH")]
    pub path: String,
    /// What to record; nothing takes the fact away.
    #[arg(
        value_name = "VALUE",
        allow_hyphen_values = true,
        required_unless_present = "clear",
        conflicts_with = "clear"
    )]
    pub value: Option<String>,
    /// Takes the fact away.
    #[arg(long)]
    pub clear: bool,
    /// Why.
    #[arg(long, value_name = "TEXT")]
    pub reason: Option<String>,
}

#[derive(Debug, Args)]
pub struct Attach {
    /// The project.
    #[arg(value_name = "FILE.jp")]
    pub file: PathBuf,
    /// The file to copy in.
    #[arg(value_name = "PATH")]
    pub path: PathBuf,
    /// What it supports.
    #[arg(long, value_name = "FACT")]
    pub supports: Option<String>,
    /// What it shows.
    #[arg(long, value_name = "TEXT")]
    pub caption: Option<String>,
    /// Where it was taken.
    #[arg(long, value_name = "TEXT")]
    pub place: Option<String>,
    /// When it was taken, instead of what the camera wrote.
    #[arg(long, value_name = "DATE")]
    pub date: Option<String>,
}

/// How a list goes to a table of the scheme.
#[derive(Debug, Args)]
pub struct List {
    /// The table of the scheme that a list goes to.
    #[arg(long, value_name = "ID", conflicts_with_all = ["questionnaire", "map", "again", "unreadable"])]
    pub measure: Option<String>,
    /// Takes rows of a list that are double or on no register; they stay flagged.
    #[arg(long, requires = "measure")]
    pub accept_flagged: bool,
}

#[derive(Debug, Args)]
pub struct Import {
    /// The project.
    #[arg(value_name = "FILE.jp")]
    pub file: PathBuf,
    /// The table of responses, or the list.
    #[arg(value_name = "TABLE.csv|xlsx")]
    pub table: PathBuf,
    /// Which questionnaire; may be left out where there is only one.
    #[arg(long, value_name = "ID")]
    pub questionnaire: Option<String>,
    /// Only reports.
    #[arg(long)]
    pub dry_run: bool,
    /// Which sheet of a workbook.
    #[arg(long, value_name = "NAME")]
    pub sheet: Option<String>,
    /// What single columns of the table hold.
    #[arg(long, value_name = "COLUMN=QUESTION")]
    pub map: Vec<String>,
    /// Also where the same file came in before.
    #[arg(long)]
    pub again: bool,
    /// Cells that cannot be read count as unreadable.
    #[arg(long)]
    pub unreadable: bool,
    #[command(flatten)]
    pub list: List,
}

#[derive(Debug, Args)]
pub struct Xlsform {
    /// The form.
    #[arg(value_name = "FORM.xlsx")]
    pub form: PathBuf,
    /// Scheme folder to make, or to add the questionnaire to.
    #[arg(long, value_name = "DIR")]
    pub to: PathBuf,
    /// Only reports.
    #[arg(long)]
    pub dry_run: bool,
}

#[derive(Debug, Args)]
pub struct Tally {
    /// Project, scheme folder, or with a scheme a table of responses; `-` is standard input.
    #[arg(value_name = "FILE.jp|DIR|RESPONSES.csv")]
    pub source: PathBuf,
    /// The scheme that the table's questionnaire is part of.
    #[arg(long, value_name = "DIR")]
    pub scheme: Option<PathBuf>,
    /// What single columns of the table hold.
    #[arg(long, value_name = "COLUMN=QUESTION", requires = "scheme")]
    pub map: Vec<String>,
    /// Which questionnaire; may be left out where there is only one.
    #[arg(long, value_name = "ID")]
    pub questionnaire: Option<String>,
    /// As a document.
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct Batch {
    /// Scheme folder.
    #[arg(value_name = "DIR")]
    pub dir: PathBuf,
    /// The table of facts; `-` is standard input.
    #[arg(value_name = "FACTS.csv")]
    pub facts: PathBuf,
    /// One object a line.
    #[arg(long, conflicts_with = "csv")]
    pub json: bool,
    /// As a table, which is what happens anyway.
    #[arg(long)]
    pub csv: bool,
}

#[derive(Debug, Args)]
pub struct Export {
    /// Project or scheme folder.
    #[arg(value_name = "FILE.jp|DIR")]
    pub source: PathBuf,
    /// Folder to write to.
    #[arg(long, value_name = "DIR")]
    pub to: PathBuf,
    /// Which kinds of file.
    #[arg(long, value_name = "LIST", value_delimiter = ',', default_value = "csv,json,svg")]
    #[arg(value_parser = PossibleValuesParser::new(Format::ALL.map(Format::name)))]
    #[arg(hide_possible_values = true, hide_default_value = true)]
    pub format: Vec<String>,
}

#[derive(Debug, Args)]
pub struct Log {
    /// The project.
    #[arg(value_name = "FILE.jp")]
    pub file: PathBuf,
    /// As a document.
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct Compare {
    /// The first record.
    #[arg(value_name = "FILE.jp|FILE.jp@ENTRY|DIR")]
    pub before: PathBuf,
    /// The second.
    #[arg(value_name = "FILE.jp|FILE.jp@ENTRY|DIR")]
    pub after: PathBuf,
    /// As a document.
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct Verify {
    /// The project.
    #[arg(value_name = "FILE.jp")]
    pub file: PathBuf,
}

/// The names of all roundings.
fn roundings() -> Vec<String> {
    let of_score = Mode::ALL.map(|m| m.name().to_owned());
    let of_deduction = Mode::ALL.map(|m| format!("deduction-{}", m.name()));
    of_score.into_iter().chain(of_deduction).filter(|n| Rounding::parse(n, 0).is_some()).collect()
}

/// The subcommand that was typed; `None` for the bare program.
pub fn parse(args: Vec<OsString>, lang: Lang) -> Result<Option<Command>, Stop> {
    let mut tree = tree(lang);
    let stop = |e: &clap::Error| usage::stop(e, lang);
    let matches = tree.try_get_matches_from_mut(args).map_err(|e| stop(&e))?;
    Cli::from_arg_matches(&matches).map(|cli| cli.command).map_err(|e| stop(&e))
}

/// The tree with its texts in `lang`.
pub fn tree(lang: Lang) -> clap::Command {
    worded(Cli::command(), lang, "")
        .subcommand_help_heading(words::commands(lang))
        .after_help(words::after_help(lang))
}

/// Gives a command and everything below it words from the table of texts; `scope` is the path of
/// subcommand names down to it.
fn worded(command: clap::Command, lang: Lang, scope: &str) -> clap::Command {
    // Under a heading of their own, arguments would be listed by their names.
    let mut place = 0;
    let command = command
        .help_template(words::help_template(lang))
        .subcommand_value_name(words::command(lang))
        .about(words::about(lang, scope))
        .mut_args(|arg| {
            let heading = if arg.is_positional() { words::arguments(lang) } else { words::options(lang) };
            let help = words::argument(lang, scope, arg.get_id().as_str());
            let arg = arg.help(help).long_help(None::<&str>).help_heading(heading);
            if arg.is_positional() {
                place += 1;
                arg.display_order(place)
            } else {
                arg
            }
        });
    command.mut_subcommands(|sub| {
        let name = sub.get_name().to_owned();
        worded(sub, lang, &name).long_about(None::<&str>)
    })
}
