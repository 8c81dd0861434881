//! Brackets in titles and numbers of documents: whether they pair, and the year within a 文号.

/// Pairs of brackets that must be closed.
const PAIRS: [(char, char); 11] = [
    ('《', '》'),
    ('〈', '〉'),
    ('「', '」'),
    ('『', '』'),
    ('（', '）'),
    ('(', ')'),
    ('〔', '〕'),
    ('【', '】'),
    ('[', ']'),
    ('［', '］'),
    ('“', '”'),
];

/// The first bracket that is not closed, or closes what was never opened.
pub fn unbalanced(text: &str) -> Option<char> {
    let mut open: Vec<(char, char)> = Vec::new();
    for c in text.chars() {
        if let Some(pair) = PAIRS.iter().find(|(opening, _)| *opening == c) {
            open.push(*pair);
        } else if PAIRS.iter().any(|(_, closing)| *closing == c) {
            match open.pop() {
                Some((_, closing)) if closing == c => {}
                Some((opening, _)) => return Some(opening),
                None => return Some(c),
            }
        }
    }
    open.first().map(|(opening, _)| *opening)
}

/// The year that a 文号 names in brackets, with the brackets it stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NumberYear {
    /// The year.
    pub year: u32,
    /// Whether it stands in 〔〕, as the standard of official documents (GB/T 9704-2012) wants.
    pub is_standard: bool,
}

/// Finds the bracketed year of a 文号, whatever brackets were typed.
pub fn number_year(number: &str) -> Option<NumberYear> {
    let chars: Vec<char> = number.chars().collect();
    let opening = |c: char| PAIRS.iter().any(|(o, _)| *o == c) || c == '﹝';
    let closing = |c: char| PAIRS.iter().any(|(_, o)| *o == c) || c == '﹞';
    chars.windows(6).find_map(|w| {
        let year: Option<u32> = w[1..5].iter().map(|c| c.to_digit(10)).try_fold(0, |n, d| Some(n * 10 + d?));
        let year = year.filter(|y| (1900..=2200).contains(y))?;
        let end = if w[5] == '年' { None } else { Some(w[5]) };
        (opening(w[0]) && end.is_none_or(closing))
            .then_some(NumberYear { year, is_standard: w[0] == '〔' && w[5] == '〕' })
    })
}

/// A 文号 with its brackets and spaces made alike, to compare those typed differently.
pub fn comparable(number: &str) -> String {
    let fold = |c: char| match c {
        '[' | '［' | '【' | '﹝' | '(' | '（' => Some('〔'),
        ']' | '］' | '】' | '﹞' | ')' | '）' => Some('〕'),
        c if c.is_whitespace() => None,
        c => Some(crate::scheme::field::fold_char(c)),
    };
    number.chars().filter_map(fold).collect()
}

/// A title or name without spaces and the 《》 around it, to compare those typed differently.
pub fn plain(title: &str) -> String {
    let text: String = title.chars().filter(|c| !c.is_whitespace()).collect();
    let inner = text.strip_prefix('《').and_then(|t| t.strip_suffix('》'));
    inner.map_or(text.clone(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_must_pair() {
        for fine in ["《关于〈办法〉的通知》", "（2023）年（第1号）", "没有括号"] {
            assert_eq!(unbalanced(fine), None, "{fine}");
        }
        assert_eq!(unbalanced("《关于编制预算的通知"), Some('《'));
        assert_eq!(unbalanced("通知》"), Some('》'));
        assert_eq!(unbalanced("《关于（试行》的通知）"), Some('（'));
        assert_eq!(unbalanced("（试行)"), Some('（'));
    }

    #[test]
    fn the_year_of_a_number_is_found_in_any_brackets() {
        let found = |n| number_year(n).map(|y| (y.year, y.is_standard));
        assert_eq!(found("阳财预〔2023〕58号"), Some((2023, true)));
        assert_eq!(found("财预[2020]10号"), Some((2020, false)));
        assert_eq!(found("财预（2020）10号"), Some((2020, false)));
        assert_eq!(found("阳财预〔2023年〕23号"), Some((2023, false)));
        assert_eq!(found("晋汇华字第3号"), None);
        assert_eq!(comparable("财预 [2020]10号"), comparable("财预〔2020〕１０号"));
        assert_eq!(plain("《关于 编制的通知》"), plain("关于编制的通知"));
    }
}
