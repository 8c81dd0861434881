//! Which cells of a table are withheld so that none below a size can be worked out.
//!
//! Rows and columns are published with their sums, so a small cell that alone is missing in its
//! row or column could be computed. Others are withheld with it, until for each withheld cell
//! there is another table, of counts that are not negative, with the same sums and the same
//! shown cells in which it is different.

/// Which cells of `columns[group][choice]` are withheld: those between 1 and `min_cell` − 1, and
/// as many others, small ones first, as it takes to protect them. Where all columns hold at
/// least `min_cell` a rectangle of four cells that protects a small cell always exists; should
/// none be found, everything is withheld.
pub fn withheld(columns: &[Vec<u64>], min_cell: u64) -> Vec<Vec<bool>> {
    let small = |n: &u64| (1..min_cell).contains(n);
    let mut hidden: Vec<Vec<bool>> = columns.iter().map(|c| c.iter().map(small).collect()).collect();
    while let Some(cell) = open_cell(columns, &hidden) {
        if !complete(columns, &mut hidden, cell) {
            for flag in hidden.iter_mut().flatten() {
                *flag = true;
            }
            break;
        }
    }
    hidden
}

/// A withheld cell that can be worked out.
fn open_cell(columns: &[Vec<u64>], hidden: &[Vec<bool>]) -> Option<(usize, usize)> {
    let cells = hidden.iter().enumerate().flat_map(|(g, c)| (0..c.len()).map(move |r| (g, r)));
    cells.filter(|(g, r)| hidden[*g][*r]).find(|cell| !may_differ(columns, hidden, *cell))
}

/// Withholds the three cells that complete the cheapest rectangle which protects `cell`.
fn complete(columns: &[Vec<u64>], hidden: &mut [Vec<bool>], (group, row): (usize, usize)) -> bool {
    let mut corners: Vec<(u64, [(usize, usize); 3])> = Vec::new();
    for g in (0..columns.len()).filter(|g| *g != group) {
        for r in (0..columns[group].len()).filter(|r| *r != row) {
            let three = [(group, r), (g, row), (g, r)];
            let cost = three.iter().filter(|(g, r)| !hidden[*g][*r]).map(|(g, r)| columns[*g][*r] + 1).sum();
            corners.push((cost, three));
        }
    }
    corners.sort_unstable();
    for (_, three) in corners {
        let before = three.map(|(g, r)| hidden[g][r]);
        for (g, r) in three {
            hidden[g][r] = true;
        }
        if may_differ(columns, hidden, (group, row)) {
            return true;
        }
        for ((g, r), was) in three.into_iter().zip(before) {
            hidden[g][r] = was;
        }
    }
    false
}

/// Whether a withheld cell could be one more or one less with all sums kept: whether there is a
/// round of withheld cells through it, adding one and taking one away in turn, that takes only
/// from cells that hold something. Rounds are ways in a graph whose nodes are rows and columns.
fn may_differ(columns: &[Vec<u64>], hidden: &[Vec<bool>], (group, row): (usize, usize)) -> bool {
    // Adding to the cell: from its column, by taking, on to its row. Taking from it: the reverse.
    let add = reaches(columns, hidden, Node::Column(group), Node::Row(row), (group, row));
    let take = || reaches(columns, hidden, Node::Row(row), Node::Column(group), (group, row));
    add || (columns[group][row] > 0 && take())
}

/// A row or a column of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Node {
    Row(usize),
    Column(usize),
}

/// Whether a way leads from one node to another without `cell`: from a row to a column by adding
/// to a withheld cell, from a column to a row by taking from one that holds something.
fn reaches(columns: &[Vec<u64>], hidden: &[Vec<bool>], from: Node, to: Node, cell: (usize, usize)) -> bool {
    let mut seen = vec![from];
    let mut next = 0;
    while let Some(&at) = seen.get(next) {
        if at == to {
            return true;
        }
        next += 1;
        let on: Vec<Node> = match at {
            Node::Row(r) => {
                (0..columns.len()).filter(|&g| hidden[g][r] && (g, r) != cell).map(Node::Column).collect()
            }
            Node::Column(g) => (0..columns[g].len())
                .filter(|&r| hidden[g][r] && (g, r) != cell && columns[g][r] > 0)
                .map(Node::Row)
                .collect(),
        };
        for node in on {
            if !seen.contains(&node) {
                seen.push(node);
            }
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_single_small_cell_takes_a_rectangle_with_it() {
        let hidden = withheld(&[vec![12, 2, 6], vec![7, 9, 14]], 5);
        let all: usize = hidden.iter().flatten().filter(|h| **h).count();
        assert_eq!(all, 4);
        assert!(hidden[0][1] && hidden[1][1]);
    }

    #[test]
    fn two_small_cells_that_hide_each_other_suffice() {
        let hidden = withheld(&[vec![2, 3, 9], vec![4, 1, 9]], 5);
        assert_eq!(hidden, [[true, true, false], [true, true, false]]);
        // All small, but whatever is withheld the sums give it away unless something can move:
        // the cell of 1 could only be 1, for the other column has nothing to give in that row.
        let hidden = withheld(&[vec![1, 9], vec![0, 10]], 5);
        assert_eq!(hidden, [[true, true], [true, true]]);
    }

    #[test]
    fn nothing_is_withheld_without_need() {
        assert!(withheld(&[vec![0, 9], vec![5, 10]], 5).iter().flatten().all(|h| !h));
        assert!(withheld(&[vec![1, 2], vec![3, 4]], 1).iter().flatten().all(|h| !h));
    }
}
