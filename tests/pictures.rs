//! Exported charts: valid XML in both languages with everything, half and nothing recorded, with
//! bars as long as the published points make them.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails here")]

use jiping::dossier::Dossier;
use jiping::export::{Format, Subject, files};
use jiping::format;
use jiping::i18n::Lang;
use jiping::i18n::width::width;
use jiping::ledger::Facts;
use jiping::score::{readings, score};
use jiping::store;
use quick_xml::Reader;
use quick_xml::events::Event;

/// The charts of the shipped case with so many percent of its facts.
fn charts(lang: Lang, percent: usize, title: &str) -> Vec<(String, String)> {
    let mut loaded = format::load(store::SHIPPED, &store::shipped());
    if !title.is_empty() {
        title.clone_into(&mut loaded.scheme.title.text);
        loaded.scheme.indicators.iter_mut().for_each(|i| title.clone_into(&mut i.name.text));
    }
    let mut facts = Facts::default();
    for (path, value) in loaded.facts.iter().take(loaded.facts.len() * percent / 100) {
        facts.set(path, Some(value));
    }
    let card = score(&loaded.scheme, &facts, None);
    let read = readings(&loaded.scheme, &facts);
    let dossier = Dossier::of_facts(&loaded.scheme, &facts, &read, &card);
    let subject = Subject { scheme: &loaded.scheme, facts: &facts, card: &card, dossier: &dossier, lang };
    let text = |(name, bytes)| (name, String::from_utf8(bytes).unwrap());
    files(&subject, &[Format::Svg]).into_iter().map(text).collect()
}

/// An element with its attributes, and the words in it.
struct Element {
    name: String,
    attributes: Vec<(String, String)>,
    words: String,
}

impl Element {
    fn number(&self, key: &str) -> usize {
        self.attributes.iter().find(|(k, _)| k == key).unwrap().1.parse().unwrap()
    }

    fn get(&self, key: &str) -> &str {
        self.attributes.iter().find(|(k, _)| k == key).map_or("", |(_, v)| v)
    }
}

/// Parses a picture strictly: every end matches its beginning.
fn parse(svg: &str) -> Vec<Element> {
    let mut reader = Reader::from_str(svg);
    let (mut all, mut open): (Vec<Element>, Vec<usize>) = (Vec::new(), Vec::new());
    loop {
        match reader.read_event().unwrap() {
            Event::Start(tag) => {
                open.push(all.len());
                all.push(element(&tag));
            }
            Event::Empty(tag) => all.push(element(&tag)),
            Event::End(_) => assert!(open.pop().is_some()),
            Event::Text(text) => {
                if let Some(at) = open.last() {
                    all[*at].words.push_str(&text);
                }
            }
            Event::GeneralRef(_) => {
                if let Some(at) = open.last() {
                    all[*at].words.push('&');
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    assert!(open.is_empty(), "everything is closed");
    all
}

fn element(tag: &quick_xml::events::BytesStart) -> Element {
    let attributes = tag.attributes().map(|a| a.unwrap());
    Element {
        name: tag.name().as_ref().to_owned(),
        attributes: attributes.map(|a| (a.key.as_ref().to_owned(), a.value.to_string())).collect(),
        words: String::new(),
    }
}

#[test]
fn every_chart_is_valid_and_its_words_stay_on_the_picture() {
    let long = "一个写得很长很长的名称<&\"'>\u{1b}[31m，长到任何一行都放不下它，".repeat(6);
    for lang in [Lang::Zh, Lang::En] {
        for (percent, title) in [(100, ""), (50, ""), (0, ""), (50, long.as_str())] {
            let charts = charts(lang, percent, title);
            assert_eq!(charts.len(), 4);
            for (name, svg) in &charts {
                let all = parse(svg);
                let (wide, high) = (all[0].number("width"), all[0].number("height"));
                for text in all.iter().filter(|e| e.name == "text") {
                    let (x, long) = (text.number("x"), width(&text.words) * 8);
                    let fits = match text.get("text-anchor") {
                        "end" => long <= x,
                        "middle" => long / 2 <= x && x + long / 2 <= wide,
                        _ => x + long <= wide,
                    };
                    assert!(fits && text.number("y") <= high, "{name}: {}", text.words);
                    assert!(!text.words.contains('\u{1b}'));
                }
                for bar in all.iter().filter(|e| e.name == "rect" && !e.get("y").is_empty()) {
                    assert!(bar.number("x") + bar.number("width") <= wide, "{name}");
                    assert!(bar.number("y") + bar.number("height") <= high, "{name}");
                }
            }
        }
    }
}

#[test]
fn bars_are_as_long_as_the_published_points() {
    let charts = charts(Lang::Zh, 100, "");
    let levels = parse(&charts.iter().find(|(n, _)| n == "chart-levels.svg").unwrap().1);
    let bars: Vec<usize> = levels
        .iter()
        .filter(|e| e.name == "rect" && e.get("height") == "26")
        .map(|e| e.number("width"))
        .collect();
    // 30 points are 896 wide; 20 are 597, of which 16.5 make 492.5 and 17.73 make 529.2;
    // 25.5 of 30 make 761.6. Each bar stands in a frame as long as its full marks.
    assert_eq!(bars, [597, 493, 597, 529, 896, 762, 896, 896]);
    let words: Vec<&str> = levels.iter().filter(|e| e.name == "text").map(|e| e.words.as_str()).collect();
    for figure in ["16.50 / 20 · 82.50 %", "17.73 / 20 · 88.65 %", "25.50 / 30 · 85.00 %", "89.73 良"] {
        assert!(words.contains(&figure), "{figure} in {words:?}");
    }
    let survey = parse(&charts.iter().find(|(n, _)| n == "chart-survey.svg").unwrap().1);
    let parts: Vec<usize> = survey
        .iter()
        .filter(|e| e.name == "rect" && e.get("fill").starts_with("url(#c"))
        .map(|e| e.number("width"))
        .collect();
    // Q2: 29 and 3 of 32 of 896, a form 28 wide.
    assert!(parts.contains(&(29 * 28)) && parts.contains(&(3 * 28)), "{parts:?}");
}

#[test]
fn what_is_open_is_hatched_and_never_a_zero() {
    for (name, svg) in charts(Lang::En, 0, "") {
        let all = parse(&svg);
        let hatched = all.iter().any(|e| e.name == "rect" && e.get("fill") == "url(#open)");
        let solid = all.iter().any(|e| {
            e.name == "rect" && e.get("fill") == "#1f4e79" && e.number("width") > 22 && !e.get("y").is_empty()
        });
        assert!(hatched, "{name}");
        assert!(!solid || name == "chart-waterfall.svg", "{name}: only full marks are certain");
    }
}
