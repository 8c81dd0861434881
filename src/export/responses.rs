//! The forms themselves as files: by code, by label, with a codebook, and as SPSS syntax.
//!
//! These tables may hold a million rows, so they are written row by row. By code, what is no answer
//! has the numbers that survey platforms use (−2 blank, −3 not asked) and two more; a table by code
//! comes back through `import` as the same forms.

use std::io::{self, Write};

use super::Subject;
use super::csv::guarded;
use crate::i18n::forms as words;
use crate::i18n::safe::display_safe;
use crate::i18n::{Lang, label};
use crate::scheme::field::NON_ANSWERS;
use crate::scheme::questionnaire::QuestionKind;
use crate::scheme::{Question, Questionnaire};
use crate::survey::{DURATION, INVALID, Responses, SERIAL};

/// How blank, unreadable and refused answers are written by code.
const MISSING: [&str; NON_ANSWERS.len()] = ["-2", "-4", "-5"];
/// How a question that the form does not ask is written by code.
const NOT_ASKED: &str = "-3";
/// Most bytes of the words for a value, and of those for a variable, that SPSS takes.
const VALUE_LABEL: usize = 120;
/// See [`VALUE_LABEL`].
const VARIABLE_LABEL: usize = 255;
/// Words that are no name of a variable in SPSS.
const RESERVED: [&str; 13] =
    ["ALL", "AND", "BY", "EQ", "GE", "GT", "LE", "LT", "NE", "NOT", "OR", "TO", "WITH"];

/// The files of one questionnaire: what stands behind its id in the name, and what writes it.
pub(super) const FILES: [(&str, Writer); 4] =
    [("codes.csv", codes), ("labels.csv", labels), ("codebook.csv", codebook), ("spss.sps", syntax)];

/// Writes one file about the forms of a questionnaire.
pub(super) type Writer = fn(&Forms<'_>, &mut dyn Write) -> io::Result<()>;

/// The forms of a questionnaire.
pub(super) struct Forms<'a> {
    pub questionnaire: &'a Questionnaire,
    pub responses: &'a Responses,
    pub lang: Lang,
    /// The name of the file by code, which the syntax reads.
    pub data: String,
}

impl<'a> Forms<'a> {
    /// The questionnaires that have forms.
    pub fn all(subject: &Subject<'a>) -> Vec<Self> {
        let forms = |q: &'a Questionnaire| {
            let responses = subject.facts.responses(&q.id).filter(|r| !r.is_empty())?;
            let data = format!("responses-{}-{}", q.id, FILES[0].0);
            Some(Self { questionnaire: q, responses, lang: subject.lang, data })
        };
        subject.scheme.questionnaires.iter().filter_map(forms).collect()
    }

    /// Hands every form to `take`: its number and its answers in the order of the questions, with
    /// whether each is asked.
    fn each(&self, mut take: impl FnMut(u32, &[(Option<&str>, bool)]) -> io::Result<()>) -> io::Result<()> {
        let questions = &self.questionnaire.questions;
        let conditions = questions.iter().any(|q| q.show_if.is_some());
        for number in self.responses.numbers() {
            let given: Vec<Option<&str>> =
                questions.iter().map(|q| self.responses.get(number, &q.id)).collect();
            let shown = if conditions {
                self.questionnaire.shown(|n| given.get(n).copied().flatten())
            } else {
                vec![true; given.len()]
            };
            take(number, &given.into_iter().zip(shown).collect::<Vec<_>>())?;
        }
        Ok(())
    }

    /// What stands before the answers of a form: number, serial, time, whether it is valid.
    fn before(&self, number: u32) -> [String; 4] {
        let text = |key: &str| guarded(self.responses.get(number, key).unwrap_or_default()).into_owned();
        let valid = if self.responses.get(number, INVALID).is_none() { "1" } else { "0" };
        [number.to_string(), text(SERIAL), text(DURATION), valid.to_owned()]
    }
}

fn csv(out: &mut dyn Write) -> io::Result<::csv::Writer<&mut dyn Write>> {
    out.write_all("\u{FEFF}".as_bytes())?;
    Ok(::csv::WriterBuilder::new().flexible(true).from_writer(out))
}

/// The missing answer that this is, if it is one.
fn missing(answer: Option<&str>, shown: bool) -> Option<&'static str> {
    let none = |answer: &str| NON_ANSWERS.iter().position(|n| *n == answer).map(|n| MISSING[n]);
    match answer {
        Some(answer) => none(answer),
        None => Some(if shown { "" } else { NOT_ASKED }),
    }
}

