//! What both READMEs say about keys, commands, the tour and schemes is what the program does.
//!
//! Tables between `<!-- NAME -->` and `<!-- /NAME -->` are generated: `UPDATE=1` renews them. The
//! tour and the example scheme are written by hand and played.

use std::fmt::Write as _;
use std::path::PathBuf;

use jiping::app::command::{Command, Row, Scope, TABLE};
use jiping::app::key::Key;
use jiping::format::{self, SourceFile};
use jiping::i18n::{Lang, command as words};
use jiping::ledger::{Ledger, Stamp};
use jiping::score;

use super::stage::{self, Stage};

const LANGS: [Lang; 2] = [Lang::En, Lang::Zh];

fn path(lang: Lang) -> PathBuf {
    let name = if lang == Lang::Zh { "README.zh.md" } else { "README.md" };
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn readme(lang: Lang) -> String {
    std::fs::read_to_string(path(lang)).unwrap()
}

/// The text between the markers of `name`.
fn section<'a>(text: &'a str, name: &str) -> &'a str {
    let (_, rest) = text.split_once(&format!("<!-- {name} -->\n")).expect(name);
    rest.split_once(&format!("<!-- /{name} -->")).expect(name).0
}

/// Compares what stands between the markers of `name` with `fresh`; `UPDATE=1` renews it.
fn check(lang: Lang, name: &str, fresh: &str) {
    let text = readme(lang);
    let stands = section(&text, name);
    if stands != fresh && std::env::var_os("UPDATE").is_some() {
        let renewed = text.replacen(&format!("{stands}<!-- /{name}"), &format!("{fresh}<!-- /{name}"), 1);
        std::fs::write(path(lang), renewed).unwrap();
        return;
    }
    let file = path(lang);
    assert_eq!(stands, fresh, "{} is not fresh: run UPDATE=1 cargo test --test workstation", file.display());
}

/// Groups of keys in the order in which a newcomer meets them.
const ORDER: [Scope; 23] = [
    Scope::Global,
    Scope::Project,
    Scope::Browse,
    Scope::Tree,
    Scope::Questions,
    Scope::Sheet,
    Scope::Form,
    Scope::Tally,
    Scope::Statistics,
    Scope::Second,
    Scope::Cases,
    Scope::Differences,
    Scope::Suspects,
    Scope::Import,
    Scope::Scenarios,
    Scope::Scenario,
    Scope::Robust,
    Scope::Ledger,
    Scope::Replay,
    Scope::Coverage,
    Scope::Charts,
    Scope::Present,
    Scope::Home,
];

/// Moving about, which every screen does alike: one line for all of it.
const MOVES: [Command; 8] = [
    Command::Up,
    Command::Down,
    Command::Left,
    Command::Right,
    Command::PageUp,
    Command::PageDown,
    Command::First,
    Command::Last,
];

/// The keys of a row as code. Those that do the same everywhere in a project are said there.
fn keys(row: &Row) -> String {
    let everywhere = |key: &&str| {
        let outer = |r: &&Row| r.scope == Scope::Project && r.command == row.command;
        row.scope != Scope::Project && TABLE.iter().filter(outer).any(|r| r.keys.contains(key))
    };
    let shown = row.keys.iter().filter(|k| !everywhere(k)).map(|k| format!("`{}`", Key::parse(k).unwrap()));
    shown.collect::<Vec<_>>().join(" ")
}

fn key_table(lang: Lang) -> String {
    let heads = match lang {
        Lang::Zh => "| 在哪里 | 键 | 命令 | 作用 |",
        Lang::En => "| Where | Keys | Command | What it does |",
    };
    let mut table = format!("{heads}\n|---|---|---|---|\n");
    for scope in ORDER {
        let (moves, rows): (Vec<&Row>, Vec<&Row>) =
            TABLE.iter().filter(|r| r.scope == scope).partition(|r| MOVES.contains(&r.command));
        let mut lines: Vec<String> = Vec::new();
        for row in rows {
            let (name, about) = (words::name(lang, row.command), words::about(lang, row.command));
            lines.push(format!("{} | {name} | {about}", keys(row)));
        }
        if !moves.is_empty() {
            let all = |each: &dyn Fn(&Row) -> String, between| {
                moves.iter().map(|r| each(r)).collect::<Vec<_>>().join(between)
            };
            let names = all(&|r| words::name(lang, r.command).to_owned(), " · ");
            lines.push(format!("{} | {names} | ", all(&|r| keys(r), " ")));
        }
        for (n, line) in lines.iter().enumerate() {
            let place = if n == 0 { format!("**{}**", words::scope(lang, scope)) } else { String::new() };
            writeln!(table, "| {place} | {line} |").unwrap();
        }
    }
    table
}

