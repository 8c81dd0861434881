//! Which column holds what: headings matched to questions, and what a person said about it.
//!
//! A column is matched by what is surest: what a person said, the question's id, its exact
//! wording, its number together with a wording that is near, and last a near wording or a number
//! alone, which the report asks to look at.

use std::collections::BTreeMap;

use strsim::osa_distance;

use crate::i18n::forms::{BEHIND_NUMBERS, DURATIONS, META, NUMBERED, SERIALS};
use crate::ledger::Digest;
use crate::scheme::field::fold_width;
use crate::scheme::{Label, Question, Questionnaire};

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Nothing that is taken over.
    Ignored,
    /// The number that the platform or the paper gives the form.
    Serial,
    /// The time somebody took to answer.
    Duration,
    /// Answers to this question.
    Answer(usize),
    /// Whether this choice of this question was ticked.
    Tick(usize, usize),
}

/// Why a column is taken for what it is, the surest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ground {
    /// Somebody said so now.
    Said,
    /// Somebody said so when a table with these headings came in before.
    Remembered,
    /// Its heading is the id.
    Id,
    /// Its heading is the wording.
    Wording,
    /// Its heading has the number and nearly the wording.
    NumberAndWording,
    /// Its heading is nearly the wording.
    NearWording,
    /// Its heading has the number; the wording is another.
    NumberOnly,
    /// Its heading is one that platforms add.
    Platform,
    /// Its heading is that of a value which is computed from the answers.
    Computed,
    /// Its heading is like nothing that is asked.
    Unknown,
}

impl Ground {
    /// Whether a person should look at it.
    pub const fn is_doubtful(self) -> bool {
        matches!(self, Self::NearWording | Self::NumberOnly)
    }
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its heading as it stands.
    pub heading: String,
    /// What it holds.
    pub role: Role,
    /// Why.
    pub ground: Ground,
}

/// All columns of a table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Mapping {
    /// In the order of the table.
    pub columns: Vec<Column>,
    /// Questions without a column.
    pub without: Vec<usize>,
    /// Columns that hold what an earlier one holds already; they are passed over.
    pub repeated: Vec<usize>,
}

/// What cannot be done with what a person said about a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mismatch {
    /// No column has this heading.
    NoColumn(String),
    /// The questionnaire has no such question.
    NoQuestion(String),
    /// The question has no such choice.
    NoChoice(String),
}

/// Fingerprint of a table's layout: its headings in order, whatever stands below.
pub fn layout(headings: &[String]) -> String {
    let mut bytes = Vec::new();
    for heading in headings {
        bytes.extend_from_slice(plain(heading).as_bytes());
        bytes.push(0);
    }
    Digest::of(&bytes).to_string()[..16].to_owned()
}

/// The mapping in one line, to be remembered: `COLUMN=ROLE` for each column that holds anything,
/// columns counted from 1.
pub fn remember(mapping: &Mapping, questionnaire: &Questionnaire) -> String {
    let said = mapping.columns.iter().enumerate().filter(|(_, c)| c.role != Role::Ignored);
    let said: Vec<String> =
        said.map(|(n, c)| format!("{}={}", n + 1, role_word(c.role, questionnaire))).collect();
    said.join(" ")
}

/// A role as it is written: `-`, `serial`, `duration`, `Q1`, `Q6/2`.
pub fn role_word(role: Role, questionnaire: &Questionnaire) -> String {
    let question = |q: usize| questionnaire.questions.get(q);
    match role {
        Role::Ignored => "-".to_owned(),
        Role::Serial => "serial".to_owned(),
        Role::Duration => "duration".to_owned(),
        Role::Answer(q) => question(q).map_or_else(String::new, |q| q.id.clone()),
        Role::Tick(q, choice) => question(q).map_or_else(String::new, |q| {
            format!("{}/{}", q.id, q.choices.get(choice).map_or("", |c| c.code.as_str()))
        }),
    }
}

/// Reads a role as [`role_word`] writes it.
///
/// # Errors
/// What it names and is not there.
pub fn parse_role(word: &str, questionnaire: &Questionnaire) -> Result<Role, Mismatch> {
    let (id, code) = word.split_once('/').map_or((word, None), |(id, code)| (id, Some(code)));
    if let Some(question) = questionnaire.question(id) {
        let Some(code) = code else { return Ok(Role::Answer(question)) };
        let choice = questionnaire.questions[question].choices.iter().position(|c| c.code == code);
        return choice.map(|c| Role::Tick(question, c)).ok_or_else(|| Mismatch::NoChoice(word.to_owned()));
    }
    match word {
        "-" => Ok(Role::Ignored),
        "serial" => Ok(Role::Serial),
        "duration" => Ok(Role::Duration),
        _ => Err(Mismatch::NoQuestion(word.to_owned())),
    }
}

