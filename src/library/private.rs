//! What the program makes for itself is for nobody else: folders of mode 0700, files of 0600,
//! whatever the umask allows.

use std::fs::{self, DirBuilder, OpenOptions, Permissions};
use std::io;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::Path;

/// Makes a folder, and what is missing above it.
pub(crate) fn folder(path: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(path)
}

/// To write to a file that is made where there is none.
pub(crate) fn writing() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true).create(true).mode(0o600);
    options
}

/// Takes from others what an earlier rashomon left them of `folder` and of its files with names
/// that are `ours`. Where that cannot be done all stays as it is.
pub(super) fn tighten(folder: &Path, ours: fn(&str) -> bool) {
    // What a link leads to was made by somebody else.
    let tightened = |path: &Path, is_ours: fn(&fs::Metadata) -> bool| {
        let Ok(metadata) = fs::symlink_metadata(path) else { return false };
        let mode = metadata.permissions().mode();
        if is_ours(&metadata)
            && mode & 0o077 != 0
            && let Err(error) = fs::set_permissions(path, Permissions::from_mode(mode & 0o700))
        {
            log::warn!("{}: others may read it: {error}", path.display());
        }
        is_ours(&metadata)
    };
    if !tightened(folder, fs::Metadata::is_dir) {
        return;
    }
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        if entry.file_name().to_str().is_some_and(ours) {
            tightened(&entry.path(), fs::Metadata::is_file);
        }
    }
}
