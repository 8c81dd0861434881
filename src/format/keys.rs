//! Every key that scheme files may hold, table by table.
//!
//! The reader refuses any other, and `surveys/scheme.schema.json` lists the same; a test holds
//! the two together. Must not know how a key is read.

/// The keys of one kind of table. A table takes the keys of one or several of these.
pub type Keys = &'static [&'static str];

/// Top level of a file.
pub const FILE: Keys =
    &["scheme", "rounding", "rates", "grade", "indicator", "measure", "scale", "questionnaire"];
/// `[scheme]`.
pub const SCHEME: Keys = &[
    "id",
    "title",
    "title_en",
    "levels",
    "levels_en",
    "full",
    "not_applicable",
    "grade_on",
    "level_places",
    "total",
    "year",
    "sample",
];
/// `[rounding]`, and `rounding` of a rule.
pub const ROUNDING: Keys = &["points", "places"];
/// `[rates]`.
pub const RATES: Keys = &["mode", "places"];
/// The ends of a band or a grade.
pub const EDGES: Keys = &["at_least", "above", "at_most", "below"];
/// `[[grade]]`, besides [`EDGES`].
pub const GRADE: Keys = &["name", "name_en", "when"];
/// Where something comes from.
pub const ORIGIN: Keys = &["origin", "origin_reason", "origin_reason_en"];
/// `[[indicator]]`, besides [`ORIGIN`].
pub const INDICATOR: Keys =
    &["id", "parent", "name", "name_en", "about", "about_en", "weight", "rule", "accepted"];
/// `[indicator.rule]`, besides what it looks at.
pub const RULE: Keys = &[
    "text",
    "text_en",
    "combine",
    "part",
    "adjust",
    "veto",
    "warn",
    "rounding",
    "applies",
    "not_applicable",
];
/// `[[indicator.rule.part]]`, besides what it looks at.
pub const PART: Keys = &["max", "share", "when"];
/// A rule or part that reads a checklist.
pub const CHECKLIST_INPUT: Keys = &["checklist"];
/// A rule or part whose expression is the points.
pub const POINTS_INPUT: Keys = &["points"];
/// A rule or part with any curve.
pub const CURVE: Keys = &["value", "curve"];
/// `curve = "proportional"`.
pub const PROPORTIONAL: Keys = &["zero", "full"];
/// `curve = "inverse"`.
pub const INVERSE: Keys = &["full"];
/// `curve = "steps"`.
pub const STEPS: Keys = &["target", "side", "step", "points", "partial"];
/// `curve = "bands"`.
pub const BANDS: Keys = &["bands"];
/// `curve = "line"`.
pub const LINE: Keys = &["knots"];
/// An entry of `knots`.
pub const KNOT: Keys = &["value", "points"];
/// An entry of `bands`, besides [`EDGES`].
pub const BAND: Keys = &["points"];
/// `[[indicator.rule.veto]]`.
pub const VETO: Keys = &["when", "effect", "points", "reason", "reason_en"];
/// `[[indicator.rule.adjust]]`.
pub const ADJUST: Keys = &["points", "when", "least", "most", "reason", "reason_en"];
/// `[[indicator.rule.warn]]`.
pub const WARN: Keys = &["when", "level", "text", "text_en"];
/// `[[measure]]` of any kind, besides [`ORIGIN`].
pub const MEASURE: Keys = &["id", "name", "name_en", "hint", "hint_en", "kind"];
/// A number, as measure or column.
pub const NUMBER: Keys = &["unit", "decimals", "min", "max"];
/// `kind = "table"`.
pub const TABLE: Keys =
    &["unit", "planned", "per", "due", "row_name", "row_name_en", "rows", "columns", "flag", "compare"];
