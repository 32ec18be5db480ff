//! Rich Text Format as tokens (RTF Specification 1.9.1, "RTF syntax").
//!
//! In come bytes, out come groups, control words with their numbers, single bytes written in
//! hexadecimal and stretches of plain bytes. Nothing can fail: what is no syntax is text.

/// A piece of the syntax.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token<'b> {
    /// `{`.
    Open,
    /// `}`.
    Close,
    /// A control word without its backslash, and its number.
    Word(&'b [u8], Option<i32>),
    /// A control symbol: a backslash and one byte that is no letter.
    Symbol(u8),
    /// A byte in hexadecimal, `\'e9`.
    Byte(u8),
    /// Bytes of text.
    Text(&'b [u8]),
}

/// The tokens of a file.
pub(super) struct Tokens<'b> {
    bytes: &'b [u8],
    at: usize,
}

impl<'b> Tokens<'b> {
    /// Begins at the beginning.
    pub(super) fn of(bytes: &'b [u8]) -> Self {
        Tokens { bytes, at: 0 }
    }

    /// Steps over bytes that are no syntax, behind `\bin`.
    pub(super) fn step_over(&mut self, bytes: usize) {
        self.at = self.at.saturating_add(bytes).min(self.bytes.len());
    }

    fn rest(&self) -> &'b [u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    /// A control word or symbol behind its backslash.
    fn control(&mut self) -> Token<'b> {
        let rest = self.rest();
        let letters = rest.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        if letters == 0 {
            let Some(symbol) = rest.first().copied() else { return Token::Text(b"") };
            self.at += 1;
            return match symbol {
                b'\'' => self.hexadecimal(),
                _ => Token::Symbol(symbol),
            };
        }
        let (word, after) = rest.split_at(letters);
        let sign = usize::from(after.first() == Some(&b'-'));
        let digits = after.iter().skip(sign).take_while(|byte| byte.is_ascii_digit()).count();
        let written = after.get(..sign + digits).filter(|_| digits > 0).unwrap_or_default();
        let number = std::str::from_utf8(written).ok().and_then(|number| number.parse().ok());
        self.at += letters + written.len();
        // One space ends the word and belongs to it.
        if self.rest().first() == Some(&b' ') {
            self.at += 1;
        }
        Token::Word(word, number)
    }

    fn hexadecimal(&mut self) -> Token<'b> {
        let digits = self.rest().get(..2).and_then(|two| std::str::from_utf8(two).ok());
        match digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => {
                self.at += 2;
                Token::Byte(byte)
            }
            None => Token::Text(b"'"),
        }
    }
}

impl<'b> Iterator for Tokens<'b> {
    type Item = Token<'b>;

    fn next(&mut self) -> Option<Token<'b>> {
        let rest = self.rest();
        let first = *rest.first()?;
        self.at += 1;
        Some(match first {
            b'{' => Token::Open,
            b'}' => Token::Close,
            b'\\' => self.control(),
            b'\r' | b'\n' => Token::Text(b""),
            _ => {
                let is_text = |byte: &&u8| !matches!(byte, b'{' | b'}' | b'\\' | b'\r' | b'\n');
                let length = rest.iter().take_while(is_text).count();
                self.at += length - 1;
                Token::Text(rest.get(..length).unwrap_or_default())
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_symbols_bytes_and_text() {
        let tokens: Vec<_> = Tokens::of(b"{\\b0 a\\'e9\\~\\u-10?}\\par\r\nb\\'zz\\").collect();
        assert_eq!(
            tokens,
            [
                Token::Open,
                Token::Word(b"b", Some(0)),
                Token::Text(b"a"),
                Token::Byte(0xE9),
                Token::Symbol(b'~'),
                Token::Word(b"u", Some(-10)),
                Token::Text(b"?"),
                Token::Close,
                Token::Word(b"par", None),
                Token::Text(b""),
                Token::Text(b""),
                Token::Text(b"b"),
                Token::Text(b"'"),
                Token::Text(b"zz"),
                Token::Text(b""),
            ]
        );
    }

    #[test]
    fn a_number_that_is_too_long_is_none() {
        let tokens: Vec<_> = Tokens::of(b"\\u99999999999999 x").collect();
        assert_eq!(tokens, [Token::Word(b"u", None), Token::Text(b"x")]);
        let mut tokens = Tokens::of(b"\\bin5 ab");
        assert_eq!(tokens.next(), Some(Token::Word(b"bin", Some(5))));
        tokens.step_over(usize::MAX);
        assert_eq!(tokens.next(), None);
    }
}
