//! Answers to the questionnaires: a stacked bar a question, with what its parts mean beside it.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::app::figures;
use crate::i18n::charts as words;
use crate::i18n::safe::display_safe;
use crate::i18n::width::{cut, pad, width};
use crate::score::charts::{self, Answers};

use super::{OPEN, Sheet};

/// Patterns of the choices, the first one heaviest; beyond them they begin again.
const PARTS: [&str; 5] = ["█", "▓", "▒", "░", "▪"];
/// Answers without a choice.
const WITHOUT: &str = "·";

pub(super) fn lines(sheet: &Sheet, skipped: usize) -> Vec<Line<'static>> {
    let all = charts::distribution(&sheet.work.scheme, &sheet.work.readings);
    if all.is_empty() {
        return vec![
            Line::default(),
            sheet.centred(&words::no_questionnaires(sheet.lang), sheet.look.strong),
        ];
    }
    // Text, bar and meaning; a free row where there is room.
    let fits = |each: usize| all.len() * each <= sheet.rows;
    let (each, shown) = match (fits(5), fits(4), fits(3), fits(2)) {
        (true, ..) => (5, all.len()),
        (_, true, ..) => (4, all.len()),
        (_, _, true, _) => (3, all.len()),
        (_, _, _, true) => (2, all.len()),
        _ => (3, (sheet.rows.saturating_sub(1) / 3).max(1)),
    };
    let from = skipped.min(all.len() - shown.min(all.len()));
    let layout = Layout::of(sheet, &all, each);
    let mut lines = Vec::new();
    for answers in all.iter().skip(from).take(shown) {
        lines.extend(question(sheet, answers, &layout));
    }
    let below = all.len().saturating_sub(from + shown);
    let mut notes = Vec::new();
    if from > 0 {
        notes.push(words::more_above(sheet.lang, from));
    }
    if below > 0 {
        notes.push(words::more_below(sheet.lang, below));
    }
    if !notes.is_empty() {
        lines.truncate(sheet.rows.saturating_sub(1));
        lines.push(sheet.centred(&notes.join("   "), sheet.look.attention));
    }
    lines
}

/// How a question is laid out, alike for all.
struct Layout {
    /// Rows.
    each: usize,
    /// Whether percentages stand beside the counts.
    percent: bool,
    /// Columns of the meaning, where it stands beside the bar.
    meaning: usize,
}

impl Layout {
    fn of(sheet: &Sheet, all: &[Answers], each: usize) -> Self {
        let need = |percent| {
            let widths = all.iter().map(|a| {
                let texts = texts(sheet, a, percent);
                texts.iter().map(|(_, words, count)| width(words) + width(count) + 5).sum::<usize>()
            });
            widths.max().unwrap_or(0).saturating_sub(3)
        };
        let most = if each == 2 { sheet.columns * 4 / 5 } else { sheet.columns };
        let percent = need(true) <= most;
        Self { each, percent, meaning: need(percent).min(most) }
    }
}

/// One part of a bar.
struct Part {
    mark: &'static str,
    style: Style,
    words: String,
    count: u64,
}

fn question(sheet: &Sheet, answers: &Answers, layout: &Layout) -> Vec<Line<'static>> {
    let spec = &sheet.work.scheme.questionnaires[answers.questionnaire].questions[answers.question];
    let index = figures::question_index(sheet.work, answers.questionnaire, answers.question);
    let right = if answers.all() == 0 {
        words::no_answers(sheet.lang)
    } else if index.is_empty() {
        String::new()
    } else {
        words::index(sheet.lang, &index)
    };
    let text = format!("{} {}", answers.question + 1, display_safe(&sheet.lang.wording(&spec.text)));
    let mut lines = vec![sheet.ends(&text, &right, sheet.look.strong)];
    let parts = parts(sheet, answers);
    let each = layout.each;
    if each == 2 {
        // Bar and meaning share a row.
        let mut spans = bar(sheet, answers, &parts, sheet.columns.saturating_sub(layout.meaning + 2));
        spans.push(Span::raw("  "));
        spans.extend(meaning(sheet, answers, layout));
        lines.push(Line::from(spans));
        return lines;
    }
    let spans = bar(sheet, answers, &parts, sheet.columns);
    lines.extend((0..if each >= 5 { 2 } else { 1 }).map(|_| Line::from(spans.clone())));
    lines.push(Line::from(meaning(sheet, answers, layout)));
    lines.resize(each, Line::default());
    lines
}

