//! The members of a ZIP archive.

use std::io::{self, BufReader, Seek as _, SeekFrom};

use zip::ZipArchive;
use zip::read::read_zipfile_from_stream;
use zip::result::ZipError;

use super::{Members, SMALL, TIMES};
use crate::load::archive;
use crate::load::walk::Source;

/// Reads all members by the list at the archive's end or, where that is not there, as they stand.
pub(super) fn read(source: &mut Box<dyn Source>, members: &mut Members<'_, '_>) -> io::Result<()> {
    let size = source.seek(SeekFrom::End(0))?;
    members.left = size.saturating_mul(TIMES).max(SMALL);
    source.rewind()?;
    match ZipArchive::new(BufReader::new(&mut *source)) {
        Ok(archive) => read_listed(archive, members),
        Err(error) => {
            let fault = archive::fault(None, &error);
            source.rewind()?;
            read_as_they_stand(&mut BufReader::new(source), members);
            members.tell(fault.what, super::AGAIN);
        }
    }
    Ok(())
}

fn read_listed(
    mut archive: ZipArchive<BufReader<&mut Box<dyn Source>>>,
    members: &mut Members<'_, '_>,
) {
    let names: Vec<String> =
        archive.file_names().map(|name| name.unwrap_or_default().into_owned()).collect();
    members.know(&names);
    for (number, name) in names.iter().enumerate() {
        if !members.is_read(name) {
            continue;
        }
        let is_wanted = match archive.by_index(number) {
            Ok(mut member) => {
                let packed = member.compressed_size();
                members.member(name, Some(packed), &mut member)
            }
            Err(ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED)) => {
                members.locked.push(name.clone());
                true
            }
            Err(error) => {
                let fault = archive::fault(Some(name), &error);
                members.tell(fault.what, fault.hint);
                true
            }
        };
        if !is_wanted {
            return;
        }
    }
}

/// Reads members up to the first that cannot be.
fn read_as_they_stand(source: &mut BufReader<&mut Box<dyn Source>>, members: &mut Members<'_, '_>) {
    while let Ok(Some(mut member)) = read_zipfile_from_stream(source) {
        let name = member.name().unwrap_or_default().into_owned();
        let packed = member.compressed_size();
        if members.is_read(&name) && !members.member(&name, Some(packed), &mut member) {
            return;
        }
    }
}
