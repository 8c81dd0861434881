//! Which language to speak: `--lang`, else `LC_ALL`, `LC_MESSAGES`, `LANG`, else 中文.
//!
//! Decided before the arguments are understood, so that even a wrong argument is refused in the
//! right language.

use std::ffi::OsString;

use crate::i18n::Lang;

/// A language and who asked for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// The person, with `--lang`.
    Flag(Lang),
    /// The environment, or nobody; remembered settings go before it.
    Environment(Lang),
}

impl Choice {
    /// The language.
    pub const fn lang(self) -> Lang {
        match self {
            Self::Flag(lang) | Self::Environment(lang) => lang,
        }
    }
}

/// The language for these arguments and this environment.
pub fn chosen(args: &[OsString]) -> Choice {
    let variables = ["LC_ALL", "LC_MESSAGES", "LANG"].map(|name| std::env::var(name).unwrap_or_default());
    from_args(args)
        .map_or_else(|| Choice::Environment(from_locales(&variables).unwrap_or_default()), Choice::Flag)
}

fn from_args(args: &[OsString]) -> Option<Lang> {
    let args: Vec<&str> = args.iter().map_while(|a| a.to_str()).take_while(|a| *a != "--").collect();
    let named = |name: &str| [Lang::Zh, Lang::En].into_iter().find(|l| l.name() == name);
    args.iter().enumerate().find_map(|(n, arg)| match arg.strip_prefix("--lang") {
        Some("") => named(args.get(n + 1)?),
        Some(value) => named(value.strip_prefix('=')?),
        None => None,
    })
}

/// The first locale that is set decides; `C` and `POSIX` name no language.
fn from_locales(locales: &[String]) -> Option<Lang> {
    let first = locales.iter().find(|l| !l.is_empty())?;
    let language = first.split(['_', '.', '@', '-']).next().unwrap_or_default();
    match language {
        "C" | "POSIX" => None,
        "zh" => Some(Lang::Zh),
        _ => Some(Lang::En),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn args(words: &[&str]) -> Option<Lang> {
        from_args(&words.iter().map(OsString::from).collect::<Vec<_>>())
    }

    fn locales(names: [&str; 3]) -> Option<Lang> {
        from_locales(&names.map(str::to_owned))
    }

    #[test]
    fn the_flag_decides_in_either_spelling() {
        assert_eq!(args(&["jiping", "--lang", "en", "score"]), Some(Lang::En));
        assert_eq!(args(&["jiping", "score", "--lang=zh"]), Some(Lang::Zh));
        assert_eq!(args(&["jiping", "--lang", "fr"]), None);
        assert_eq!(args(&["jiping", "set", "a.jp", "x", "--", "--lang=en"]), None);
    }

    #[test]
    fn the_first_locale_that_is_set_decides() {
        assert_eq!(locales(["en_GB.UTF-8", "", "zh_CN.UTF-8"]), Some(Lang::En));
        assert_eq!(locales(["", "", "zh_CN.UTF-8"]), Some(Lang::Zh));
        assert_eq!(locales(["", "", "de_DE"]), Some(Lang::En));
        assert_eq!(locales(["C.UTF-8", "", "en_US"]), None);
        assert_eq!(locales(["", "", ""]), None);
    }
}
