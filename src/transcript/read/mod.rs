//! Readers: bytes in, a transcript out. One reader a file.