/// Matches headings to questions. `said` are pairs of a column (its heading, its number from 1,
/// or its letters as in a spreadsheet) and a role as [`role_word`] writes it; `remembered` is what
/// [`remember`] gave for the same layout before.
///
/// # Errors
/// What was said and cannot be.
pub fn map(
    questionnaire: &Questionnaire,
    headings: &[String],
    said: &[(String, String)],
    remembered: Option<&str>,
) -> Result<Mapping, Mismatch> {
    let mut columns: Vec<Column> = match remembered {
        Some(line) => recall(questionnaire, headings, line),
        None => headings.iter().map(|h| guess(questionnaire, h)).collect(),
    };
    for (column, role) in said {
        let number = column_number(headings, column).ok_or_else(|| Mismatch::NoColumn(column.clone()))?;
        let role = parse_role(role, questionnaire)?;
        // What a person says leaves no room for a guess about the same question.
        let same = |c: &&mut Column| role != Role::Ignored && c.role == role && c.ground != Ground::Said;
        columns.iter_mut().filter(same).for_each(|c| c.role = Role::Ignored);
        columns[number].role = role;
        columns[number].ground = Ground::Said;
    }
    Ok(settled(questionnaire, columns))
}

/// Every role once: the column with the better ground has it, of two alike the first.
fn settled(questionnaire: &Questionnaire, mut columns: Vec<Column>) -> Mapping {
    let mut best: BTreeMap<(usize, Option<usize>), usize> = BTreeMap::new();
    let mut repeated = Vec::new();
    for n in 0..columns.len() {
        let key = match columns[n].role {
            Role::Ignored => continue,
            Role::Serial => (usize::MAX, Some(0)),
            Role::Duration => (usize::MAX, Some(1)),
            Role::Answer(q) => (q, None),
            Role::Tick(q, c) => (q, Some(c)),
        };
        let loser = match best.get(&key).copied() {
            None => {
                best.insert(key, n);
                continue;
            }
            Some(other) if columns[n].ground < columns[other].ground => {
                best.insert(key, n);
                other
            }
            Some(_) => n,
        };
        columns[loser].role = Role::Ignored;
        repeated.push(loser);
    }
    let has =
        |q: usize| columns.iter().any(|c| matches!(c.role, Role::Answer(n) | Role::Tick(n, _) if n == q));
    let without = (0..questionnaire.questions.len()).filter(|q| !has(*q)).collect();
    repeated.sort_unstable();
    Mapping { columns, without, repeated }
}

fn recall(questionnaire: &Questionnaire, headings: &[String], line: &str) -> Vec<Column> {
    let mut roles = vec![Role::Ignored; headings.len()];
    for entry in line.split(' ') {
        if let Some((number, role)) = entry.split_once('=')
            && let Some(slot) = number.parse::<usize>().ok().and_then(|n| roles.get_mut(n.checked_sub(1)?))
            && let Ok(role) = parse_role(role, questionnaire)
        {
            *slot = role;
        }
    }
    let column = |(heading, role): (&String, Role)| {
        let ground =
            if role == Role::Ignored { guess(questionnaire, heading).ground } else { Ground::Remembered };
        let is_plain = matches!(ground, Ground::Platform | Ground::Computed);
        let ground = if role == Role::Ignored && !is_plain { Ground::Remembered } else { ground };
        Column { heading: heading.clone(), role, ground }
    };
    headings.iter().zip(roles).map(column).collect()
}

/// The column that somebody means: by heading, by number from 1, by letters as in a spreadsheet,
/// or, whatever headings say, by `#` and its number.
fn column_number(headings: &[String], word: &str) -> Option<usize> {
    // `#3` is the third whatever headings say.
    if let Some(number) = word.strip_prefix('#').and_then(|n| n.parse::<usize>().ok()) {
        return number.checked_sub(1).filter(|n| *n < headings.len());
    }
    let wanted = plain(word);
    if let Some(n) = headings.iter().position(|h| plain(h) == wanted) {
        return Some(n);
    }
    let letters = |word: &str| {
        let digit = |n: usize, b: u8| {
            b.is_ascii_uppercase().then(|| n.saturating_mul(26).saturating_add(usize::from(b - b'A') + 1))
        };
        word.bytes().try_fold(0, digit)
    };
    let number = word.parse::<usize>().ok().or_else(|| letters(word));
    number.and_then(|n| n.checked_sub(1)).filter(|n| *n < headings.len())
}

