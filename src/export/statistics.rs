//! The statistics of a questionnaire as the document that `tally --json` prints, and as lines.
//!
//! Decimals are strings. Percentages, indexes and points are rounded as the scheme rounds rates;
//! what is withheld is `null` with `"withheld": true` beside it.
//!
//! The document: `distributed`, `returned`, `valid`, `population` where recorded; `return_rate`,
//! `valid_rate`; `confidence` and `rounding`; `questions` (`id`, `respondents`, `ticks` of multiple
//! choices, `population`, `item_nonresponse`, `percent_sum`, `share_intervals` by choice, `scale` and
//! `ratings` with `n`, `mean`, `deviation`, `interval`, `top_box`, `top_two_box`, `net`); `groups` and
//! `index` (`questions`, `index`, `interval`, `interval_is_at_most`); with forms
//! `index_interval_by_forms`, `alpha`, `numbers`, `computed` (values computed on each form:
//! `numbers`, `words`), `min_cell`, `crosses` (`attribute`, `question`, `tables` of `groups`,
//! `rows`, `association`); and `bands` (`indicator`, `figure`, `interval`,
//! `population_known`, `prior`, `found`, `bands` with their chances, `more_forms`). An interval is
//! `low`, `high`, `error`, `method` (`wilson`, `ci.prop.fpc`, `t`, `ci.mean.fpc`, `census`).

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::Subject;
use super::survey::Counted;
use crate::i18n::statistics::{self as words, Line};
use crate::scheme::{Questionnaire, Rounding};
use crate::survey::Index;
use crate::survey::stats::Statistics;
use crate::survey::stats::cross::Cross;
use crate::survey::stats::forms::{CrossOf, FormSums};
use crate::survey::stats::interval::{Interval, Method};
use crate::survey::stats::outlook::Outlook;
use crate::survey::stats::posterior::{Chances, Found, SEED};
use crate::survey::stats::sample::NetKind;
use crate::survey::stats::summary::{IndexFigures, QuestionFigures, Scale};
use crate::survey::stats::values::Numbers;

/// Everything about one questionnaire.
pub fn document(subject: &Subject<'_>, counted: &Counted<'_>, statistics: &Statistics) -> Value {
    let rates = subject.scheme.rates;
    let questionnaire = counted.questionnaire;
    let summary = &statistics.summary;
    let response = &summary.response;
    let percent = |share: Option<Decimal>| share.map(|s| rates.percent(s));
    let mut known = serde_json::Map::new();
    for (name, value) in [
        ("distributed", response.distributed),
        ("returned", response.returned),
        ("valid", response.valid),
        ("population", response.population),
    ] {
        known.extend(value.map(|value| (name.to_owned(), Value::from(value))));
    }
    known.extend([
        ("return_rate".to_owned(), json!(percent(response.return_rate()))),
        ("valid_rate".to_owned(), json!(percent(response.valid_rate()))),
        ("confidence".to_owned(), json!("95")),
        ("rounding".to_owned(), json!({ "mode": rates.mode.name(), "places": rates.places })),
    ]);
    let questions = counted.questions().zip(&summary.questions).map(|((question, counts), figures)| {
        let mut value = question_value(figures, rates);
        value["id"] = json!(question.id);
        value["respondents"] = json!(counts.n());
        if question.is_multiple() {
            value["ticks"] = json!(counts.ticks());
        }
        value
    });
    known.insert("questions".to_owned(), questions.collect());
    let groups = questionnaire.groups.iter().zip(&summary.groups).map(|(group, figures)| {
        let mut value = index_value(questionnaire, figures, rates);
        value["id"] = json!(group.id);
        value
    });
    known.insert("groups".to_owned(), groups.collect());
    known.insert("index".to_owned(), index_value(questionnaire, &summary.whole, rates));
    if let Some(forms) = &statistics.forms {
        known.extend(forms_value(questionnaire, forms, response.population, rates));
    }
    let bands = statistics.outlooks.iter().map(|o| outlook_value(subject, questionnaire, o));
    known.insert("bands".to_owned(), bands.collect());
    Value::Object(known)
}

fn method(method: Method) -> &'static str {
    match method {
        Method::Known => "census",
        Method::Wilson => "wilson",
        Method::ShareOfPopulation => "ci.prop.fpc",
        Method::Mean => "t",
        Method::MeanOfPopulation => "ci.mean.fpc",
    }
}

