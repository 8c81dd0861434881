//! The overview: what is still open, where points were lost, what needs a look.

use crate::app::figures;
use crate::app::screen::dossier::Section;
use crate::app::sheet::{Target, Tone};
use crate::app::work::Work;
use crate::dossier::links::undescribed;
use crate::format::diagnose::position;
use crate::i18n::width::wrap;
use crate::i18n::{Lang, dossier, notice, problem, register, ui};
use crate::scheme::Register;
use crate::score::NoticeKind;

/// A row of the overview.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// What.
    pub text: String,
    /// Its figure, at the right.
    pub figure: String,
    /// How it is meant; headings are plain without a target.
    pub tone: Tone,
    /// Where Enter leads.
    pub target: Option<Target>,
}

fn heading(text: String, figure: String) -> Row {
    Row { text, figure, tone: Tone::Plain, target: None }
}

/// All rows.
pub fn rows(work: &Work, lang: Lang, width: usize) -> Vec<Row> {
    let mut rows = Vec::new();
    if work.ledger.facts().cells().all(|(path, _)| path.starts_with(crate::ledger::SCHEME_PREFIX))
        && work.scheme.questionnaires.iter().all(|q| work.ledger.facts().responses(&q.id).is_none())
    {
        rows.push(Row { text: ui::nothing_yet(lang), figure: String::new(), tone: Tone::Dim, target: None });
    }
    open_rows(work, lang, &mut rows);
    lost_rows(work, lang, &mut rows);
    signature_rows(work, lang, width, &mut rows);
    notice_rows(work, lang, width, &mut rows);
    rows
}

fn name(work: &Work, n: usize, lang: Lang) -> String {
    format!("  {}", lang.label(&work.scheme.indicators[n].name))
}

/// What there is of each questionnaire, where nothing is scored.
fn survey_rows(work: &Work, lang: Lang, rows: &mut Vec<Row>) {
    rows.push(heading(ui::only_surveys(lang), String::new()));
    for (n, questionnaire) in work.scheme.questionnaires.iter().enumerate() {
        let forms = work.ledger.facts().responses(&questionnaire.id).map_or(0, crate::survey::Responses::len);
        rows.push(Row {
            text: format!("  {}", lang.label(&questionnaire.name)),
            figure: ui::forms_keyed(lang, forms),
            tone: Tone::Plain,
            target: Some(Target::Question(n, 0)),
        });
    }
}

fn open_rows(work: &Work, lang: Lang, rows: &mut Vec<Row>) {
    if !work.scheme.is_scored() {
        return survey_rows(work, lang, rows);
    }
    let width = |n: &usize| {
        let points = work.card.scores[*n].points;
        points.high - points.low
    };
    let mut open: Vec<usize> = work.scheme.leaves().filter(|n| !width(n).is_zero()).collect();
    open.sort_by_key(|n| std::cmp::Reverse(width(n)));
    if open.is_empty() {
        rows.push(heading(ui::nothing_open(lang), String::new()));
        return;
    }
    let sum = open.iter().map(width).sum();
    rows.push(heading(ui::still_open(lang, open.len()), figures::points(work.card.rounding, sum)));
    rows.extend(open.iter().map(|&n| Row {
        text: name(work, n, lang),
        figure: figures::score(&work.card, n),
        tone: Tone::Attention,
        target: Some(Target::Indicator(n)),
    }));
}

fn lost_rows(work: &Work, lang: Lang, rows: &mut Vec<Row>) {
    let lost = |n: &usize| work.card.scores[*n].max - work.card.scores[*n].points.high;
    let mut losing: Vec<usize> =
        work.scheme.leaves().filter(|n| lost(n) > rust_decimal::Decimal::ZERO).collect();
    losing.sort_by_key(|n| std::cmp::Reverse(lost(n)));
    if losing.is_empty() {
        return;
    }
    rows.push(heading(String::new(), String::new()));
    let sum = losing.iter().map(lost).sum();
    rows.push(heading(
        ui::points_lost(lang, losing.len()),
        format!("−{}", figures::points(work.card.rounding, sum)),
    ));
    rows.extend(losing.iter().map(|&n| Row {
        text: name(work, n, lang),
        figure: format!(
            "{}   −{}",
            figures::score(&work.card, n),
            figures::points(work.card.rounding, lost(&n))
        ),
        tone: Tone::Plain,
        target: Some(Target::Indicator(n)),
    }));
}

/// What later changes reopened, with what did it.
fn signature_rows(work: &Work, lang: Lang, width: usize, rows: &mut Vec<Row>) {
    let reopened: Vec<_> = work.dossier.signing.reopened().collect();
    if reopened.is_empty() {
        return;
    }
    rows.push(heading(String::new(), String::new()));
    rows.push(heading(dossier::signatures_reopened(lang, reopened.len()), String::new()));
    for (state, why) in reopened {
        let name = register::state(lang, state);
        let text = format!("{name}{}{}", ui::colon(lang), dossier::reopening(lang, &work.scheme, why));
        rows.extend(sentence(&text, width, Some(Target::Section(Section::Signoff))));
    }
}

fn notice_rows(work: &Work, lang: Lang, width: usize, rows: &mut Vec<Row>) {
    let links = &work.dossier.links;
    let unfound = usize::from(!links.without_finding.is_empty());
    let count = work.card.notices.len() + work.problems.len() + work.dossier.remarks.len() + unfound;
    if count == 0 {
        return;
    }
    rows.push(heading(String::new(), String::new()));
    rows.push(heading(ui::needs_a_look(lang, count), String::new()));
    for problem in &work.problems {
        let (file, line, column) = position(problem, &work.sources);
        let text = format!("{file}:{line}:{column} {}", problem::message(lang, &problem.fault));
        rows.extend(sentence(&text, width, None));
    }
    if unfound > 0 {
        let bare = |n: &&usize| undescribed(&work.scheme, &work.card, **n) > 0;
        let bare = links.without_finding.iter().filter(bare).count();
        let text = dossier::without_finding(lang, links.without_finding.len(), bare);
        rows.extend(sentence(&text, width, Some(Target::Section(Section::Register(Register::Finding)))));
    }
    for remark in &work.dossier.remarks {
        let target = Target::Row(remark.register, remark.row);
        rows.extend(sentence(&dossier::remark(lang, remark), width, Some(target)));
    }
    for n in &work.card.notices {
        let id = n.path.split(['.', '@']).next().unwrap_or("");
        let target = work
            .scheme
            .measure(id)
            .map(Target::Measure)
            .or_else(|| work.scheme.questionnaire(id).map(|q| on_questionnaire(q, &n.kind)));
        let text = notice::message(lang, &work.scheme, n);
        rows.extend(sentence(&text, width, target));
    }
}

/// Where a notice about a questionnaire is seen to.
fn on_questionnaire(questionnaire: usize, kind: &NoticeKind) -> Target {
    match kind {
        NoticeKind::Suspects { .. } => Target::Suspects(questionnaire),
        NoticeKind::Differences { .. } => Target::Differences(questionnaire),
        _ => Target::Question(questionnaire, 0),
    }
}

/// A sentence on as many rows as it needs; the first leads to what it is about.
fn sentence(text: &str, width: usize, target: Option<Target>) -> Vec<Row> {
    // Indent, edges, and the column that parts it from a figure.
    let lines = wrap(text, width.saturating_sub(7)).into_iter().enumerate();
    lines
        .map(|(n, line)| Row {
            text: if n == 0 { format!("  {line}") } else { format!("    {line}") },
            figure: String::new(),
            tone: Tone::Attention,
            target: target.filter(|_| n == 0),
        })
        .collect()
}