fn parts(sheet: &Sheet, answers: &Answers) -> Vec<Part> {
    let spec = &sheet.work.scheme.questionnaires[answers.questionnaire].questions[answers.question];
    let styles = [sheet.look.here, sheet.look.plain];
    let mut parts: Vec<Part> = answers
        .choices
        .iter()
        .enumerate()
        .map(|(n, count)| Part {
            mark: PARTS[n % PARTS.len()],
            style: if n == 0 { styles[0] } else { styles[1] },
            words: spec
                .choices
                .get(n)
                .map_or_else(String::new, |c| display_safe(sheet.lang.label(&c.label)).into_owned()),
            count: *count,
        })
        .collect();
    parts.push(Part {
        mark: WITHOUT,
        style: sheet.look.plain,
        words: words::without_choice(sheet.lang, answers.without),
        count: answers.without,
    });
    parts.push(Part {
        mark: OPEN,
        style: sheet.look.attention,
        words: words::missing(sheet.lang, answers.missing),
        count: answers.missing,
    });
    parts
}

fn bar(sheet: &Sheet, answers: &Answers, parts: &[Part], columns: usize) -> Vec<Span<'static>> {
    if answers.all() == 0 {
        // Nothing said how many there will be: all of it is open.
        return vec![Span::styled(OPEN.repeat(columns), sheet.look.attention)];
    }
    let shares = answers.columns(columns);
    parts.iter().zip(shares).map(|(part, share)| Span::styled(part.mark.repeat(share), part.style)).collect()
}

/// What occurs in a bar: number of the part, its words, and its count perhaps with a percentage.
fn texts(sheet: &Sheet, answers: &Answers, percent: bool) -> Vec<(usize, String, String)> {
    let counts = &sheet.work.readings.surveys[answers.questionnaire].questions[answers.question];
    let choices = answers.choices.len();
    let text = |(n, part): (usize, &Part)| {
        if n >= choices {
            return (n, part.words.clone(), String::new());
        }
        let percent = counts.percent(n, sheet.work.scheme.rates).filter(|_| percent);
        let percent = percent.map_or_else(String::new, |p| format!("  {}", words::share(sheet.lang, &p)));
        (n, part.words.clone(), format!(" {}{percent}", part.count))
    };
    parts(sheet, answers).iter().enumerate().filter(|(_, p)| p.count > 0).map(text).collect()
}

/// The patterns of a bar with their words.
fn meaning(sheet: &Sheet, answers: &Answers, layout: &Layout) -> Vec<Span<'static>> {
    let parts = parts(sheet, answers);
    let mut left = layout.meaning;
    let mut spans = Vec::new();
    for (n, words, count) in texts(sheet, answers, layout.percent) {
        if left < 4 {
            break;
        }
        // Where there is too little room words are cut, never a count.
        let room = (left - 2).saturating_sub(width(&count));
        let words = cut(&format!("{}{count}", cut(&words, room)), left - 2).into_owned();
        let used = width(&words) + 2;
        spans.push(Span::styled(parts[n].mark, parts[n].style));
        spans.push(Span::styled(pad(&format!(" {words}"), (used + 2).min(left) - 1), sheet.look.plain));
        left = left.saturating_sub(used + 3);
        spans.push(Span::raw(" ".repeat(usize::from(left > 0))));
    }
    spans
}
