//! The charts of a result as SVG: levels, the way down, the profile, the answers.
//!
//! Owns how a chart looks on paper; what it shows and in which order comes from
//! [`crate::score::charts`], as on the screen. Readable without colour: what is certain is solid,
//! what is open hatched, what was not earned empty, and every figure stands beside its bar as
//! printed elsewhere, unrounded by the drawing.

use rust_decimal::Decimal;

use super::Subject;
use super::svg::drawing::{Anchor, Drawing};
use crate::i18n::charts as words;
use crate::i18n::export as titles;
use crate::i18n::width::{cut, width};
use crate::scheme::Grade;
use crate::score::charts::{self, Answers, Bar, Cause, Fall, Loss, Scale};
use crate::score::{Readings, Span, readings};

/// Width of a picture.
const WIDE: usize = 960;
/// Room around it.
const MARGIN: usize = 32;
/// Width between the margins.
const INNER: usize = WIDE - 2 * MARGIN;
/// Where the first row stands.
const TOP: usize = 104;
/// Half the width of a wide character in rows of 15: what a column is taken for.
const COLUMN: usize = 8;
/// Most columns of a name before its bar.
const NAME: usize = 34;
/// Patterns of choices; beyond them they begin again.
const PATTERNS: usize = 6;
/// Steps of a way down.
const STEPS: usize = 24;

const STYLE: &str = "text{font-family:\"Noto Sans CJK SC\",\"Source Han Sans SC\",\"PingFang SC\",\
    \"Microsoft YaHei\",\"Helvetica Neue\",Arial,\"DejaVu Sans\",sans-serif;font-size:15px;fill:#111}\
    .t{font-size:21px;font-weight:bold}.s{font-size:14px;fill:#444}.b{font-weight:bold}\
    .a{font-size:13px;fill:#444}";

/// What patterns are made of: the paint of certain and open bars, and of choices, the first one
/// heaviest.
const DEFS: &str = "<defs>\n\
    <pattern id=\"open\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\"><rect width=\"8\" height=\"8\" fill=\"#fff\"/><path d=\"M-2 2L2 -2M0 8L8 0M6 10L10 6\" stroke=\"#b45f06\" stroke-width=\"2\"/></pattern>\n\
    <pattern id=\"c0\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\"><rect width=\"8\" height=\"8\" fill=\"#1f4e79\"/></pattern>\n\
    <pattern id=\"c1\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\"><rect width=\"8\" height=\"8\" fill=\"#9db8d2\"/><path d=\"M0 0L8 8M-2 6L2 10M6 -2L10 2\" stroke=\"#1f4e79\" stroke-width=\"2\"/></pattern>\n\
    <pattern id=\"c2\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\"><rect width=\"6\" height=\"6\" fill=\"#fff\"/><circle cx=\"3\" cy=\"3\" r=\"2\" fill=\"#1f4e79\"/></pattern>\n\
    <pattern id=\"c3\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\"><rect width=\"6\" height=\"6\" fill=\"#fff\"/><path d=\"M0 3H6\" stroke=\"#1f4e79\" stroke-width=\"2\"/></pattern>\n\
    <pattern id=\"c4\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\"><rect width=\"6\" height=\"6\" fill=\"#fff\"/><path d=\"M3 0V6\" stroke=\"#1f4e79\" stroke-width=\"1\"/></pattern>\n\
    <pattern id=\"c5\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\"><rect width=\"8\" height=\"8\" fill=\"#fff\"/><path d=\"M0 4H8M4 0V8\" stroke=\"#1f4e79\" stroke-width=\"1\"/></pattern>\n\
    <pattern id=\"none\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\"><rect width=\"8\" height=\"8\" fill=\"#ddd\"/></pattern>\n\
    </defs>\n";

const CERTAIN: &str = "fill=\"#1f4e79\" stroke=\"#111\"";
const OPEN: &str = "fill=\"url(#open)\" stroke=\"#111\"";
const EMPTY: &str = "fill=\"#fff\" stroke=\"#111\"";

const LOST: &str = "fill=\"#9db8d2\" stroke=\"#111\"";

