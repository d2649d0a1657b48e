//! ZIP archives, with bounds: what a member unpacks to is read up to a limit, however much it says
//! or is.

use std::io::{Cursor, Read as _};

use zip::ZipArchive;
use zip::result::ZipError;

/// A member may unpack to so many bytes,
const SMALL: u64 = 16 * 1024 * 1024;
/// or to so many times its packed size: text packs to a tenth, a bomb to a thousandth.
const TIMES: u64 = 100;
/// but never to more than this.
const MOST: u64 = 512 * 1024 * 1024;

/// Why an archive, or a member, cannot be read, and what the reader can do.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) what: String,
    pub(crate) hint: &'static str,
}

/// An archive in memory.
pub(crate) struct Archive(ZipArchive<Cursor<Vec<u8>>>);

impl Archive {
    pub(crate) fn open(bytes: Vec<u8>) -> Result<Self, Fault> {
        ZipArchive::new(Cursor::new(bytes)).map(Archive).map_err(|error| fault(None, &error))
    }

    /// The bytes of the member `name`.
    pub(crate) fn member(&mut self, name: &str) -> Result<Vec<u8>, Fault> {
        let file = self.0.by_name(name).map_err(|error| fault(Some(name), &error))?;
        let most = bound(file.compressed_size());
        let mut bytes = Vec::new();
        let read = file.take(most + 1).read_to_end(&mut bytes);
        if bytes.len() as u64 > most {
            return Err(too_large(name, most));
        }
        match read {
            Ok(_) => Ok(bytes),
            Err(error) => Err(Fault {
                what: format!("its member {name} is damaged: {error}"),
                hint: "download or copy it again",
            }),
        }
    }
}

/// How many bytes a member of `packed` bytes may unpack to.
pub(crate) fn bound(packed: u64) -> u64 {
    packed.saturating_mul(TIMES).clamp(SMALL, MOST)
}

/// That the member `name` has more bytes than `most`.
pub(crate) fn too_large(name: &str, most: u64) -> Fault {
    Fault {
        what: format!("its member {name} unpacks to more than {} MB", most / 1_000_000),
        hint: "it may be made to do harm; unpack it yourself if you trust it",
    }
}

/// Why an archive, or its member `member`, could not be read.
pub(crate) fn fault(member: Option<&str>, error: &ZipError) -> Fault {
    let subject = member.map_or("it".to_owned(), |name| format!("its member {name}"));
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => Fault {
            what: format!("{subject} is locked with a password"),
            hint: "unpack it with the password, and pack or leave it without one",
        },
        ZipError::FileNotFound => {
            Fault { what: format!("{subject} is not there"), hint: "export or save it again" }
        }
        error => Fault {
            what: format!("{subject} is cut off or damaged: {error}"),
            hint: "download or copy it again",
        },
    }
}
