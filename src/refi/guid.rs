//! Ids of things in packages.
//!
//! Ours are made from what the things are (RFC 9562, version 5), so that the same study gives the
//! same package; those of others are read in any case, with or without braces.

use uuid::Uuid;

use super::model::Guid;

/// The namespace of our ids.
const OURS: Uuid = Uuid::from_u128(0x6d1f_2c0e_8a54_5b7e_9c3d_0e4a_17b6_52f1);

/// The id of a thing of that kind with these names.
pub fn of(kind: &str, names: &[&str]) -> Guid {
    let mut key = kind.to_owned();
    for name in names {
        key.push('\0');
        key.push_str(name);
    }
    Uuid::new_v5(&OURS, key.as_bytes()).to_string()
}

/// An id as somebody wrote it, in lower case and without braces.
pub fn read(text: &str) -> Guid {
    let text = text.trim();
    let bare = text.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')).unwrap_or(text);
    bare.to_lowercase()
}

/// Whether an id has the form that the standard asks for: 8-4-4-4-12 hexadecimal digits, braces
/// allowed.
pub fn is_valid(text: &str) -> bool {
    let bare = match (text.strip_prefix('{'), text.ends_with('}')) {
        (Some(rest), true) => rest.get(..rest.len() - 1).unwrap_or_default(),
        (None, false) => text,
        _ => return false,
    };
    let lengths = [8, 4, 4, 4, 12];
    let parts: Vec<&str> = bare.split('-').collect();
    let fits = |(part, length): (&&str, usize)| {
        part.len() == length && part.bytes().all(|byte| byte.is_ascii_hexdigit())
    };
    parts.len() == lengths.len() && parts.iter().zip(lengths).all(fits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_thing_has_the_same_id() {
        assert_eq!(of("code", &["trust"]), of("code", &["trust"]));
        assert_ne!(of("code", &["trust"]), of("user", &["trust"]));
        assert_ne!(of("code", &["a", "b"]), of("code", &["ab"]));
        assert!(is_valid(&of("code", &["trust"])));
    }

    #[test]
    fn ids_of_others() {
        assert_eq!(
            read(" {AD68FBE7-E1EE-4A82-A279-23CC698C89EB} "),
            "ad68fbe7-e1ee-4a82-a279-23cc698c89eb"
        );
        assert!(is_valid("{AD68FBE7-E1EE-4A82-A279-23CC698C89EB}"));
        for wrong in ["", "{", "}", "x", "{AD68FBE7-E1EE-4A82-A279-23CC698C89EB", "é-é-é-é-é"]
        {
            assert!(!is_valid(wrong), "{wrong}");
        }
    }
}