/// What a legend explains.
#[derive(Clone, Copy)]
enum Key {
    Certain,
    Open,
    Left,
    Lost,
}

/// The legend of bars against full marks.
const fn keys(is_open: bool) -> &'static [Key] {
    if is_open { &[Key::Certain, Key::Open, Key::Left] } else { &[Key::Certain, Key::Left] }
}

/// The charts: name of the file without its ending, and the picture. Without a questionnaire
/// there is none of answers.
pub fn all(subject: &Subject<'_>) -> Vec<(&'static str, String)> {
    let page = Page { subject, readings: readings(subject.scheme, subject.facts) };
    let mut all = vec![
        ("chart-levels", page.levels()),
        ("chart-waterfall", page.waterfall()),
        ("chart-profile", page.profile()),
    ];
    let answers = charts::distribution(subject.scheme, &page.readings);
    if !answers.is_empty() {
        all.push(("chart-survey", page.answers(&answers)));
    }
    all
}

struct Page<'a> {
    subject: &'a Subject<'a>,
    readings: Readings,
}

impl Page<'_> {
    /// A picture as high as its content, with its heading.
    fn begin(&self, title: &str, height: usize) -> Drawing {
        let Subject { scheme, card, lang, .. } = *self.subject;
        let name = lang.label(&scheme.title);
        let mut out = Drawing::new(&format!("{title} · {name}"), (WIDE, height), STYLE);
        out.put(DEFS);
        out.rect((0, 0, WIDE, height), "fill=\"#fff\"");
        out.words((MARGIN, 46), Anchor::Start, "t", title);
        let result = format!("{} {}", self.span(card.total.points), self.grade());
        let room = (INNER / COLUMN).saturating_sub(width(&result) + 2);
        out.words((MARGIN, 74), Anchor::Start, "s", &cut(name, room));
        out.words((MARGIN + INNER, 74), Anchor::End, "b", &result);
        out
    }

    fn span(&self, span: Span) -> String {
        let print = |d: Decimal| self.subject.card.rounding.print(d);
        span.known().map_or_else(|| format!("{}–{}", print(span.low), print(span.high)), print)
    }

    fn grade(&self) -> String {
        let Subject { scheme, card, lang, .. } = *self.subject;
        let name =
            |n: Option<usize>| n.and_then(|n| scheme.grades.get(n)).map_or("—", |g| lang.label(&g.name));
        let (low, high) = (name(card.grade.low), name(card.grade.high));
        if low == high { low.to_owned() } else { format!("{low}–{high}") }
    }

    fn name(&self, indicator: usize) -> &str {
        self.subject.lang.label(&self.subject.scheme.indicators[indicator].name)
    }

    /// A bar: certain, open and not earned, one after the other.
    fn bar(out: &mut Drawing, (x, y, wide, high): (usize, usize, usize, usize), low: usize, open: usize) {
        out.rect((x, y, wide, high), EMPTY);
        if open > low {
            out.rect((x + low, y, open - low, high), OPEN);
        }
        if low > 0 {
            out.rect((x, y, low, high), CERTAIN);
        }
    }

    /// What the paints mean.
    fn legend(&self, out: &mut Drawing, y: usize, keys: &[Key]) {
        let lang = self.subject.lang;
        let mut x = MARGIN;
        for key in keys {
            let (paint, text) = match key {
                Key::Certain => (CERTAIN, words::legend_certain(lang)),
                Key::Open => (OPEN, words::legend_open(lang)),
                Key::Left => (EMPTY, words::legend_left(lang)),
                Key::Lost => (LOST, titles::chart_lost(lang)),
            };
            out.rect((x, y - 11, 22, 12), paint);
            out.words((x + 30, y), Anchor::Start, "a", &text);
            x += 30 + (width(&text) + 4) * COLUMN;
        }
    }

    /// Full marks against points of the first rank, each bar as long as its full marks.
    fn levels(&self) -> String {
        let Subject { scheme, card, lang, .. } = *self.subject;
        let bars = charts::levels(scheme, card);
        let each = 72;
        let mut out = self.begin(&titles::chart_levels(lang), TOP + bars.len() * each + 44);
        let most = bars.iter().map(|b| b.max).max().unwrap_or_default();
        let whole = Scale { from: Decimal::ZERO, to: most, columns: INNER };
        for (n, bar) in bars.iter().enumerate() {
            let y = TOP + n * each;
            let figure = format!("{} / {}{}", self.span(bar.points), bar.max.normalize(), self.share(bar));
            let name = self.name(bar.indicator);
            let long = whole.at(bar.max);
            let scale = Scale { to: bar.max, columns: long, ..whole };
            out.group(&format!("{name} {figure}"), |out| {
                let room = (INNER / COLUMN).saturating_sub(width(&figure) + 2);
                out.words((MARGIN, y + 16), Anchor::Start, "b", &cut(name, room));
                out.words((MARGIN + INNER, y + 16), Anchor::End, "", &figure);
                let ends = (scale.at(bar.points.low), scale.at(bar.points.high));
                Self::bar(out, (MARGIN, y + 26, long, 26), ends.0, ends.1);
            });
        }
        let open = bars.iter().any(|b| b.points.known().is_none());
        self.legend(&mut out, TOP + bars.len() * each + 20, keys(open));
        out.finish()
    }

    fn share(&self, bar: &Bar) -> String {
        let share = bar.share().and_then(Span::known).map(|s| self.subject.scheme.rates.percent(s));
        share.map_or_else(String::new, |p| format!(" · {}", words::share(self.subject.lang, &p)))
    }

    /// From full marks down to the total, a step a row.
    fn waterfall(&self) -> String {
        let Subject { scheme, card, lang, .. } = *self.subject;
        let way = charts::waterfall(scheme, card, STEPS);
        let each = 32;
        let bottom = TOP + (way.falls.len() + 2) * each;
        let is_open = way.total.known().is_none();
        let mut out = self.begin(&titles::chart_waterfall(lang), bottom + if is_open { 64 } else { 36 });
        let causes: Vec<String> = way.falls.iter().map(|f| self.cause(&f.loss)).collect();
        let ends = [words::full_marks(lang), words::total(lang)];
        let widest = causes.iter().chain(&ends).map(|n| width(n)).max().unwrap_or(0).min(NAME);
        let lost: Vec<String> = way.falls.iter().map(|f| self.lost(f.loss.lost)).collect();
        let after = way.falls.iter().map(|f| self.span(f.after));
        let left = after.map(|t| width(&t)).max().unwrap_or(6).max(6) * COLUMN + 12;
        let taken = lost.iter().map(|t| width(t)).max().unwrap_or(0) * COLUMN + 16;
        let x = MARGIN + widest * COLUMN + 16;
        let scale = Scale::down_to(way.total.low, way.full, INNER + MARGIN - x - left - taken);
        let right = MARGIN + INNER;
        for (at, text) in axis(&scale, &scheme.grades) {
            out.path(
                &format!("M{} {}V{bottom}", x + at, TOP - 8),
                "stroke=\"#888\" stroke-dasharray=\"3 4\"",
            );
            out.words((x + at, bottom + 18), Anchor::Middle, "a", &text);
        }
        let whole = Span { low: way.full, high: way.full };
        for (row, name, points) in [(0, &ends[0], whole), (way.falls.len() + 1, &ends[1], way.total)] {
            let y = TOP + row * each;
            let (low, high) = (scale.at(points.low), scale.at(points.high));
            out.words((MARGIN, y + 18), Anchor::Start, "b", name);
            Self::bar(&mut out, (x, y + 3, high.max(1), 20), low, high);
            out.words((right, y + 18), Anchor::End, "b", &self.span(points));
        }
        for (n, fall) in way.falls.iter().enumerate() {
            let y = TOP + (n + 1) * each;
            out.group(&format!("{} {}", causes[n], lost[n]), |out| {
                out.words((MARGIN, y + 18), Anchor::Start, "", &cut(&causes[n], NAME));
                step(out, &scale, fall, (x, y + 3));
                out.words((right - left, y + 18), Anchor::End, "", &lost[n]);
                out.words((right, y + 18), Anchor::End, "", &self.span(fall.after));
            });
        }
        if is_open {
            self.legend(&mut out, bottom + 46, &[Key::Lost, Key::Open]);
        }
        out.finish()
    }

    fn cause(&self, loss: &Loss) -> String {
        match loss.cause {
            Cause::Leaf(n) => self.name(n).to_owned(),
            Cause::Others(n) => words::others(self.subject.lang, n),
            Cause::Sum => words::by_the_scheme(self.subject.lang),
        }
    }

    fn lost(&self, lost: Span) -> String {
        let (lang, print) = (self.subject.lang, |d: Decimal| self.subject.card.rounding.print(d));
        match lost.known() {
            Some(lost) => words::minus(lang, &print(lost)),
            None if lost.low.is_zero() => words::open_up_to(lang, &print(lost.high)),
            None => words::minus_between(lang, &print(lost.low), &print(lost.high)),
        }
    }

    /// How full the marks of each group of the second rank are.
    fn profile(&self) -> String {
        let Subject { scheme, card, lang, .. } = *self.subject;
        let bars = charts::profile(scheme, card);
        let each = 32;
        let bottom = TOP + bars.len() * each;
        let mut out = self.begin(&titles::chart_profile(lang), bottom + 64);
        let widest = bars.iter().map(|b| width(self.name(b.indicator))).max().unwrap_or(0).min(NAME);
        let figures: Vec<String> =
            bars.iter().map(|b| format!("{}/{}", self.span(b.points), b.max.normalize())).collect();
        let right = figures.iter().map(|f| width(f)).max().unwrap_or(0) * COLUMN + 12;
        let x = MARGIN + widest * COLUMN + 16;
        let scale = Scale { from: Decimal::ZERO, to: Decimal::ONE, columns: INNER + MARGIN - x - right };
        for quarter in 0..=4usize {
            let at = x + scale.columns * quarter / 4;
            out.path(&format!("M{at} {}V{bottom}", TOP - 8), "stroke=\"#888\" stroke-dasharray=\"3 4\"");
            let text = words::share(lang, &(quarter * 25).to_string());
            out.words((at, bottom + 18), Anchor::Middle, "a", &text);
        }
        for (n, bar) in bars.iter().enumerate() {
            let (y, share) = (TOP + n * each, bar.share().unwrap_or_default());
            let name = self.name(bar.indicator);
            out.group(&format!("{name} {}", figures[n]), |out| {
                out.words((MARGIN, y + 18), Anchor::Start, "", &cut(name, NAME));
                let ends = (scale.at(share.low), scale.at(share.high));
                Self::bar(out, (x, y + 3, scale.columns, 20), ends.0, ends.1);
                out.words((MARGIN + INNER, y + 18), Anchor::End, "", &figures[n]);
            });
        }
        let open = bars.iter().any(|b| b.points.known().is_none());
        self.legend(&mut out, bottom + 46, keys(open));
        out.finish()
    }

    /// A stacked bar a question, with what its parts mean below it.
    fn answers(&self, all: &[Answers]) -> String {
        let lang = self.subject.lang;
        let parts: Vec<Vec<Part>> = all.iter().map(|a| self.parts(a)).collect();
        let rows: Vec<usize> = parts.iter().map(|parts| placed(parts).1 + 1).collect();
        let high = |rows: usize| 74 + rows * 22;
        let height = TOP + rows.iter().map(|r| high(*r)).sum::<usize>();
        let mut out = self.begin(&titles::chart_answers(lang), height);
        let mut y = TOP;
        for ((answers, parts), rows) in all.iter().zip(&parts).zip(&rows) {
            let spec = &self.subject.scheme.questionnaires[answers.questionnaire].questions[answers.question];
            let text = format!("{} {}", spec.id, lang.wording(&spec.text));
            out.group(&text, |out| {
                out.words((MARGIN, y + 14), Anchor::Start, "b", &cut(&text, INNER / COLUMN));
                let mut x = MARGIN;
                out.rect((MARGIN, y + 24, INNER, 24), OPEN);
                for (part, long) in parts.iter().zip(answers.columns(INNER)) {
                    if long > 0 {
                        out.rect((x, y + 24, long, 24), &part.paint);
                    }
                    x += long;
                }
                for (part, (x, row)) in parts.iter().filter(|p| p.count > 0).zip(placed(parts).0) {
                    let y = y + 68 + row * 22;
                    out.rect((x, y - 11, 18, 12), &part.paint);
                    out.words((x + 24, y), Anchor::Start, "a", &part.text);
                }
            });
            y += high(*rows);
        }
        out.finish()
    }

    /// What a bar of answers is made of: each choice, no choice, and what is still to be keyed.
    fn parts(&self, answers: &Answers) -> Vec<Part> {
        let Subject { scheme, lang, .. } = *self.subject;
        let spec = &scheme.questionnaires[answers.questionnaire].questions[answers.question];
        let counts = &self.readings.surveys[answers.questionnaire].questions[answers.question];
        let choice = |(n, count): (usize, &u64)| {
            let label = spec.choices.get(n).map_or("", |c| lang.label(&c.label));
            let percent = counts.percent(n, scheme.rates);
            let percent = percent.map_or_else(String::new, |p| format!(" · {}", words::share(lang, &p)));
            let paint = format!("fill=\"url(#c{})\" stroke=\"#111\"", n % PATTERNS);
            Part { paint, text: format!("{label} {count}{percent}"), count: *count }
        };
        let mut parts: Vec<Part> = answers.choices.iter().enumerate().map(choice).collect();
        let without = words::without_choice(lang, answers.without);
        let none = "fill=\"url(#none)\" stroke=\"#111\"".to_owned();
        parts.push(Part { paint: none, text: without, count: answers.without });
        let missing = words::missing(lang, answers.missing);
        parts.push(Part { paint: OPEN.to_owned(), text: missing, count: answers.missing });
        parts
    }
}