/// `jiping score FILE.jp|DIR [--json] …` as one would write it down.
fn synopsis(command: &clap::Command) -> String {
    let mut line = format!("jiping {}", command.get_name());
    for arg in command.get_arguments().filter(|a| !a.is_global_set() && a.get_id() != "help") {
        let value = arg.get_action().takes_values().then(|| {
            let names = arg.get_value_names().map(<[_]>::to_vec).unwrap_or_default();
            names.first().map_or_else(|| arg.get_id().as_str().to_uppercase(), ToString::to_string)
        });
        let shown = match (arg.get_long(), value) {
            (Some(long), Some(value)) => format!("--{long} {value}"),
            (Some(long), None) => format!("--{long}"),
            (None, value) => value.unwrap_or_default(),
        };
        let needed = arg.is_required_set() || (arg.is_positional() && arg.get_id() != "value");
        line.extend(if needed { [" ", &shown, ""] } else { [" [", &shown, "]"] });
    }
    line.replace('|', "\\|")
}

fn command_table(lang: Lang) -> String {
    let tree = jiping::cli::tree(lang);
    let (heads, bare) = if lang == Lang::Zh {
        ("命令 | 作用", "工作台：首页")
    } else {
        ("Command | What it does", "The workstation: home screen")
    };
    let mut table = format!("| {heads} |\n|---|---|\n| `jiping` | {bare} |\n");
    for command in tree.get_subcommands() {
        let about = command.get_about().map(ToString::to_string).unwrap_or_default();
        writeln!(table, "| `{}` | {about} |", synopsis(command)).unwrap();
    }
    table
}

/// One test for both tables, so that two renewals never write a file at once.
#[test]
fn keys_and_commands_are_those_of_the_program() {
    assert!(TABLE.iter().all(|r| ORDER.contains(&r.scope)), "a group of keys is missing from ORDER");
    for lang in LANGS {
        check(lang, "keys", &key_table(lang));
        check(lang, "commands", &command_table(lang));
    }
}

/// The code spans of a table cell.
fn spans(cell: &str) -> Vec<&str> {
    cell.split('`').skip(1).step_by(2).collect()
}

/// Types a code span: a named key (`Enter`, `^P`) or plain text.
fn press(stage: &mut Stage, span: &str) {
    const NAMED: [&str; 8] = ["enter", "esc", "tab", "up", "down", "pageup", "pagedown", "ctrl-p"];
    let named = NAMED.iter().find(|name| Key::parse(name).unwrap().to_string() == span);
    stage.press(&named.map_or_else(|| span.to_owned(), |name| format!("<{name}>")));
}

#[test]
fn the_tour_is_what_the_program_shows() {
    for lang in LANGS {
        let text = readme(lang);
        let steps: Vec<Vec<&str>> = section(&text, "tour")
            .lines()
            .filter(|l| l.starts_with("| ") && l.contains('`'))
            .map(|l| l.trim_matches('|').split(" | ").collect())
            .collect();
        assert!(steps.len() > 5, "the tour has no steps");
        for (width, height) in [(80, 24), (120, 40)] {
            let mut stage = Stage::full(lang, width, height);
            for step in &steps {
                for keys in spans(step[1]) {
                    press(&mut stage, keys);
                }
                for shown in spans(step[2]) {
                    let screen = stage.text();
                    assert!(screen.contains(shown), "{width}×{height} {step:?}: no {shown} in\n{screen}");
                }
            }
        }
    }
}

#[test]
fn the_example_scheme_loads_and_scores() {
    for lang in LANGS {
        let text = readme(lang);
        let example = section(&text, "scheme");
        let toml = example.split_once("```toml\n").unwrap().1.split_once("```").unwrap().0;
        let files = [SourceFile { name: "scheme.toml".to_owned(), bytes: toml.as_bytes().to_vec() }];
        let loaded = format::load("example", &files);
        assert!(loaded.problems.is_empty(), "{:?}", loaded.problems);
        // Ten patrols planned, nine made: 9 ÷ 10 × 10 = 9 points.
        let mut facts = vec![("patrol.planned".to_owned(), "10".to_owned())];
        facts.push(("patrol.total".to_owned(), "9".to_owned()));
        let mut ledger = Ledger::new([0; 16]);
        ledger.open_with(facts, &Stamp { at: stage::now(), actor: String::new() });
        let card = score::score(&loaded.scheme, ledger.facts(), None);
        assert_eq!(card.total.points.low.to_string(), "9.00");
        assert_eq!(card.total.points.high, card.total.points.low);
    }
}

#[test]
fn links_lead_to_files() {
    for file in ["README.md", "README.zh.md", "exports/README.md", "surveys/README.md"] {
        let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(file);
        let text = std::fs::read_to_string(&path).unwrap();
        for target in text.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(t, _)| t) {
            let target = target.split('#').next().unwrap_or_default();
            if target.is_empty() || target.starts_with("http") {
                continue;
            }
            assert!(path.parent().unwrap().join(target).exists(), "{file} links to {target}");
        }
    }
}