fn codes(forms: &Forms<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut table = csv(out)?;
    let mut head = ["form", SERIAL, DURATION, "valid"].map(str::to_owned).to_vec();
    for question in &forms.questionnaire.questions {
        match &question.kind {
            QuestionKind::Multiple => {
                head.extend(question.choices.iter().map(|c| format!("{}/{}", question.id, c.code)));
            }
            _ => head.push(question.id.clone()),
        }
    }
    table.write_record(&head)?;
    forms.each(|number, answers| {
        let mut row = forms.before(number).to_vec();
        for (question, (answer, shown)) in forms.questionnaire.questions.iter().zip(answers) {
            let none = missing(*answer, *shown);
            match (&question.kind, none) {
                (QuestionKind::Multiple, Some(none)) => {
                    row.extend(question.choices.iter().map(|_| none.to_owned()));
                }
                (QuestionKind::Multiple, None) => {
                    let ticked = |code: &str| answer.unwrap_or_default().split(' ').any(|t| t == code);
                    let bit = |code: &str| if ticked(code) { "1" } else { "0" };
                    row.extend(question.choices.iter().map(|c| bit(&c.code).to_owned()));
                }
                (_, Some(none)) => row.push(none.to_owned()),
                (_, None) => row.push(guarded(answer.unwrap_or_default()).into_owned()),
            }
        }
        table.write_record(&row).map_err(io::Error::other)
    })?;
    table.flush()
}

fn labels(forms: &Forms<'_>, out: &mut dyn Write) -> io::Result<()> {
    let lang = forms.lang;
    let mut table = csv(out)?;
    let mut head = words::responses_head(lang);
    for question in &forms.questionnaire.questions {
        head.push(guarded(&format!("{} {}", question.id, lang.label(&question.text))).into_owned());
    }
    table.write_record(&head)?;
    forms.each(|number, answers| {
        let [number, serial, duration, valid] = forms.before(number);
        let mut row = vec![number, serial, duration, words::validity(lang, valid == "1")];
        for (question, (answer, shown)) in forms.questionnaire.questions.iter().zip(answers) {
            row.push(guarded(&worded(lang, question, *answer, *shown)).into_owned());
        }
        table.write_record(&row).map_err(io::Error::other)
    })?;
    table.flush()
}

/// An answer in words.
fn worded(lang: Lang, question: &Question, answer: Option<&str>, shown: bool) -> String {
    let Some(answer) = answer else {
        return if shown { String::new() } else { words::not_asked(lang) };
    };
    if let Some(words) = label::non_answer(lang, answer) {
        return words;
    }
    let choice = |code: &str| {
        let choice = question.choices.iter().find(|c| c.code == code);
        choice.map_or_else(|| code.to_owned(), |c| lang.label(&c.label).to_owned())
    };
    match question.kind {
        QuestionKind::Single => choice(answer),
        QuestionKind::Multiple => answer.split(' ').map(choice).collect::<Vec<_>>().join("; "),
        _ => answer.to_owned(),
    }
}