/// A part of a bar of answers.
struct Part {
    paint: String,
    text: String,
    count: u64,
}

/// Where the words of the parts that occur stand: left end and row; and the last row.
fn placed(parts: &[Part]) -> (Vec<(usize, usize)>, usize) {
    let (mut x, mut row) = (MARGIN, 0);
    let mut places = Vec::new();
    for part in parts.iter().filter(|p| p.count > 0) {
        let wide = 24 + (width(&part.text) + 3) * COLUMN;
        if x > MARGIN && x + wide > MARGIN + INNER {
            (x, row) = (MARGIN, row + 1);
        }
        places.push((x, row));
        x += wide;
    }
    (places, row)
}

/// One step down: hatched where the total may stand after it, solid what it takes for certain.
fn step(out: &mut Drawing, scale: &Scale, fall: &Fall, (x, y): (usize, usize)) {
    let (low, high) = (scale.at(fall.after.low), scale.at(fall.after.high));
    let before = scale.at(fall.before.high);
    if high > low {
        out.rect((x + low, y, high - low, 20), OPEN);
    }
    // A step too small to be seen is still a stroke.
    let certain = before.saturating_sub(high);
    if certain > 0 || fall.loss.lost.low > Decimal::ZERO {
        out.rect((x + high, y, certain.max(2), 20), LOST);
    }
}

/// The figures below a way down: its ends and the edges of the grades within; none that would run
/// into the one before.
fn axis(scale: &Scale, grades: &[Grade]) -> Vec<(usize, String)> {
    let edges = grades.iter().filter_map(|g| g.low).map(|e| e.at);
    let mut marks: Vec<Decimal> = edges.filter(|e| *e > scale.from && *e < scale.to).collect();
    marks.extend([scale.from, scale.to]);
    marks.sort();
    let mut found: Vec<(usize, String)> = Vec::new();
    for mark in marks {
        let (at, text) = (scale.at(mark), mark.normalize().to_string());
        if found.last().is_none_or(|(before, _)| at >= before + 6 * COLUMN) {
            found.push((at, text));
        }
    }
    found
}
