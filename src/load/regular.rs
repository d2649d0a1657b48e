//! Files that rashomon opens by itself, because of their name or because something else names them:
//! only where they are files. A FIFO in the place of one would be waited for without end, a device
//! be read without end.

use std::fs::{self, File, FileType, Metadata};
use std::io::{self, ErrorKind, Read as _};
use std::path::Path;

/// The bytes of the file `path`; an error of the kind `InvalidInput` where that is none, or has
/// more bytes than `most`.
pub(crate) fn read(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    if metadata(path, most)?.is_file() {
        // It may grow while it is read.
        File::open(path)?.take(most).read_to_end(&mut bytes)?;
    }
    Ok(bytes)
}

/// That there is a file `path` or nothing; else an error of the kind `InvalidInput`.
pub(crate) fn check(path: &Path) -> io::Result<()> {
    check_size(path, u64::MAX)
}

/// The same, and that it has not more bytes than `most`.
pub(crate) fn check_size(path: &Path, most: u64) -> io::Result<()> {
    match metadata(path, most) {
        Err(error) if error.kind() == ErrorKind::InvalidInput => Err(error),
        _ => Ok(()),
    }
}

fn metadata(path: &Path, most: u64) -> io::Result<Metadata> {
    let metadata = fs::metadata(path)?;
    let name = path.file_name().unwrap_or_default().display();
    if !metadata.is_file() {
        return Err(io::Error::new(
            ErrorKind::InvalidInput,
            format!("{name} is not a file but {}", kind(metadata.file_type())),
        ));
    }
    if metadata.len() > most {
        return Err(io::Error::new(
            ErrorKind::InvalidInput,
            format!("{name} has more than {} kB", most / 1000),
        ));
    }
    Ok(metadata)
}

/// What that is which is no file.
#[cfg(unix)]
fn kind(kind: FileType) -> &'static str {
    use std::os::unix::fs::FileTypeExt as _;
    match kind {
        kind if kind.is_dir() => "a folder",
        kind if kind.is_fifo() => "a FIFO",
        kind if kind.is_socket() => "a socket",
        _ => "a device",
    }
}

/// What that is which is no file.
#[cfg(not(unix))]
fn kind(kind: FileType) -> &'static str {
    if kind.is_dir() { "a folder" } else { "a device" }
}
