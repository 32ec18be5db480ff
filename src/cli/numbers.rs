//! A range of turns or lines, as it is written on the command line: `7`, `7..12`, `7..`, `..12`.

/// Numbers that follow each other, from 1, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Numbers {
    pub(super) first: usize,
    pub(super) last: usize,
}

impl std::str::FromStr for Numbers {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let number = |part: &str, missing: usize| match part {
            "" => Ok(missing),
            part => part.parse().map_err(|_| format!("`{part}` is no number")),
        };
        let (first, last) = match text.split_once("..") {
            Some((first, last)) => (number(first, 1)?, number(last, usize::MAX)?),
            None if text.is_empty() => return Err("expected a number".to_owned()),
            None => (number(text, 1)?, number(text, 1)?),
        };
        match first {
            0 => Err("numbers count from 1".to_owned()),
            _ if last < first => Err(format!("{last} comes before {first}")),
            _ => Ok(Numbers { first, last }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Numbers;

    #[test]
    fn both_ends_belong_to_it_and_either_may_be_left_out() {
        let parse = |text: &str| text.parse::<Numbers>().map(|range| (range.first, range.last));
        assert_eq!(parse("7"), Ok((7, 7)));
        assert_eq!(parse("7..12"), Ok((7, 12)));
        assert_eq!(parse("..12"), Ok((1, 12)));
        assert_eq!(parse("7.."), Ok((7, usize::MAX)));
        assert_eq!(parse("0"), Err("numbers count from 1".to_owned()));
        assert_eq!(parse("9..7"), Err("7 comes before 9".to_owned()));
        assert_eq!(parse("x"), Err("`x` is no number".to_owned()));
    }
}
