//! The `emic` program: see `emic::cli`.

fn main() {}