fn guess(questionnaire: &Questionnaire, heading: &str) -> Column {
    let (role, ground) = role_of(questionnaire, heading);
    Column { heading: heading.to_owned(), role, ground }
}

fn role_of(questionnaire: &Questionnaire, heading: &str) -> (Role, Ground) {
    let words = plain(heading);
    let questions = &questionnaire.questions;
    if words.is_empty() {
        return (Role::Ignored, Ground::Unknown);
    }
    if let Some(q) = questions.iter().position(|q| plain(&q.id) == words) {
        return (Role::Answer(q), Ground::Id);
    }
    if let Some(tick) = id_and_code(questionnaire, heading) {
        return (tick, Ground::Id);
    }
    if is_computed(questionnaire, heading) {
        return (Role::Ignored, Ground::Computed);
    }
    if let Some(q) = questions.iter().position(|q| is_wording(&q.text, &words)) {
        return (Role::Answer(q), Ground::Wording);
    }
    if let Some(role) = in_group(questionnaire, heading) {
        return (role, Ground::Id);
    }
    if let Some(found) = of_platform(&words) {
        return found;
    }
    if let Some((number, inner)) = in_brackets(heading) {
        return bracketed(questionnaire, number, &inner);
    }
    let numbered = number_and_words(heading);
    let text = numbered.as_ref().map_or(words.clone(), |(_, text)| plain(text));
    if let Some(q) = questions.iter().position(|q| is_wording(&q.text, &text)) {
        return (Role::Answer(q), Ground::Wording);
    }
    let near = nearest_question(questions, &text);
    match (numbered.and_then(|(n, _)| by_number(questionnaire, n)), near) {
        (Some(q), Some(near)) if q == near => (Role::Answer(q), Ground::NumberAndWording),
        (_, Some(near)) => (Role::Answer(near), Ground::NearWording),
        (Some(q), None) => (Role::Answer(q), Ground::NumberOnly),
        (None, None) => (Role::Ignored, Ground::Unknown),
    }
}

fn of_platform(words: &str) -> Option<(Role, Ground)> {
    let is = |names: &[&str]| names.iter().any(|n| plain(n) == words);
    if is(&SERIALS) {
        Some((Role::Serial, Ground::Platform))
    } else if is(&DURATIONS) {
        Some((Role::Duration, Ground::Platform))
    } else if is(&META) {
        Some((Role::Ignored, Ground::Platform))
    } else {
        None
    }
}

/// `group/Q6`, `group/Q6/2` and `group-Q6`, as Kobo and ODK put groups before names.
fn in_group(questionnaire: &Questionnaire, heading: &str) -> Option<Role> {
    let cuts = heading.match_indices(['/', '-']).map(|(at, sign)| heading[at + sign.len()..].trim());
    let mut tails = cuts.filter(|tail| !tail.is_empty());
    tails.find_map(|tail| {
        let role = questionnaire.question(tail).map(Role::Answer);
        role.or_else(|| id_and_code(questionnaire, tail).filter(|_| tail.contains('/')))
    })
}

/// The id of a value that is computed, with or without groups before it.
fn is_computed(questionnaire: &Questionnaire, heading: &str) -> bool {
    let heading = heading.trim();
    let tails = heading.match_indices(['/', '-']).map(|(at, sign)| &heading[at + sign.len()..]);
    let computed = |name: &str| questionnaire.asides.iter().any(|a| a.value.is_some() && a.id == name.trim());
    std::iter::once(heading).chain(tails).any(computed)
}

/// `Q6/2`, as ODK and Kobo name the columns of ticks; `Q6_2` as others do.
fn id_and_code(questionnaire: &Questionnaire, heading: &str) -> Option<Role> {
    let heading = heading.trim();
    let (id, code) = heading.rsplit_once('/').or_else(|| heading.rsplit_once('_'))?;
    let question = questionnaire.question(id)?;
    let choice = questionnaire.questions[question].choices.iter().position(|c| c.code == code)?;
    Some(Role::Tick(question, choice))
}

