//! Suspect forms and double keying at scale: all of 100,000 forms, and one of them again.

#![expect(clippy::unwrap_used, reason = "a bench that cannot go on fails here")]

use divan::Bencher;
use jiping::format::{self, SourceFile};
use jiping::ledger::Facts;
use jiping::scheme::Scheme;
use jiping::score::checks;
use jiping::survey::double;
use jiping::survey::validity::{Known, Suspects};

fn main() {
    divan::main();
}

const FORMS: u32 = 100_000;
const QUESTIONS: u32 = 7;

const RULES: &str = r#"
[[questionnaire]]
id = "q"
name = "q"
[[questionnaire.validity]]
rule = "blank"
over = "50%"
[[questionnaire.validity]]
rule = "straight"
least = 7
[[questionnaire.validity]]
rule = "duplicate"
[[questionnaire.validity]]
rule = "contradiction"
when = "Q1 = 1 and Q7 = 5"
reason = "r"
"#;

fn scheme() -> Scheme {
    let mut text = RULES.to_owned();
    for n in 1..=QUESTIONS {
        text.extend([format!("[[questionnaire.question]]\nid = \"Q{n}\"\ntext = \"t\"\nscale = \"five\"\n")]);
    }
    text += "[[scale]]\nid = \"five\"\nchoices = [\n";
    for n in 1..=5 {
        text.extend([format!("{{ code = \"{n}\", label = \"l\", value = {} }},\n", 100 - n * 20 + 20)]);
    }
    text += "]\n";
    let files = [SourceFile { name: "scheme.toml".to_owned(), bytes: text.into_bytes() }];
    format::load("t", &files).scheme
}

/// Forms with answers of a plain generator; every thousandth serial stands twice.
fn facts() -> Facts {
    let mut facts = Facts::default();
    let mut state = 1u32;
    for form in 1..=FORMS {
        for question in 1..=QUESTIONS {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let code = (state >> 24) % 5 + 1;
            facts.set(&format!("q.form.{form}.Q{question}"), Some(&code.to_string()));
        }
        let serial = if form % 1000 == 0 { form - 1 } else { form };
        facts.set(&format!("q.form.{form}.serial"), Some(&format!("A-{serial}")));
    }
    facts
}

const KNOWN: Known = Known { seconds: &|_| None, accepted: &|_| false };

#[divan::bench(sample_count = 10, sample_size = 1)]
fn all_forms(bencher: Bencher) {
    let (scheme, facts) = (scheme(), facts());
    bencher.bench(|| checks::checks(&scheme, &facts, None)[0].suspects.open());
}

#[divan::bench(sample_count = 100, sample_size = 10)]
fn one_form(bencher: Bencher) {
    let (scheme, facts) = (scheme(), facts());
    let (q, responses) = (&scheme.questionnaires[0], facts.responses("q").unwrap());
    let mut suspects = Suspects::of(q, responses, KNOWN);
    bencher.bench_local(|| suspects.update(q, responses, FORMS / 2, KNOWN));
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn riskiest_first(bencher: Bencher) {
    let (scheme, facts) = (scheme(), facts());
    let (q, responses) = (&scheme.questionnaires[0], facts.responses("q").unwrap());
    bencher.bench(|| double::riskiest_first(q, responses, &|_| None).len());
}
