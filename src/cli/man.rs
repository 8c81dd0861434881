//! `man`: the manual page, one page for all subcommands.

use clap_mangen::Man;
use clap_mangen::roff::{Inline, Roff, bold, italic, roman};

use super::error::{CliError, Kind};
use super::{args, out};
use crate::i18n::{Lang, cli as words};

/// Prints the page in roff.
pub fn run(lang: Lang) -> Result<(), CliError> {
    out::print(&page(lang).map_err(|e| CliError { kind: Kind::Output(e.kind()), ..CliError::problems() })?)
}

fn page(lang: Lang) -> std::io::Result<String> {
    let mut tree = args::tree(lang);
    tree.build();
    let mut page = Vec::new();
    let man = Man::new(tree.clone()).manual(words::manual_section(lang));
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    man.render_options_section(&mut page)?;
    let mut rest = Roff::new();
    rest.control("SH", [words::commands(lang).to_uppercase().as_str()]);
    for command in tree.get_subcommands_mut() {
        subcommand(command, &mut rest);
    }
    for (heading, text) in [
        (words::exit_heading(lang), words::exit_text(lang)),
        (words::environment_heading(lang), words::environment_text(lang)),
    ] {
        rest.control("SH", [heading.as_str()]);
        rest.text([roman(text)]);
    }
    page.extend(rest.render().into_bytes());
    Ok(String::from_utf8_lossy(&page).into_owned())
}

/// Usage, purpose and arguments of one subcommand. Arguments that every subcommand has are left
/// to the page's own list.
fn subcommand(command: &mut clap::Command, page: &mut Roff) {
    let usage = command.render_usage().to_string();
    let usage = usage.split_once(' ').map_or(usage.as_str(), |(_, rest)| rest);
    page.control("SS", [usage.trim()]);
    page.text([roman(command.get_about().map(ToString::to_string).unwrap_or_default())]);
    for arg in command.get_arguments().filter(|a| !a.is_global_set()) {
        let mut head: Vec<Inline> = Vec::new();
        if let Some(long) = arg.get_long() {
            head.push(bold(format!("--{long}")));
            head.push(roman(" "));
        }
        if arg.get_action().takes_values() {
            let names = arg.get_value_names().unwrap_or_default();
            head.push(italic(names.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")));
        }
        page.control("TP", []);
        page.text(head);
        page.text([roman(arg.get_help().map(ToString::to_string).unwrap_or_default())]);
    }
}
