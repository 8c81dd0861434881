//! What an entry leaves in doubt: said at once, never in its way.

use chrono::NaiveDate;

use crate::i18n::{Lang, notice};
use crate::ledger::form_path;
use crate::scheme::FieldKind;
use crate::score::{self, Notice, NoticeKind};

use super::work::Work;

/// Whether an act keys a form.
pub(super) fn keys_form(sets: &[(String, Option<String>)]) -> bool {
    sets.iter().any(|(path, _)| form_path(path).is_some())
}

/// The doubts that there are now about rows, and about numbers of forms unless a form is keyed:
/// whoever keys forms is not told with every one of them that a number typed is too small.
pub(super) fn at_hand(work: &Work, on_form: bool) -> Vec<Notice> {
    let is_at_hand = |n: &&Notice| match n.kind {
        NoticeKind::Row { .. } => true,
        NoticeKind::FormCounts { .. } | NoticeKind::PopulationBelow { .. } => !on_form,
        _ => false,
    };
    work.card.notices.iter().filter(is_at_hand).cloned().collect()
}

/// The first of these doubts that was not there before, in words.
pub(super) fn new_one(work: &Work, before: &[Notice], now: &[Notice], lang: Lang) -> Option<String> {
    let found = now.iter().find(|n| !before.contains(n))?;
    Some(notice::message(lang, &work.scheme, found))
}

/// The first date among the entries that lies after today.
pub(super) fn future(work: &Work, sets: &[(String, Option<String>)], today: NaiveDate) -> Option<String> {
    sets.iter().find_map(|(path, value)| {
        let date = value.as_ref()?;
        let is_date = work.scheme.field(path).is_some_and(|f| f.kind == FieldKind::Date);
        (is_date && score::is_future(date, today)).then(|| date.clone())
    })
}
