//! From TOML to a codebook, with every mistake at its place.
