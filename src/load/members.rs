//! Archives of files: ZIP and tar, and what they hold, each file by its own kind, one level deep.
//! Members are read one after the other and never written anywhere, so that their names are names
//! and no places.

mod tar;
mod zip;

use std::collections::BTreeSet;
use std::io::{self, BufReader, Cursor, Read};
use std::path::{Component, Path, PathBuf};

use crate::corpus::Problem;
use crate::load::kind::{self, Reading};
use crate::load::pieces::{self, Pieces};
use crate::load::walk::{self, Source, SourceFile};
use crate::load::{FileDrafts, archive, decode, guard, outlet};

pub(crate) use tar::is_tar;

/// A member that is read whole has at most so many bytes.
const LARGEST: u64 = 64_000_000;
/// What unpacks to so many times its packed size is made to do harm,
const TIMES: u64 = 300;
/// where it is more than so many bytes.
const SMALL: u64 = 64_000_000;
/// How a ZIP archive begins; the second one holds nothing.
const ZIP: [&[u8]; 2] = [b"PK\x03\x04", b"PK\x05\x06"];

/// Whether a file that begins so is a ZIP archive.
pub(crate) fn is_zip(bytes: &[u8]) -> bool {
    ZIP.iter().any(|begin| bytes.starts_with(begin))
}

/// The articles of all members of an archive.
pub(crate) fn read(
    file: &SourceFile,
    mut source: Box<dyn Source>,
    pieces: &mut Pieces<'_>,
) -> Option<FileDrafts> {
    let mut members = Members::of(file, pieces);
    let read = begin(&mut source).and_then(|begin| {
        if is_zip(&begin) {
            zip::read(&mut source, &mut members)
        } else {
            tar::read(&mut source, &mut members)
        }
    });
    if let Err(error) = read {
        members.tell(format!("cannot be read to its end: {error}"), AGAIN);
    }
    members.end()
}

/// What can be done about damage.
const AGAIN: &str = "what could be read was; download or copy it again";

fn begin(source: &mut Box<dyn Source>) -> io::Result<Vec<u8>> {
    let mut begin = Vec::new();
    source.by_ref().take(4).read_to_end(&mut begin)?;
    source.rewind()?;
    Ok(begin)
}

/// The members of an archive as they are read.
struct Members<'a, 'b> {
    file: &'a SourceFile,
    pieces: &'a mut Pieces<'b>,
    /// The folders in it that are named by outlet.
    outlets: BTreeSet<PathBuf>,
    /// Whether it is a crawl packed with its indexes, of which only the web archives are read.
    is_crawl: bool,
    /// Members that are read but not parsed, and their bytes.
    waiting: Vec<(SourceFile, Vec<u8>)>,
    bytes: usize,
    /// What it may yet unpack to, in bytes.
    left: u64,
    problems: Vec<Problem>,
    /// Members that are archives, and locked ones.
    archives: Vec<String>,
    locked: Vec<String>,
    has_articles: bool,
    is_stopped: bool,
}

impl<'a, 'b> Members<'a, 'b> {
    fn of(file: &'a SourceFile, pieces: &'a mut Pieces<'b>) -> Self {
        Members {
            file,
            pieces,
            outlets: BTreeSet::new(),
            is_crawl: false,
            waiting: Vec::new(),
            bytes: 0,
            left: u64::MAX,
            problems: Vec::new(),
            archives: Vec::new(),
            locked: Vec::new(),
            has_articles: false,
            is_stopped: false,
        }
    }

    /// Learns from the names of all members what their folders are.
    fn know(&mut self, names: &[String]) {
        let names: Vec<String> = names.iter().map(|name| plain(name)).collect();
        let read: Vec<SourceFile> = names
            .iter()
            .filter(|name| is_read(name))
            .map(|name| SourceFile::in_memory(name, b""))
            .collect();
        let is_there = |wanted: fn(&str) -> bool| names.iter().any(|name| wanted(name));
        self.is_crawl = is_there(|name| name == "datapackage.json")
            && is_there(|name| name.starts_with("archive/"));
        if !self.is_crawl {
            self.outlets = outlet::of_folders(read.iter().map(|member| (member, None)));
        }
    }

