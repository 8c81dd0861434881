//! What the table of forms by code holds: a codebook, and syntax that SPSS reads it with.

use std::io::{self, Write};

use super::csv::guarded;
use super::responses::{Forms, MISSING, NOT_ASKED, csv};
use crate::i18n::forms::{self as words, SKIPPED};
use crate::i18n::safe::display_safe;
use crate::i18n::{Lang, label};
use crate::scheme::condition::{Calculation, Known};
use crate::scheme::field::NON_ANSWERS;
use crate::scheme::questionnaire::{Aside, Column, QuestionKind};
use crate::scheme::{Question, Questionnaire};
use crate::survey::{DURATION, SERIAL};

/// Most bytes of the words for a value, and of those for a variable, that SPSS takes.
const VALUE_LABEL: usize = 120;
/// See [`VALUE_LABEL`].
const VARIABLE_LABEL: usize = 255;
/// Words that are no name of a variable in SPSS.
const RESERVED: [&str; 13] =
    ["ALL", "AND", "BY", "EQ", "GE", "GT", "LE", "LT", "NE", "NOT", "OR", "TO", "WITH"];

/// What a column of the table by code holds.
enum Holds<'a> {
    /// Answers to a question.
    Answer(&'a Question),
    /// Whether a choice of it, by its place, was ticked.
    Tick(&'a Question, usize),
    /// What is computed.
    Value(&'a Aside, &'a Calculation),
}

/// A column of the table by code, with a name that SPSS takes.
struct Variable<'a> {
    name: String,
    holds: Holds<'a>,
}

impl Variable<'_> {
    /// Its wording.
    fn text(&self, lang: Lang) -> String {
        match self.holds {
            Holds::Answer(question) => lang.wording(&question.text).into_owned(),
            Holds::Tick(question, choice) => {
                let choice =
                    question.choices.get(choice).map_or_else(Default::default, |c| lang.wording(&c.label));
                format!("{} [{choice}]", lang.wording(&question.text))
            }
            Holds::Value(aside, _) => lang.wording(&aside.text).into_owned(),
        }
    }

    /// Whether it is a number in SPSS; else it is text.
    fn is_numeric(&self) -> bool {
        let digits =
            |code: &str| !code.is_empty() && code.len() < 9 && code.bytes().all(|b| b.is_ascii_digit());
        match self.holds {
            Holds::Tick(..) => true,
            Holds::Answer(question) => match question.kind {
                QuestionKind::Single => question.choices.iter().all(|c| digits(&c.code)),
                QuestionKind::Number(_) => true,
                QuestionKind::Multiple | QuestionKind::Date | QuestionKind::Text => false,
            },
            Holds::Value(_, calculation) => calculation.value.is_number(),
        }
    }

    /// Whether numbers stand in it for what is no answer.
    fn has_missing_codes(&self) -> bool {
        match self.holds {
            Holds::Answer(question) => !question.takes_negatives(),
            Holds::Tick(..) => true,
            Holds::Value(..) => false,
        }
    }

    fn format(&self) -> String {
        match (&self.holds, self.is_numeric()) {
            (Holds::Answer(Question { kind: QuestionKind::Number(spec), .. }), _) => {
                format!("F16.{}", spec.decimals)
            }
            (Holds::Value(..), true) => format!("F16.{}", label::COMPUTED_PLACES),
            (_, true) => "F8.0".to_owned(),
            (Holds::Answer(Question { kind: QuestionKind::Text, .. }) | Holds::Value(..), false) => {
                "A2000".to_owned()
            }
            (_, false) => "A64".to_owned(),
        }
    }

    /// The codes that it may hold, with their words.
    fn values(&self, lang: Lang) -> Vec<(String, String)> {
        let mut values: Vec<(String, String)> = match self.holds {
            Holds::Tick(..) => {
                vec![("1".to_owned(), words::ticked(lang)), ("0".to_owned(), words::not_ticked(lang))]
            }
            Holds::Answer(question) => {
                let choice =
                    |c: &crate::scheme::Choice| (c.code.clone(), lang.wording(&c.label).into_owned());
                question.choices.iter().map(choice).collect()
            }
            Holds::Value(..) => Vec::new(),
        };
        if self.has_missing_codes() {
            values.extend(missing_labels(lang).into_iter().map(|(code, label)| (code.to_owned(), label)));
        }
        values
    }
}

/// Every variable, each of its codes on a line; what is computed has its formula there.
pub(super) fn codebook(forms: &Forms<'_>, out: &mut dyn Write) -> io::Result<()> {
    let lang = forms.lang;
    let mut table = csv(out)?;
    table.write_record(words::codebook_head(lang))?;
    let calculations = forms.questionnaire.calculations();
    for variable in variables(forms.questionnaire) {
        let text = variable.text(lang);
        let kind = match variable.holds {
            Holds::Answer(question) | Holds::Tick(question, _) => words::kind(lang, &question.kind),
            Holds::Value(..) => words::kind_computed(lang),
        };
        let mut line = |code: &str, label: &str, worth: &str| {
            let cells = [&variable.name, &text, &kind, code, label, worth];
            table.write_record(cells.map(guarded_text))
        };
        if let Holds::Value(aside, calculation) = variable.holds {
            let questions = &forms.questionnaire.questions[..aside.before];
            let known = Known { questions, calculations: &calculations, own: None };
            line("", &calculation.value.print(known), "")?;
            continue;
        }
        if let Holds::Answer(question) = variable.holds
            && !question.has_choices()
        {
            line("", "", "")?;
        }
        let worth = |n: usize| match variable.holds {
            Holds::Answer(question) => question.choices.get(n).and_then(|c| c.value),
            _ => None,
        };
        for (n, (code, label)) in variable.values(lang).iter().enumerate() {
            line(code, label, &worth(n).map_or_else(String::new, |v| v.normalize().to_string()))?;
        }
        if !variable.has_missing_codes() {
            for code in NON_ANSWERS {
                line(code, &label::non_answer(lang, code).unwrap_or_default(), "")?;
            }
            line(SKIPPED[0], &words::not_asked(lang), "")?;
        }
    }
    table.flush()
}

