//! The rules of a codebook, applied to transcripts.
