//! What-if: the list of views and scenarios, and the rows of each view. One file a view.

mod compare;
mod levers;
mod robust;
pub mod scenario;
mod scenarios;

use crate::app::App;
use crate::app::figures;
use crate::app::sheet::Tone;
use crate::app::whatif::{Place, Spot, View};
use crate::app::work::Work;
use crate::i18n::{Lang, charts, compare as comparing, whatif as words};
use crate::scheme::parameter::parameter;
use crate::score::whatif::Tweak;

/// A row of a view.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// What.
    pub text: String,
    /// Its figure, at the right.
    pub figure: String,
    /// How it is meant.
    pub tone: Tone,
    /// Whether it heads what stands below.
    pub heading: bool,
    /// What Enter does; rows without are passed over.
    pub act: Option<Act>,
}

/// What Enter does on a row.
#[derive(Debug, Clone, PartialEq)]
pub enum Act {
    /// Asks for another value.
    Change(Spot),
    /// Adds a change.
    Add,
    /// Goes to an indicator's explanation.
    Indicator(usize),
    /// Opens a scenario.
    Scenario(usize),
    /// Makes a scenario of these changes; the indicator whose points they move first.
    Try(Vec<Tweak>, Option<usize>),
    /// Asks for another record to compare with.
    CompareWith,
}

impl Row {
    fn new(text: String, figure: String) -> Self {
        Self { text, figure, tone: Tone::Plain, heading: false, act: None }
    }

    fn heading(text: String, figure: String) -> Self {
        Self { heading: true, ..Self::new(text, figure) }
    }

    fn dim(text: String) -> Self {
        Self { tone: Tone::Dim, ..Self::new(text, String::new()) }
    }

    fn blank() -> Self {
        Self::new(String::new(), String::new())
    }

    fn act(mut self, act: Act) -> Self {
        self.act = Some(act);
        self
    }

    fn attention(mut self) -> Self {
        self.tone = Tone::Attention;
        self
    }
}

/// The rows of the selected view in `width` columns.
pub fn rows(work: &Work, lang: Lang, width: usize) -> Vec<Row> {
    // A column before each row and two behind are left free.
    let width = width.saturating_sub(3);
    match work.whatif.place() {
        Place::Scenario(n) => scenario::rows(work, n, lang, width),
        Place::View(View::Scenarios) => scenarios::rows(work, lang, width),
        Place::View(View::Levers) => levers::rows(work, lang, width),
        Place::View(View::Robust) => robust::rows(work, lang, width),
        Place::View(View::Compare) => compare::rows(work, lang, width),
        // Drawn as they are, not in rows.
        Place::View(View::Charts) => Vec::new(),
    }
}

/// The lines of the list: text, figure, and how far they stand in.
pub fn list(work: &Work, lang: Lang) -> Vec<(String, String)> {
    let line = |place: &Place| match *place {
        Place::View(view) => (view_name(lang, view), String::new()),
        Place::Scenario(n) => {
            let card = &work.whatif.outcomes[n].laid.card;
            let mark = if work.whatif.laid == Some(n) { words::laid_mark(lang) } else { String::new() };
            let name = format!("  {} {mark}", work.whatif.scenarios[n].name);
            (name.trim_end().to_owned(), figures::result(&work.scheme, card, lang))
        }
    };
    work.whatif.places().iter().map(line).collect()
}

/// Title and hint of the line that asks for another value.
pub fn ask_words(app: &App, spot: &Spot) -> (String, String) {
    let lang = app.lang();
    let Some(work) = &app.work else { return (String::new(), String::new()) };
    let hint = match spot {
        Spot::Fact(path) => {
            let now = scenario::fact_value(&work.scheme, path, work.ledger.facts().get(path), lang);
            words::ask_value(lang, &now)
        }
        Spot::Parameter(path) => {
            let now = parameter(&work.scheme, path).map(|p| p.typed(p.value));
            words::ask_number(lang, &now.unwrap_or_default())
        }
        Spot::Rounding => String::new(),
    };
    (scenario::spot_name(&work.scheme, spot, lang), hint)
}

/// What a view is called.
pub fn view_name(lang: Lang, view: View) -> String {
    match view {
        View::Scenarios => words::scenarios(lang),
        View::Levers => words::levers(lang),
        View::Robust => words::robust(lang),
        View::Compare => comparing::view(lang),
        View::Charts => charts::view(lang),
    }
}

/// Heading of the view: its name, with the banner in front while what is shown is not the record.
pub fn title(work: &Work, lang: Lang) -> String {
    let whatif = &work.whatif;
    let name = |n: usize| whatif.scenarios.get(n).map_or("", |s| s.name.as_str()).to_owned();
    let parts = match (whatif.place(), whatif.laid) {
        (Place::Scenario(n), _) => vec![words::banner(lang), name(n)],
        (Place::View(view @ View::Charts), _) => {
            let chart = charts::chart(lang, work.view.chart.chart).to_owned();
            vec![view_name(lang, view), chart]
        }
        (Place::View(view), Some(n)) if whatif.is_laid() => {
            vec![words::banner(lang), name(n), view_name(lang, view)]
        }
        (Place::View(view), _) => vec![words::views(lang), view_name(lang, view)],
    };
    parts.join(" · ")
}