/// Numbers stay numbers, words are made safe.
fn guarded_text(text: &str) -> String {
    let is_number = text.strip_prefix('-').is_some_and(|t| t.bytes().all(|b| b.is_ascii_digit()));
    if is_number { text.to_owned() } else { guarded(text).into_owned() }
}

/// The codes of what is no answer, with their words.
fn missing_labels(lang: Lang) -> Vec<(&'static str, String)> {
    let none =
        |(n, code): (&&'static str, &'static str)| (code, label::non_answer(lang, n).unwrap_or_default());
    let mut all: Vec<_> = NON_ANSWERS.iter().zip(MISSING).map(none).collect();
    all.insert(1, (NOT_ASKED, words::not_asked(lang)));
    all
}

/// The columns of the table by code.
fn variables(questionnaire: &Questionnaire) -> Vec<Variable<'_>> {
    let mut names: Vec<String> = ["form", SERIAL, DURATION, "valid"].map(str::to_owned).to_vec();
    let mut variables = Vec::new();
    let mut add = |raw: &str, holds| {
        let name = free_name(raw, &names);
        names.push(name.clone());
        variables.push(Variable { name, holds });
    };
    for column in questionnaire.columns() {
        match column {
            Column::Asked(_, question) if question.is_multiple() => {
                for (n, choice) in question.choices.iter().enumerate() {
                    add(&format!("{}_{}", question.id, choice.code), Holds::Tick(question, n));
                }
            }
            Column::Asked(_, question) => add(&question.id, Holds::Answer(question)),
            Column::Computed(aside, calculation) => add(&aside.id, Holds::Value(aside, calculation)),
        }
    }
    variables
}

/// A name for a variable that SPSS takes and no other has.
fn free_name(raw: &str, taken: &[String]) -> String {
    let letters: String = raw.chars().map(|c| if c.is_alphanumeric() { c } else { '_' }).collect();
    let starts = letters.starts_with(|c: char| c.is_alphabetic());
    let is_word = RESERVED.contains(&letters.to_uppercase().as_str());
    let base = if starts && !is_word { letters } else { format!("v_{letters}") };
    // At most 64 bytes, with room for a number that tells two apart.
    let base = cut(&base, 58).to_owned();
    let is_free = |name: &String| !taken.iter().any(|n| n.eq_ignore_ascii_case(name));
    std::iter::once(base.clone())
        .chain((2..1000).map(|n| format!("{base}_{n}")))
        .find(is_free)
        .unwrap_or(base)
}

/// Syntax that reads the table by code and says what its variables and values mean.
pub(super) fn syntax(forms: &Forms<'_>, out: &mut dyn Write) -> io::Result<()> {
    let (lang, variables) = (forms.lang, variables(forms.questionnaire));
    // SPSS takes a file with a byte order mark for UTF-8 whatever the computer's language.
    writeln!(out, "\u{FEFF}* Encoding: UTF-8.")?;
    writeln!(out, "GET DATA /TYPE=TXT /FILE={} /ENCODING='UTF8'", quoted(&forms.data, 4096))?;
    writeln!(out, "  /DELCASE=LINE /DELIMITERS=\",\" /QUALIFIER='\"' /ARRANGEMENT=DELIMITED /FIRSTCASE=2")?;
    writeln!(out, "  /VARIABLES=\n  form F8.0\n  {SERIAL} A64\n  {DURATION} F8.0\n  valid F1.0")?;
    for variable in &variables {
        writeln!(out, "  {} {}", variable.name, variable.format())?;
    }
    writeln!(out, "  .\nVARIABLE LABELS")?;
    for variable in &variables {
        writeln!(out, "  {} {}", variable.name, quoted(&variable.text(lang), VARIABLE_LABEL))?;
    }
    writeln!(out, "  .\nVALUE LABELS")?;
    let mut between = "  ";
    for variable in &variables {
        let values = variable.values(lang);
        if values.is_empty() {
            continue;
        }
        write!(out, "{between}{}", variable.name)?;
        between = "  /";
        for (code, label) in values {
            let code = if variable.is_numeric() { code } else { quoted(&code, VALUE_LABEL) };
            write!(out, " {code} {}", quoted(&label, VALUE_LABEL))?;
        }
        writeln!(out)?;
    }
    writeln!(out, "  .")?;
    for variable in variables.iter().filter(|v| v.has_missing_codes()) {
        let is_text = matches!(variable.holds, Holds::Answer(Question { kind: QuestionKind::Text, .. }));
        if variable.is_numeric() {
            writeln!(out, "MISSING VALUES {} (-5 THRU -2).", variable.name)?;
        } else if !is_text {
            // Texts take at most three single values; refused answers keep their label.
            writeln!(out, "MISSING VALUES {} ('-2', '-3', '-4').", variable.name)?;
        }
    }
    writeln!(out, "EXECUTE.")
}

/// Text in quotes as SPSS reads it, on one line and not too long.
fn quoted(text: &str, most: usize) -> String {
    let line: String = display_safe(text).chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    format!("'{}'", cut(&line, most).replace('\'', "''"))
}

/// The beginning of a text that has at most so many bytes.
fn cut(text: &str, most: usize) -> &str {
    let end = (0..=most.min(text.len())).rev().find(|n| text.is_char_boundary(*n)).unwrap_or(0);
    &text[..end]
}
