//! The word that was probably meant.

use strsim::osa_distance;

/// The candidate closest to `word` by characters to insert, delete, replace or swap with their
/// neighbour, if it is close enough to be a slip.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let length = word.chars().count();
    let allowed = (length / 3).max(1);
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        let closest = best.map_or(allowed + 1, |(edits, _)| edits);
        if candidate.chars().count().abs_diff(length) >= closest {
            continue;
        }
        let edits = osa_distance(word, candidate);
        if edits < closest {
            best = Some((edits, candidate));
        }
        if edits <= 1 {
            break;
        }
    }
    best.map(|(_, candidate)| candidate.to_owned())
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn slips_are_recognised_and_other_words_are_not() {
        assert_eq!(nearest("wieght", ["name", "weight"]).as_deref(), Some("weight"));
        assert_eq!(nearest("培训率", ["培训", "巡检率"]).as_deref(), Some("培训"));
        assert_eq!(nearest("colour", ["name", "weight"]), None);
    }
}
