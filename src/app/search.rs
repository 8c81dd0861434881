//! Finding things by what a person remembers: the text itself, its pinyin, or its initials.

use pinyin::ToPinyin;

/// A text prepared for searching.
#[derive(Debug, Clone, Default)]
pub struct Needles {
    text: String,
    pinyin: String,
    initials: String,
}

impl Needles {
    /// Prepares `text`.
    pub fn new(text: &str) -> Self {
        let mut needles = Self { text: text.to_lowercase(), ..Self::default() };
        for (c, pinyin) in text.chars().zip(text.to_pinyin()) {
            if let Some(p) = pinyin {
                needles.pinyin.push_str(p.plain());
                needles.initials.push_str(p.first_letter());
            } else if c.is_alphanumeric() {
                needles.pinyin.extend(c.to_lowercase());
                needles.initials.extend(c.to_lowercase());
            }
        }
        needles
    }

    /// How well `query` fits: smaller is better, `None` not at all. All words must fit.
    pub fn rank(&self, query: &str) -> Option<usize> {
        query.to_lowercase().split_whitespace().map(|word| self.rank_word(word)).sum()
    }

    fn rank_word(&self, word: &str) -> Option<usize> {
        let find = |hay: &str, cost: usize| hay.find(word).map(|at| at + cost);
        find(&self.text, 0)
            .or_else(|| find(&self.initials, 100))
            .or_else(|| find(&self.pinyin, 200))
            .or_else(|| subsequence(&self.text, word).then_some(1000))
    }
}

fn subsequence(hay: &str, needle: &str) -> bool {
    let mut rest = hay.chars();
    needle.chars().all(|n| rest.any(|h| h == n))
}

/// Indexes of the texts that fit `query`, best first; all of them in order for an empty query.
pub fn matches(texts: &[Needles], query: &str) -> Vec<usize> {
    let mut hits: Vec<(usize, usize)> =
        texts.iter().enumerate().filter_map(|(n, t)| Some((t.rank(query)?, n))).collect();
    hits.sort_unstable();
    hits.into_iter().map(|(_, n)| n).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(query: &str) -> Vec<&'static str> {
        let texts = ["定期巡检完成率", "UK 制作完成率", "信息维护人员培训完成率"];
        let needles: Vec<Needles> = texts.iter().map(|t| Needles::new(t)).collect();
        matches(&needles, query).into_iter().map(|n| texts[n]).collect()
    }

    #[test]
    fn finds_by_text_pinyin_and_initials() {
        assert_eq!(found("巡检"), ["定期巡检完成率"]);
        assert_eq!(found("xj"), ["定期巡检完成率"]);
        assert_eq!(found("peixun"), ["信息维护人员培训完成率"]);
        assert_eq!(found("uk"), ["UK 制作完成率"]);
        assert_eq!(found("").len(), 3);
        assert!(found("不存在").is_empty());
    }
}