    /// Whether a member of this name is read.
    fn is_read(&self, name: &str) -> bool {
        let name = &*plain(name);
        is_read(name) && (!self.is_crawl || name.starts_with("archive/"))
    }

    /// Reads the member `name`, of `packed` bytes where that is known; tells whether more is wanted.
    fn member(&mut self, name: &str, packed: Option<u64>, bytes: &mut dyn Read) -> bool {
        let name = &*plain(name);
        let most = packed.map_or(u64::MAX, |packed| packed.saturating_mul(TIMES).max(SMALL));
        let most = most.min(self.left);
        let mut bounded = Bounded { bytes, left: most };
        let whole = packed.map_or(LARGEST, |packed| archive::bound(packed).min(LARGEST));
        if let Err(error) = self.read_member(name, whole, &mut bounded) {
            self.tell(format!("its member {name} cannot be read: {error}"), AGAIN);
        }
        self.left = self.left.saturating_sub(most - bounded.left);
        if self.left == 0 {
            self.tell(
                "it unpacks to more than 300 times its size; the rest was not read".to_owned(),
                "it may be made to do harm; unpack it yourself if you trust it",
            );
            self.is_stopped |= !self.flush();
            return false;
        }
        !self.is_stopped
    }

    /// Reads a member of at most `whole` bytes where it must be read whole.
    fn read_member(&mut self, name: &str, whole: u64, bytes: &mut Bounded<'_>) -> io::Result<()> {
        let member = SourceFile::in_memory(name, b"");
        let ending = member.extension();
        let mut head = Vec::new();
        bytes.by_ref().take(kind::HEAD as u64).read_to_end(&mut head)?;
        if ending.is_empty() && head.contains(&0)
            || decode::is_blank(&head) && head.len() < kind::HEAD
        {
            return Ok(());
        }
        match kind::of(&ending, &head).reading {
            Reading::Members(_) => self.archives.push(name.to_owned()),
            Reading::Pieces(read) => {
                self.is_stopped |= !self.flush();
                let (put, outlet) = (&mut self.pieces.put, folder_outlet(&self.outlets, &member));
                let (problems, has_articles) = (&mut self.problems, &mut self.has_articles);
                let mut put = |found| {
                    let found = of_member(self.file, name, outlet.as_deref(), found);
                    *has_articles |= !found.drafts.is_empty();
                    put(found)
                };
                let mut pieces = Pieces { size: self.pieces.size, put: &mut put };
                let mut source =
                    BufReader::with_capacity(pieces::BUFFER, Cursor::new(head).chain(bytes));
                let rest = guard::guarded(|| read(&member, &mut source, &mut pieces));
                match rest.unwrap_or_else(|| Some(gave_up(&member))) {
                    Some(rest) => {
                        problems.extend(of_member(self.file, name, None, rest).problems);
                    }
                    None => self.is_stopped = true,
                }
            }
            Reading::Whole(_) => {
                bytes.by_ref().take(whole + 1 - head.len() as u64).read_to_end(&mut head)?;
                if head.len() as u64 > whole {
                    let fault = archive::too_large(name, whole);
                    self.tell(fault.what, fault.hint);
                    return Ok(());
                }
                self.bytes += head.len();
                self.waiting.push((member, head));
                if self.bytes >= self.pieces.size {
                    self.is_stopped |= !self.flush();
                }
            }
        }
        Ok(())
    }

    /// Parses the members that are waiting; tells whether more is wanted.
    fn flush(&mut self) -> bool {
        self.bytes = 0;
        let waiting = std::mem::take(&mut self.waiting);
        let (file, outlets) = (self.file, &self.outlets);
        let read = |(member, bytes): (SourceFile, Vec<u8>)| {
            let found = guard::guarded(|| pieces::whole(&member, bytes));
            let outlet = folder_outlet(outlets, &member);
            of_member(
                file,
                &member.path,
                outlet.as_deref(),
                found.unwrap_or_else(|| gave_up(&member)),
            )
        };
        let mut whole = FileDrafts::default();
        for found in guard::each(waiting, read).into_iter().flatten() {
            whole.append(found);
        }
        self.has_articles |= !whole.drafts.is_empty();
        (self.pieces.put)(whole)
    }

