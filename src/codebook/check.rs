//! What is not wrong in a codebook, but worth a warning.
