//! Lays the signatures out: every state with who signed it, and what the signature is worth.

use crate::dossier::Standing;
use crate::i18n::{dossier as words, notice, register as names};
use crate::scheme::signoff::{self, State};
use crate::score::NoticeKind;

use super::lines::{cell, text};
use super::register::Flow;
use super::{Add, Context, GROUP_NAME, Line, Tone};

/// Fields that are keyed; the last, `upto`, is written with the signature.
const KEYED: usize = 4;

/// The lines of all states.
pub(super) fn build(context: &Context) -> Vec<Line> {
    let lang = context.lang;
    let mut lines = Vec::new();
    let signing = &context.dossier.signing;
    if context.facts.is_locked() {
        lines.extend(text(context, &words::locked_here(lang), Tone::Attention));
        lines.push(Line::New { add: Add::Unlock, label: words::unlock(lang), figure: String::new() });
        lines.push(Line::Blank);
    } else if let Some(who) = context.facts.get(signoff::RELEASED) {
        lines.extend(text(context, &words::unlocked_here(lang, who), Tone::Attention));
        lines.push(Line::Blank);
    }
    unsupported(context, &mut lines);
    let next = signing.next();
    for state in State::ALL {
        let signature = signing.get(state);
        let figure = match &signature.standing {
            Standing::Open => words::open_state(lang),
            Standing::Stands => words::stands(lang),
            Standing::Reopened(_) => words::reopened(lang),
        };
        let done = signature.standing == Standing::Stands;
        let name = format!("{} {}", state.place() + 1, names::state(lang, state));
        lines.push(Line::Title { text: name, figure, done });
        if let Standing::Reopened(why) = &signature.standing {
            lines.extend(text(context, &words::reopening(lang, context.scheme, why), Tone::Attention));
        }
        let room = context.width.saturating_sub(GROUP_NAME + 3);
        let mut flow = Flow::new(room);
        for field in &signoff::FIELDS[..KEYED] {
            if let Some(cell) = cell(context, &state.path(field)) {
                flow.add(names::sign_field(lang, field).to_owned(), cell);
            }
        }
        flow.lines("", false, &mut lines);
        if next == Some(state) && !context.facts.is_locked() {
            let label = words::sign_here(lang, names::state(lang, state));
            lines.push(Line::New { add: Add::Sign(state), label, figure: String::new() });
        }
    }
    lines
}

/// What whoever signs should know: totals that are not described one by one, and items that count
/// as not applicable without a reason.
fn unsupported(context: &Context, lines: &mut Vec<Line>) {
    let all = &context.card.notices;
    let is_unsupported =
        |kind: &NoticeKind| matches!(kind, NoticeKind::Undescribed { .. } | NoticeKind::ExemptItem);
    let found = || all.iter().filter(|n| is_unsupported(&n.kind));
    if found().next().is_none() {
        return;
    }
    for found in found() {
        let words = notice::message(context.lang, context.scheme, found);
        lines.extend(text(context, &format!("! {words}"), Tone::Attention));
    }
    lines.push(Line::Blank);
}