/// An entry of `flag`.
pub const FLAG: Keys = &["when", "text", "text_en"];
/// `kind = "checklist"`.
pub const CHECKLIST: Keys = &["items"];
/// `kind = "survey"`.
pub const SURVEY: Keys = &["questionnaire", "questions", "method", "counts", "among"];
/// `kind = "choice"`.
pub const CHOICE_MEASURE: Keys = &["choices"];
/// An entry of `choices` in a measure, besides [`EDGES`].
pub const TIER: Keys = &["code", "label", "label_en", "value"];
/// `kind = "lookup"`.
pub const LOOKUP: Keys = &["of", "any_order", "table"];
/// An entry of `table` in a look-up.
pub const LOOKUP_ROW: Keys = &["codes", "value"];
/// `kind = "formula"`.
pub const FORMULA: Keys = &["value", "unit"];
/// An entry of `rows`.
pub const ROW: Keys = &["id", "name", "name_en"];
/// An entry of `columns`; numbers take [`NUMBER`] too, choices `choices`.
pub const COLUMN: Keys = &["id", "name", "name_en", "kind", "required", "unique", "known"];
/// A column of numbers that are computed or may be left blank, besides [`NUMBER`].
pub const NUMBER_COLUMN: Keys = &["value", "blank"];
/// What holds choices.
pub const CHOICES: Keys = &["choices"];
/// An entry of `choices` in a column.
pub const COLUMN_CHOICE: Keys = &["code", "label", "label_en"];
/// An entry of `items`.
pub const ITEM: Keys = &["id", "name", "name_en", "points", "partly"];
/// `[[scale]]`, besides [`ORIGIN`] and [`CHOICES`].
pub const SCALE: Keys = &["id"];
/// An entry of `choices` in a scale or a question.
pub const CHOICE: Keys = &["code", "label", "label_en", "value", "exclusive"];
/// `[[questionnaire]]`.
pub const QUESTIONNAIRE: Keys = &["id", "name", "name_en", "validity", "min_cell", "group", "question"];
/// `[[questionnaire.group]]`.
pub const GROUP: Keys = &["id", "name", "name_en"];
/// `[[questionnaire.validity]]` of any rule.
pub const VALIDITY: Keys = &["rule"];
/// `rule = "blank"`.
pub const VALIDITY_BLANK: Keys = &["over"];
/// `rule = "straight"`.
pub const VALIDITY_STRAIGHT: Keys = &["least", "questions"];
/// `rule = "duplicate"`.
pub const VALIDITY_DUPLICATE: Keys = &["question"];
/// `rule = "fast"`.
pub const VALIDITY_FAST: Keys = &["seconds", "question"];
/// `rule = "contradiction"`.
pub const VALIDITY_CONTRADICTION: Keys = &["when", "reason", "reason_en"];
/// `[[questionnaire.question]]` of any kind.
pub const QUESTION: Keys = &[
    "id",
    "text",
    "text_en",
    "hint",
    "hint_en",
    "kind",
    "required",
    "show_if",
    "constraint",
    "message",
    "message_en",
    "attribute",
    "group",
];
/// `kind = "note"`.
pub const QUESTION_NOTE: Keys = &["id", "text", "text_en", "kind", "show_if"];
/// `kind = "calculated"`.
pub const QUESTION_CALCULATED: Keys = &["id", "text", "text_en", "kind", "show_if", "value", "unit"];
/// A question that has an index.
pub const QUESTION_WEIGHT: Keys = &["weight"];
/// A question that takes its choices from a scale; others take [`CHOICES`] and [`ORIGIN`].
pub const QUESTION_SCALE: Keys = &["scale"];
/// A question whose choices are the whole numbers from one to another.
pub const QUESTION_RATING: Keys = &["rating"];

/// The definitions of the schema and the keys each must list.
pub const DEFINITIONS: &[(&str, &[Keys])] = &[
    ("scheme", &[SCHEME]),
    ("rounding", &[ROUNDING]),
    ("rates", &[RATES]),
    ("grade", &[GRADE, EDGES]),
    ("indicator", &[INDICATOR, ORIGIN]),
    ("rule", &[RULE, CHECKLIST_INPUT, POINTS_INPUT, CURVE, PROPORTIONAL, INVERSE, STEPS, BANDS, LINE]),
    ("part", &[PART, CHECKLIST_INPUT, POINTS_INPUT, CURVE, PROPORTIONAL, INVERSE, STEPS, BANDS, LINE]),
    ("band", &[BAND, EDGES]),
    ("knot", &[KNOT]),
    ("adjust", &[ADJUST]),
    ("warn", &[WARN]),
    ("veto", &[VETO]),
    ("measure", &[MEASURE, ORIGIN, NUMBER, TABLE, CHECKLIST, SURVEY, FORMULA, CHOICE_MEASURE, LOOKUP]),
    ("tier", &[TIER, EDGES]),
    ("lookupRow", &[LOOKUP_ROW]),
    ("row", &[ROW]),
    ("column", &[COLUMN, NUMBER, NUMBER_COLUMN, CHOICES]),
    ("flag", &[FLAG]),
    ("columnChoice", &[COLUMN_CHOICE]),
    ("item", &[ITEM]),
    ("scale", &[SCALE, CHOICES, ORIGIN]),
    ("choice", &[CHOICE]),
    ("questionnaire", &[QUESTIONNAIRE]),
    ("questionGroup", &[GROUP]),
    (
        "validity",
        &[
            VALIDITY,
            VALIDITY_BLANK,
            VALIDITY_STRAIGHT,
            VALIDITY_DUPLICATE,
            VALIDITY_FAST,
            VALIDITY_CONTRADICTION,
        ],
    ),
    (
        "question",
        &[
            QUESTION,
            QUESTION_CALCULATED,
            QUESTION_WEIGHT,
            QUESTION_SCALE,
            QUESTION_RATING,
            CHOICES,
            ORIGIN,
            NUMBER,
        ],
    ),
];