/// A heading such as 第6题(选项): its number and what stands in the brackets, which may hold
/// brackets itself.
fn in_brackets(heading: &str) -> Option<(usize, String)> {
    let folded = fold_width(heading.trim());
    let (number, rest) = folded.strip_prefix(NUMBERED.0)?.split_once(NUMBERED.1)?;
    let inner = rest.trim().strip_prefix('(')?.strip_suffix(')')?;
    Some((number.trim().parse().ok()?, inner.to_owned()))
}

/// One choice of a multiple choice, or one row of a matrix, which is a question of its own.
fn bracketed(questionnaire: &Questionnaire, number: usize, inner: &str) -> (Role, Ground) {
    let words = plain(inner);
    if let Some(q) = by_number(questionnaire, number) {
        let choices = &questionnaire.questions[q].choices;
        if let Some(choice) = choices.iter().position(|c| is_wording(&c.label, &words)) {
            return (Role::Tick(q, choice), Ground::Wording);
        }
    }
    let questions = &questionnaire.questions;
    if let Some(q) = questions.iter().position(|q| is_wording(&q.text, &words)) {
        return (Role::Answer(q), Ground::Wording);
    }
    match nearest_question(questions, &words) {
        Some(q) => (Role::Answer(q), Ground::NearWording),
        None => (Role::Ignored, Ground::Unknown),
    }
}

/// `6、题干`, `6.题干`, `Q6 题干`: the number and the words behind it.
fn number_and_words(heading: &str) -> Option<(usize, String)> {
    let heading = heading.trim().trim_start_matches(NUMBERED.0).trim_start_matches(['Q', 'q']);
    let folded: Vec<char> = heading.chars().collect();
    let is_digit = |c: &&char| c.is_ascii_digit() || ('\u{FF10}'..='\u{FF19}').contains(*c);
    let digits: String = folded.iter().take_while(is_digit).collect();
    let behind: String = folded[digits.chars().count()..].iter().collect();
    let number = fold_width(&digits).parse().ok()?;
    let words = behind.trim_start_matches(NUMBERED.1).trim_start_matches(BEHIND_NUMBERS);
    Some((number, words.to_owned()))
}

/// The question that has this number on the paper: by its id if ids are numbers, else in order.
fn by_number(questionnaire: &Questionnaire, number: usize) -> Option<usize> {
    let by_id = questionnaire
        .questions
        .iter()
        .position(|q| q.id.trim_start_matches(|c: char| c.is_ascii_alphabetic()) == number.to_string());
    by_id.or_else(|| number.checked_sub(1).filter(|n| *n < questionnaire.questions.len()))
}

/// The question whose wording is nearest, if at most a quarter of it is another.
fn nearest_question(questions: &[Question], words: &str) -> Option<usize> {
    let length = words.chars().count();
    // A heading of thousands of characters is none.
    if !(3..=400).contains(&length) {
        return None;
    }
    let distance = |q: &Question| {
        let both = std::iter::once(&q.text.text).chain(&q.text.en).map(|t| plain(t));
        both.map(|t| (osa_distance(words, &t) * 4, t.chars().count().max(length))).min_by_key(|(d, _)| *d)
    };
    let near = questions.iter().enumerate().filter_map(|(n, q)| Some((distance(q)?, n)));
    let mut near: Vec<_> = near.filter(|((d, length), _)| d <= length).map(|((d, _), n)| (d, n)).collect();
    near.sort_unstable();
    match near.as_slice() {
        [(first, _), (second, _), ..] if first == second => None,
        [(_, n), ..] => Some(*n),
        [] => None,
    }
}

/// Whether `words` (made plain) are the label in either language.
pub(super) fn is_wording(label: &Label, words: &str) -> bool {
    plain(&label.text) == *words || label.en.as_ref().is_some_and(|en| plain(en) == *words)
}

/// Text made comparable: half width, small letters, no spaces and no punctuation at its ends.
pub(super) fn plain(text: &str) -> String {
    let folded: String =
        text.chars().filter(|c| !c.is_whitespace()).map(crate::scheme::field::fold_char).collect();
    let edges: &[char] = &['?', '.', ':', ',', '*', '!', '\u{FEFF}'];
    folded.trim_matches(edges).to_lowercase()
}
