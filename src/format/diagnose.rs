//! Shows a problem under the line it is about.
//!
//! Must not read or decide anything: problems and files in, text out.

use std::ops::Range;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{Annotation, AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};

use crate::i18n::safe::display_safe;
use crate::i18n::{Lang, problem as words};
use crate::scheme::{Fault, Place, Problem, Severity};

use super::Source;

/// Widest line of source shown; longer ones are cut around the place.
const WIDTH: usize = 100;

/// Where a problem stands: file, line and column. Lines and columns count from 1, columns in
/// characters. The file is empty if there are no files at all.
pub fn position(problem: &Problem, sources: &[Source]) -> (String, usize, usize) {
    position_of(problem.place, sources)
}

/// The same for a place.
pub fn position_of(place: Place, sources: &[Source]) -> (String, usize, usize) {
    let Some(source) = sources.get(usize::from(place.file)) else { return (String::new(), 1, 1) };
    let span = span(place, &source.text);
    let (line, start) = source.line_of(span.start);
    let column = source.text[start..span.start].trim_start_matches('\u{FEFF}');
    (source.name.clone(), line, column.chars().count() + 1)
}

/// The bytes of a place, moved onto the characters of the text and never outside of it.
fn span(place: Place, text: &str) -> Range<usize> {
    let mut start = (place.start as usize).min(text.len());
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let mut end = (place.end as usize).clamp(start, text.len());
    while !text.is_char_boundary(end) {
        end += 1;
    }
    start..end
}

/// The problem with its line, what is wrong underlined, and how to mend it. Ends without a
/// line break. `color` adds ANSI colours.
pub fn render(problem: &Problem, sources: &[Source], lang: Lang, color: bool) -> String {
    let severity = problem.fault.severity();
    let (level, name) = (level(severity), words::severity(lang, severity));
    let level = level.with_name(name);
    let message = words::message(lang, &problem.fault);
    let title = level.primary_title(display_safe(&message)).id(problem.fault.code());
    let mend = words::mend(lang, &problem.fault);
    let help = Level::HELP.with_name(words::help(lang)).message(display_safe(&mend));
    let first = words::first_here(lang);
    let report = [Group::with_title(title).elements(snippets(problem, sources, &first)).element(help)];
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    renderer.decor_style(DecorStyle::Unicode).term_width(WIDTH).render(&report)
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    }
}

/// The line of the problem, and of the first of two equal ids: in one picture if they share a
/// file. An empty file has no line to show.
fn snippets<'a>(problem: &Problem, sources: &'a [Source], first_here: &'a str) -> Vec<Element<'a>> {
    let place = problem.place;
    let Some(source) = sources.get(usize::from(place.file)) else { return Vec::new() };
    if source.text.is_empty() {
        return vec![Origin::path(source.name.as_str()).into()];
    }
    let main = (AnnotationKind::Primary, span(place, &source.text), None);
    let Fault::DuplicateId { first, .. } = problem.fault else {
        return vec![picture(source, &[main]).into()];
    };
    let Some(other) = sources.get(usize::from(first.file)) else {
        return vec![picture(source, &[main]).into()];
    };
    let earlier = (AnnotationKind::Context, span(first, &other.text), Some(first_here));
    if first.file == place.file {
        vec![picture(source, &[main, earlier]).into()]
    } else {
        vec![picture(source, &[main]).into(), picture(other, &[earlier]).into()]
    }
}

/// Bytes of a file to underline, how, and what to say there.
type Mark<'a> = (AnnotationKind, Range<usize>, Option<&'a str>);

/// A file with marks. Only the lines from the first mark to the last are handed on: the renderer
/// looks through all it is given, and a file may have thousands of problems.
fn picture<'a>(source: &'a Source, marks: &[Mark<'a>]) -> Snippet<'a, Annotation<'a>> {
    let text = source.text.as_str();
    let first = marks.iter().map(|m| m.1.start).min().unwrap_or_default();
    let last = marks.iter().map(|m| m.1.end).max().unwrap_or_default();
    let (line, start) = source.line_of(first);
    let end = text[last..].find('\n').map_or(text.len(), |n| last + n);
    let shown = Snippet::source(&text[start..end]).path(source.name.as_str()).line_start(line);
    shown.annotations(
        marks.iter().map(|(kind, at, label)| kind.span(at.start - start..at.end - start).label(*label)),
    )
}
