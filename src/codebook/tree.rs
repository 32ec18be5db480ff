//! Who is whose parent in a codebook.