    fn tell(&mut self, what: String, hint: &str) {
        self.problems.push(self.file.problem(None, what, hint));
    }

    /// What is left to tell; nothing where no more was wanted.
    fn end(mut self) -> Option<FileDrafts> {
        if self.is_stopped || !self.flush() {
            return None;
        }
        let archives = std::mem::take(&mut self.archives);
        self.tell_some(&archives, "an archive itself", "unpack it, and open the folder");
        let locked = std::mem::take(&mut self.locked);
        self.tell_some(&locked, "locked with a password", "unpack it with the password");
        // A member of another sort is no more worth a word than a file in a folder is.
        let is_no_article = !self.has_articles && self.problems.is_empty();
        Some(FileDrafts { problems: self.problems, is_no_article, ..FileDrafts::default() })
    }

    fn tell_some(&mut self, names: &[String], what: &str, hint: &str) {
        match names {
            [] => {}
            [name] => self.tell(format!("its member {name} is {what}, and was not read"), hint),
            [first, ..] => self.tell(
                format!(
                    "{} of its members, first {first}, are {what}, and were not read",
                    names.len()
                )
                .replace("an archive itself", "archives themselves"),
                hint,
            ),
        }
    }
}

/// The name of a member without what leads out of the archive, or nowhere: `./a.txt`, `/a.txt`.
fn plain(name: &str) -> String {
    let parts = Path::new(name).components().filter_map(|part| match part {
        Component::Normal(part) => Some(part.to_string_lossy()),
        _ => None,
    });
    let end = if name.ends_with('/') { "/" } else { "" };
    parts.collect::<Vec<_>>().join("/") + end
}

/// Whether a member of this plain name is read, as far as that tells.
fn is_read(name: &str) -> bool {
    let path = Path::new(name);
    !name.ends_with('/')
        && !walk::is_hidden(path)
        && !path.starts_with("__MACOSX")
        && walk::is_read(path)
        && path.file_name().is_some_and(|name| {
            !matches!(name.to_str(), Some("rashomon.toml" | ".ignore" | ".gitignore"))
        })
}

/// The name of the folder that a member is in, where that is an outlet's.
fn folder_outlet(outlets: &BTreeSet<PathBuf>, member: &SourceFile) -> Option<String> {
    let folder = member.folder().filter(|folder| outlets.contains(folder))?;
    folder.file_name().map(|name| name.to_string_lossy().into_owned())
}

/// What was found in a member, told as what was found in its archive.
fn of_member(
    file: &SourceFile,
    name: &str,
    outlet: Option<&str>,
    mut found: FileDrafts,
) -> FileDrafts {
    for draft in &mut found.drafts {
        draft.folder = outlet.map(str::to_owned);
    }
    for problem in &mut found.problems {
        let line = problem.line.take().map(|line| format!(", line {line}")).unwrap_or_default();
        problem.path.clone_from(&file.path);
        problem.what = format!("its member {name}{line}: {}", problem.what);
    }
    found
}

fn gave_up(member: &SourceFile) -> FileDrafts {
    FileDrafts::problem(
        member,
        "its parser gave up",
        "save the article's text as a .txt file, and report the page",
    )
}

/// The bytes of a member, up to a bound.
struct Bounded<'a> {
    bytes: &'a mut dyn Read,
    left: u64,
}

impl Read for Bounded<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.left == 0 && !into.is_empty() {
            return Err(io::Error::other(format!(
                "it unpacks to more than {TIMES} times its size"
            )));
        }
        let most = into.len().min(usize::try_from(self.left).unwrap_or(usize::MAX));
        let count = self.bytes.read(into.get_mut(..most).unwrap_or_default())?;
        self.left -= count as u64;
        Ok(count)
    }
}