fn codebook(forms: &Forms<'_>, out: &mut dyn Write) -> io::Result<()> {
    let lang = forms.lang;
    let mut table = csv(out)?;
    table.write_record(words::codebook_head(lang))?;
    for (variable, question, choice) in variables(forms.questionnaire) {
        let text = match choice {
            Some(choice) => {
                format!("{} [{}]", lang.label(&question.text), lang.label(&question.choices[choice].label))
            }
            None => lang.label(&question.text).to_owned(),
        };
        let kind = words::kind(lang, &question.kind);
        let mut line = |code: &str, label: &str, worth: &str| {
            let cells = [&variable, &text, &kind, code, label, worth];
            table.write_record(cells.map(guarded_text))
        };
        match (choice, question.has_choices()) {
            (Some(_), _) => {
                line("1", &words::ticked(lang), "")?;
                line("0", &words::not_ticked(lang), "")?;
            }
            (None, true) => {
                for choice in &question.choices {
                    let worth = choice.value.map_or_else(String::new, |v| v.normalize().to_string());
                    line(&choice.code, lang.label(&choice.label), &worth)?;
                }
            }
            (None, false) => line("", "", "")?,
        }
        for (code, label) in missing_labels(lang) {
            line(code, &label, "")?;
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

/// The columns of the table by code: a name that SPSS takes, the question, and the choice where it
/// is a column of ticks.
fn variables(questionnaire: &Questionnaire) -> Vec<(String, &Question, Option<usize>)> {
    let mut names: Vec<String> = ["form", SERIAL, DURATION, "valid"].map(str::to_owned).to_vec();
    let mut variables = Vec::new();
    let mut add = |raw: &str, question, choice| {
        let letters: String = raw.chars().map(|c| if c.is_alphanumeric() { c } else { '_' }).collect();
        let starts = letters.starts_with(|c: char| c.is_alphabetic());
        let is_word = RESERVED.contains(&letters.to_uppercase().as_str());
        let base = if starts && !is_word { letters } else { format!("v_{letters}") };
        // At most 64 bytes, with room for a number that tells two apart.
        let base = cut(&base, 58).to_owned();
        let taken = |name: &String| names.iter().any(|n| n.eq_ignore_ascii_case(name));
        let name = std::iter::once(base.clone())
            .chain((2..1000).map(|n| format!("{base}_{n}")))
            .find(|name| !taken(name))
            .unwrap_or(base);
        names.push(name.clone());
        variables.push((name, question, choice));
    };
    for question in &questionnaire.questions {
        if question.is_multiple() {
            for (n, choice) in question.choices.iter().enumerate() {
                add(&format!("{}_{}", question.id, choice.code), question, Some(n));
            }
        } else {
            add(&question.id, question, None);
        }
    }
    variables
}

/// What a variable is in SPSS: a number, or text with so many bytes.
fn is_numeric(question: &Question, choice: Option<usize>) -> bool {
    let digits = |code: &str| !code.is_empty() && code.len() < 9 && code.bytes().all(|b| b.is_ascii_digit());
    match question.kind {
        QuestionKind::Multiple => choice.is_some(),
        QuestionKind::Single => question.choices.iter().all(|c| digits(&c.code)),
        QuestionKind::Number(_) => true,
        QuestionKind::Date | QuestionKind::Text => false,
    }
}

fn syntax(forms: &Forms<'_>, out: &mut dyn Write) -> io::Result<()> {
    let (lang, variables) = (forms.lang, variables(forms.questionnaire));
    // SPSS takes a file with a byte order mark for UTF-8 whatever the computer's language.
    writeln!(out, "\u{FEFF}* Encoding: UTF-8.")?;
    writeln!(out, "GET DATA /TYPE=TXT /FILE={} /ENCODING='UTF8'", quoted(&forms.data, 4096))?;
    writeln!(out, "  /DELCASE=LINE /DELIMITERS=\",\" /QUALIFIER='\"' /ARRANGEMENT=DELIMITED /FIRSTCASE=2")?;
    writeln!(out, "  /VARIABLES=\n  form F8.0\n  {SERIAL} A64\n  {DURATION} F8.0\n  valid F1.0")?;
    for (name, question, choice) in &variables {
        let format = match (&question.kind, is_numeric(question, *choice)) {
            (QuestionKind::Number(spec), _) => format!("F16.{}", spec.decimals),
            (_, true) => "F8.0".to_owned(),
            (QuestionKind::Text, false) => "A2000".to_owned(),
            (_, false) => "A64".to_owned(),
        };
        writeln!(out, "  {name} {format}")?;
    }
    writeln!(out, "  .\nVARIABLE LABELS")?;
    for (name, question, choice) in &variables {
        let mut text = lang.label(&question.text).to_owned();
        if let Some(choice) = choice.and_then(|n| question.choices.get(n)) {
            text = format!("{text} [{}]", lang.label(&choice.label));
        }
        writeln!(out, "  {name} {}", quoted(&text, VARIABLE_LABEL))?;
    }
    writeln!(out, "  .\nVALUE LABELS")?;
    for (n, (name, question, choice)) in variables.iter().enumerate() {
        write!(out, "  {}{name}", if n == 0 { "" } else { "/" })?;
        let numeric = is_numeric(question, *choice);
        let code = |code: &str| if numeric { code.to_owned() } else { quoted(code, VALUE_LABEL) };
        let mut label =
            |value: &str, text: &str| write!(out, " {} {}", code(value), quoted(text, VALUE_LABEL));
        if choice.is_some() {
            label("1", &words::ticked(lang))?;
            label("0", &words::not_ticked(lang))?;
        } else {
            for choice in &question.choices {
                label(&choice.code, lang.label(&choice.label))?;
            }
        }
        for (value, text) in missing_labels(lang) {
            label(value, &text)?;
        }
        writeln!(out)?;
    }
    writeln!(out, "  .")?;
    for (name, question, choice) in &variables {
        if is_numeric(question, *choice) {
            writeln!(out, "MISSING VALUES {name} (-5 THRU -2).")?;
        } else if !matches!(question.kind, QuestionKind::Text) {
            // Texts take at most three single values; refused answers keep their label.
            writeln!(out, "MISSING VALUES {name} ('-2', '-3', '-4').")?;
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