fn interval(interval: Option<Interval>, rates: Rounding) -> Value {
    interval.map_or(Value::Null, |i| {
        json!({
            "low": rates.print(i.low),
            "high": rates.print(i.high),
            "error": i.error.map(|e| rates.print(e)),
            "method": method(i.method),
        })
    })
}

fn question_value(figures: &QuestionFigures, rates: Rounding) -> Value {
    let shares = figures.shares.iter().map(|share| interval(share.map(Interval::percent), rates));
    json!({
        "id": null,
        "respondents": null,
        "population": figures.population,
        "item_nonresponse": figures.nonresponse.map(|s| rates.percent(s)),
        "percent_sum": figures.printed_sum.map(|s| rates.print(s)),
        "share_intervals": shares.collect::<Vec<Value>>(),
        "scale": figures.scale.as_ref().map(|s| scale_value(s, rates)),
        "ratings": figures.ratings.as_ref().map(|s| scale_value(s, rates)),
    })
}

fn scale_value(scale: &Scale, rates: Rounding) -> Value {
    let share = |count: u64| {
        let share = crate::survey::stats::rates::ratio(count, scale.n);
        json!({ "count": count, "percent": share.map(|s| rates.percent(s)) })
    };
    let net = scale.net.map(|net| {
        let kind = match net.kind {
            NetKind::Promoters => "net-promoter-score",
            NetKind::TopTwo => "top-two-less-bottom-two",
            NetKind::Top => "top-less-bottom",
        };
        json!({ "kind": kind, "score": rates.print(net.score), "error": rates.print(net.error) })
    });
    json!({
        "n": scale.n,
        "mean": rates.print(scale.mean),
        "deviation": scale.deviation.map(|d| rates.print(d)),
        "interval": interval(scale.interval, rates),
        "top_box": share(scale.top),
        "top_two_box": scale.top_two.map(share),
        "net": net,
    })
}

fn ids<'a>(questionnaire: &'a Questionnaire, questions: &'a [usize]) -> Vec<&'a str> {
    questions.iter().filter_map(|n| Some(questionnaire.questions.get(*n)?.id.as_str())).collect()
}

fn index_value(questionnaire: &Questionnaire, figures: &IndexFigures, rates: Rounding) -> Value {
    let known = |i: Index| (i.low == i.high).then(|| rates.print(i.low));
    json!({
        "questions": ids(questionnaire, &figures.questions),
        "index": figures.index.and_then(known),
        "interval": interval(figures.interval, rates),
        "interval_is_at_most": figures.questions.len() > 1,
    })
}

fn forms_value(
    questionnaire: &Questionnaire,
    forms: &FormSums,
    population: Option<u64>,
    rates: Rounding,
) -> serde_json::Map<String, Value> {
    let found = forms.reliability();
    let print = |alpha: Option<Decimal>| alpha.map(|a| Rounding { places: 4, ..rates }.print(a));
    let without = forms.items().iter().zip(&found.without).map(|(item, without)| {
        json!({ "without": questionnaire.questions.get(*item).map(|q| &q.id), "alpha": print(*without) })
    });
    let figures = |n: &Numbers| {
        json!({
            "n": n.n,
            "mean": rates.print(n.mean),
            "deviation": n.deviation.map(|d| rates.print(d)),
            "low": n.ends.0.normalize().to_string(),
            "high": n.ends.1.normalize().to_string(),
        })
    };
    let numbers = forms.numbers().into_iter().map(|(question, n)| {
        let mut value = figures(&n);
        value["id"] = json!(questionnaire.questions.get(question).map(|q| &q.id));
        value
    });
    let computed = forms.computed().map(|(id, values)| {
        let words = values.words().into_iter().map(|(word, n)| json!({ "value": word, "count": n }));
        json!({
            "id": id,
            "numbers": values.numbers().as_ref().map(figures),
            "words": words.collect::<Vec<Value>>(),
        })
    });
    let crosses = forms.crosses(questionnaire);
    let crosses = crosses.iter().map(|c| cross_value(questionnaire, c, rates));
    let mut values = serde_json::Map::new();
    values.extend([
        ("index_interval_by_forms".to_owned(), interval(forms.interval(questionnaire, population), rates)),
        (
            "alpha".to_owned(),
            json!({
                "n": found.n,
                "left_out": found.left_out,
                "alpha": print(found.alpha),
                "items": without.collect::<Vec<Value>>(),
            }),
        ),
        ("numbers".to_owned(), numbers.collect()),
        ("computed".to_owned(), computed.collect()),
        ("min_cell".to_owned(), json!(questionnaire.min_cell)),
        ("crosses".to_owned(), crosses.collect()),
    ]);
    values
}

