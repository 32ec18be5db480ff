//! Published tables that must come out to the digit.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test may stop at the first surprise"
)]

mod outside;

use emic::report::percent;

/// O'Neill et al., Table 2 (doi:10.1186/s12913-023-10532-5): 25 rows, base 555.
#[test]
fn o_neill_table_2() {
    let Some(folder) = outside::data() else { return };
    let bytes = std::fs::read(folder.join("vectors/o_neill_table2.csv"));
    let text = String::from_utf8(bytes.unwrap()).unwrap();
    let mut rows = 0;
    for line in text.lines().skip(1) {
        let cells: Vec<&str> = line.rsplitn(3, ',').collect();
        let (published, n): (&str, u64) = (cells[0], cells[1].parse().unwrap());
        assert_eq!(percent::count(n, 555, false), format!("{n} ({published} %)"), "{line}");
        rows += 1;
    }
    assert_eq!(rows, 25);
}
