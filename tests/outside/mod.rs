//! Where data from outside the repository lies, for the tests that read some.

use std::path::PathBuf;

/// The folder named by `EMIC_TEST_DATA`; without it the test says that it is skipped.
pub(crate) fn data() -> Option<PathBuf> {
    let folder = std::env::var_os("EMIC_TEST_DATA").map(PathBuf::from);
    if folder.is_none() {
        eprintln!("skipped: EMIC_TEST_DATA is not set");
    }
    folder
}
