//! Every text a person reads, 中文 and English side by side.
//!
//! Texts are functions made by the macro `texts!`; a missing language or a misspelt argument does not
//! compile. Nothing here decides anything: language and arguments in, words out.

pub mod attachment;
pub mod batch;
pub mod charts;
pub mod cli;
pub mod command;
pub mod compare;
pub mod dossier;
pub mod export;
pub mod filled;
pub mod forms;
pub mod import;
pub mod label;
pub mod notice;
pub mod picture;
pub mod problem;
pub mod register;
pub mod replay;
pub mod rows;
pub mod safe;
pub mod statistics;
pub mod store;
pub mod table;
pub mod trace;
pub mod ui;
pub mod verify;
pub mod whatif;
pub mod width;
pub mod xlsform;

use crate::scheme::Label;

/// The languages of the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Lang {
    /// 中文.
    #[default]
    Zh,
    /// English.
    En,
}

impl Lang {
    /// The name used on the command line and in the settings.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Zh => "zh",
            Self::En => "en",
        }
    }

    /// The language with this name.
    pub fn named(name: &str) -> Option<Self> {
        [Self::Zh, Self::En].into_iter().find(|l| l.name() == name)
    }

    /// The scheme author's text in this language, or as written where there is no twin.
    pub fn label(self, label: &Label) -> &str {
        match (self, &label.en) {
            (Self::En, Some(en)) => en,
            _ => &label.text,
        }
    }
}

/// Declares texts: `name(arg: Type) => "中文 {arg}", "English {arg}";` becomes
/// `pub fn name(lang: Lang, arg: Type) -> String`.
///
/// English counts: `rows(n: usize) => "{n} 行", "{n} {rows}", rows = n["row" | "rows"];` makes
/// `{rows}` the first word where `n` is 1 and the second elsewhere.
macro_rules! texts {
    ($(
        $(#[$doc:meta])* $name:ident($($arg:ident: $ty:ty),*) => $zh:literal, $en:literal
        $(, $word:ident = $count:ident[$one:literal | $many:literal])*;
    )*) => {
        $(
            $(#[$doc])*
            pub fn $name(lang: $crate::i18n::Lang, $($arg: $ty),*) -> String {
                match lang {
                    $crate::i18n::Lang::Zh => format!($zh),
                    $crate::i18n::Lang::En => {
                        $(let $word = if $count == 1 { $one } else { $many };)*
                        format!($en)
                    }
                }
            }
        )*
    };
}
pub(crate) use texts;

#[cfg(test)]
mod tests {
    use super::*;

    texts! {
        taken(rows: usize, sheets: u64) => "{rows} 行，{sheets} 张", "{rows} {lines} of {sheets} {pages}", lines = rows["row" | "rows"], pages = sheets["sheet" | "sheets"];
    }

    #[test]
    fn one_is_counted_in_the_singular() {
        assert_eq!(taken(Lang::En, 1, 0), "1 row of 0 sheets");
        assert_eq!(taken(Lang::En, 21, 1), "21 rows of 1 sheet");
        assert_eq!(taken(Lang::Zh, 1, 2), "1 行，2 张");
        assert!(statistics::computed_of(Lang::En, 1, "3", "3").starts_with("1 form comes to a number"));
        assert!(store::database(Lang::En, 1).contains(" 1 place of its own structure"));
        assert!(trace::mean_of(Lang::En, "Need", 1, "of 9").starts_with("Need: mean of 1 question "));
        let many = notice::without_worth(Lang::En, "Q3", 4);
        assert!(many.starts_with("Q3: 4 answers, all of them without worth"), "{many}");
    }
}
