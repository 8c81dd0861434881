//! Statistics of the question and the questionnaire in front, as rows.

use crate::app::work::{SurveyMode, Tab, Work};
use crate::i18n::Lang;
use crate::i18n::statistics::{self as words, Line, Weight};
use crate::i18n::width::{width, wrap};

/// A row: words, figure, and how it is set.
pub type Row = (String, String, Weight);

/// The question that is looked at: the one on the entry pane, or in the list.
pub fn question(work: &Work) -> Option<(usize, usize)> {
    let listed = || {
        let (questionnaire, question) = work.question_rows().get(work.view.questions.at).copied()?;
        Some((questionnaire, question.unwrap_or(0)))
    };
    let keyed = || {
        let path = &work.view.sheet.cell()?.path;
        let mut segments = path.split('.');
        let questionnaire = work.scheme.questionnaire(segments.next()?)?;
        let id = match work.view.mode? {
            SurveyMode::Form(_) => segments.nth(2),
            SurveyMode::Tally => segments.nth(1),
            SurveyMode::Second(_) | SurveyMode::Differences | SurveyMode::Suspects => None,
        };
        Some((questionnaire, work.scheme.questionnaires[questionnaire].question(id?)?))
    };
    if work.view.tab == Tab::Survey { keyed().or_else(listed) } else { listed() }
}

/// All rows, broken to `columns`. In the order of what changes with a key: the question, its cross
/// tables, what it means for the points, and the questionnaire as a whole.
pub fn rows(work: &Work, lang: Lang, columns: usize) -> Vec<Row> {
    let Some((q, n)) = question(work) else { return Vec::new() };
    let (Some(spec), Some(tabulation)) = (work.scheme.questionnaires.get(q), work.readings.surveys.get(q))
    else {
        return Vec::new();
    };
    let (Some(asked), Some(counts)) = (spec.questions.get(n), tabulation.questions.get(n)) else {
        return Vec::new();
    };
    if tabulation.questions.iter().all(|c| c.answers() == 0) {
        let text = wrap(&words::nothing_yet(lang), columns.saturating_sub(1));
        return text.into_iter().map(|line| (line, String::new(), Weight::Dim)).collect();
    }
    let rates = work.scheme.rates;
    let statistics = &work.statistics.now;
    let mut rows = Vec::new();
    let mut say = |lines: &[Line]| {
        if !lines.is_empty() && !rows.is_empty() {
            rows.push((String::new(), String::new(), Weight::Plain));
        }
        rows.extend(lines.iter().flat_map(|line| broken(line, columns)));
    };
    if let Some(figures) = statistics.summary.questions.get(n) {
        say(&words::question(lang, asked, counts, figures, rates));
    }
    if let Some(forms) = &statistics.forms {
        for cross in forms.crosses(spec).iter().filter(|c| c.question == n) {
            say(&words::cross(lang, spec, cross, rates, columns));
        }
    }
    let reads = statistics.outlooks.iter().filter(|o| o.questions.contains(&n));
    let reads: Vec<_> = reads.cloned().collect();
    if !reads.is_empty() {
        say(&[Line::heading(words::chances(lang))]);
        for outlook in &reads {
            rows.extend(
                words::outlook(lang, &work.scheme, outlook, rates).iter().flat_map(|l| broken(l, columns)),
            );
        }
        rows.extend(words::model_lines(lang, &reads).iter().flat_map(|l| broken(l, columns)));
    }
    let mut say = |lines: &[Line]| {
        rows.push((String::new(), String::new(), Weight::Plain));
        rows.extend(lines.iter().flat_map(|line| broken(line, columns)));
    };
    say(&words::whole(lang, spec, &statistics.summary, statistics.forms.as_ref(), rates));
    rows
}

/// A line that fits: sentences are broken, a figure without room beside its words goes below them.
fn broken(line: &Line, columns: usize) -> Vec<Row> {
    let room = columns.saturating_sub(1);
    if line.left.is_empty() || width(&line.left) + width(&line.right) < room {
        return vec![(line.left.clone(), line.right.clone(), line.weight)];
    }
    let mut rows: Vec<Row> =
        wrap(&line.left, room).into_iter().map(|text| (text, String::new(), line.weight)).collect();
    if !line.right.is_empty() {
        let beside = rows.last().is_some_and(|(text, ..)| width(text) + width(&line.right) < room);
        match rows.last_mut().filter(|_| beside) {
            Some(last) => last.1.clone_from(&line.right),
            None => rows.push((String::new(), line.right.clone(), line.weight)),
        }
    }
    rows
}