fn cross_value(questionnaire: &Questionnaire, of: &CrossOf, rates: Rounding) -> Value {
    let question = questionnaire.questions.get(of.question);
    let attribute = questionnaire.questions.get(of.attribute);
    let code = |n: &usize| Some(attribute?.choices.get(*n)?.code.as_str());
    let table = |cross: &Cross| {
        let groups = cross.groups.iter().map(|g| {
            json!({
                "codes": g.of.iter().filter_map(code).collect::<Vec<&str>>(),
                "n": g.n,
                "index": g.index.map(|i| rates.print(i)),
            })
        });
        let rows = cross.cells.iter().enumerate().map(|(row, cells)| {
            let cell = |(group, count): (usize, &Option<u64>)| match count {
                Some(n) => {
                    json!({ "count": n, "percent": cross.share(row, group).map(|s| rates.percent(s)) })
                }
                None => json!({ "count": null, "percent": null, "withheld": true }),
            };
            let cells: Vec<Value> = cells.iter().enumerate().map(cell).collect();
            json!({ "total": cross.totals.get(row), "cells": cells })
        });
        let fine = Rounding { places: 4, ..rates };
        let association = cross.association.map(|a| {
            json!({
                "chi_square": fine.print(a.chi_square),
                "df": a.df,
                "p": fine.print(a.p),
                "cramers_v": fine.print(a.v),
                "rough": a.is_rough,
            })
        });
        json!({
            "groups": groups.collect::<Vec<Value>>(),
            "rows": rows.collect::<Vec<Value>>(),
            "association": association,
        })
    };
    json!({
        "attribute": attribute.map(|q| &q.id),
        "question": question.map(|q| &q.id),
        "rows_are": if question.is_some_and(crate::scheme::Question::is_multiple) { "ticked, not ticked" } else { "choices" },
        "tables": of.tables.iter().map(|t| t.as_ref().map(table)).collect::<Vec<_>>(),
    })
}

fn outlook_value(subject: &Subject<'_>, questionnaire: &Questionnaire, outlook: &Outlook) -> Value {
    let rates = subject.scheme.rates;
    let chance = |all: &[Decimal], n: usize| all.get(n).map(|c| Rounding { places: 4, ..rates }.print(*c));
    let bands = outlook.bands.iter().enumerate().map(|(n, band)| {
        json!({
            "low": band.low.map(|e| e.at.normalize().to_string()),
            "high": band.high.map(|e| e.at.normalize().to_string()),
            "points": band.points.normalize().to_string(),
            "here": band.holds(outlook.figure),
            "chance": chance(&outlook.chances.apart, n),
            "chance_if_tied": chance(&outlook.chances.tied, n),
            "chance_uniform_prior": chance(&outlook.uniform.apart, n),
        })
    });
    json!({
        "indicator": subject.scheme.indicators.get(outlook.indicator).map(|i| &i.id),
        "questions": ids(questionnaire, &outlook.questions),
        "figure": rates.print(outlook.figure),
        "interval": interval(outlook.interval, rates),
        "population_known": outlook.is_finite,
        "prior": "one form shared equally by the choices",
        "found": found(&outlook.chances),
        "bands": bands.collect::<Vec<Value>>(),
        "more_forms": {
            "interval_in_one_band": outlook.settle.likely,
            "band_cannot_change": outlook.settle.firm,
            "at_worst": outlook.settle.certain,
        },
    })
}

fn found(chances: &Chances) -> Value {
    match chances.found {
        Found::Exactly => json!({ "method": "exact" }),
        Found::Drawn(times) => json!({ "method": "drawn", "draws": times, "seed": SEED }),
    }
}

/// Lines about the questionnaire as a whole, what it means for the points, and its cross tables.
pub fn lines(
    subject: &Subject<'_>,
    counted: &Counted<'_>,
    statistics: &Statistics,
    columns: usize,
) -> Vec<Vec<Line>> {
    let (lang, rates) = (subject.lang, subject.scheme.rates);
    let questionnaire = counted.questionnaire;
    let forms = statistics.forms.as_ref();
    let mut all = vec![words::whole(lang, questionnaire, &statistics.summary, forms, rates)];
    all.extend(statistics.outlooks.iter().map(|o| words::outlook(lang, subject.scheme, o, rates)));
    all.push(words::model_lines(lang, &statistics.outlooks));
    let crosses = forms.map(|f| f.crosses(questionnaire)).unwrap_or_default();
    all.extend(crosses.iter().map(|c| words::cross(lang, questionnaire, c, rates, columns)));
    all
}
