//! Numbers and names as bytes: a number takes seven bits a byte, the lowest first (LEB128), a name
//! its length and its letters. The list of the index is written so too.
//!
//! What is read may be anything: nothing is believed about its length.

/// What is written.
#[derive(Debug, Default)]
pub(crate) struct Pen {
    pub(crate) bytes: Vec<u8>,
}

impl Pen {
    /// A number.
    pub(crate) fn number(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.bytes.push(number as u8 | 0x80);
            number >>= 7;
        }
        self.bytes.push(number as u8);
    }

    /// How many things follow.
    pub(crate) fn count(&mut self, count: usize) {
        self.number(count as u64);
    }

    /// A name.
    pub(crate) fn name(&mut self, name: &str) {
        self.count(name.len());
        self.bytes.extend_from_slice(name.as_bytes());
    }

    /// Bytes whose number is known to whoever reads them.
    pub(crate) fn fixed(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }
}

/// What is left to read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Eye<'b> {
    rest: &'b [u8],
}

impl<'b> Eye<'b> {
    /// Begins to read.
    pub(crate) fn on(bytes: &'b [u8]) -> Self {
        Eye { rest: bytes }
    }

    /// A number; `None` if there is none.
    pub(crate) fn number(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let (&byte, rest) = self.rest.split_first()?;
            self.rest = rest;
            let bits = u64::from(byte & 0x7f);
            number |= bits << shift;
            if byte < 0x80 {
                // The tenth byte has room for one bit.
                return (bits << shift >> shift == bits).then_some(number);
            }
        }
        None
    }

    /// The same of a number that has 32 bits.
    pub(crate) fn short(&mut self) -> Option<u32> {
        self.number()?.try_into().ok()
    }

    /// How many things follow, each of which takes a byte at least.
    pub(crate) fn count(&mut self) -> Option<usize> {
        let count = usize::try_from(self.number()?).ok()?;
        (count <= self.rest.len()).then_some(count)
    }

    /// A name.
    pub(crate) fn name(&mut self) -> Option<&'b str> {
        let length = self.count()?;
        let (name, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        std::str::from_utf8(name).ok()
    }

    /// As many bytes as are asked for.
    pub(crate) fn fixed<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (bytes, rest) = self.rest.split_first_chunk()?;
        self.rest = rest;
        Some(*bytes)
    }

    /// All that is left.
    pub(crate) fn rest(&self) -> &'b [u8] {
        self.rest
    }

    /// Whether all was read.
    pub(crate) fn is_at_end(&self) -> bool {
        self.rest.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_names_come_back() {
        let numbers = [0, 1, 127, 128, 300, u64::from(u32::MAX), u64::MAX];
        let mut pen = Pen::default();
        numbers.into_iter().for_each(|number| pen.number(number));
        pen.name("Zoë");
        pen.fixed(&[7, 8]);
        let mut eye = Eye::on(&pen.bytes);
        assert_eq!(numbers.map(|_| eye.number()), numbers.map(Some));
        assert_eq!(eye.name(), Some("Zoë"));
        assert_eq!((eye.fixed(), eye.fixed::<1>()), (Some([7, 8]), None));
        assert!(eye.is_at_end() && eye.number().is_none());
    }

    #[test]
    fn nothing_is_believed() {
        assert_eq!(Eye::on(&[0x80, 0x80]).number(), None);
        assert_eq!(Eye::on(&[0xff; 12]).number(), None);
        assert_eq!(Eye::on(&[200, 1, b'x']).name(), None);
        assert_eq!(Eye::on(&[2, 0xff, 0xfe]).name(), None);
        assert_eq!(Eye::on(&[0x80, 0x80, 0x80, 0x80, 0x10]).short(), None);
    }
}
