//! Watching the PATHs of a library: word that something below them changed, soon and seldom.
//!
//! The system tells of single changes (`notify`); they are gathered until they settle, and come as
//! one [`Changed`]. What a walk would not look at (hidden files, kinds that are not read, mere
//! reading) is no change. Of each PATH the folder that it is in is watched too, so that a folder
//! which was moved away is noticed when it comes back. Nothing ticks: while nothing changes, no
//! thread wakes up.
//!
//! Not noticed are changes that the system does not tell: those that another machine makes on a
//! network disk, those behind a link to a file, and a disk that is mounted over a folder.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, unbounded};
use notify::event::{AccessKind, AccessMode, CreateKind, ModifyKind, RemoveKind};
use notify::{ErrorKind, Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

use crate::corpus::Problem;
use crate::load;

/// Changes have settled when none came for so long: a program that writes a file in pieces makes
/// shorter pauses.
const SETTLED: Duration = Duration::from_millis(25);
/// While changes go on they are told so long after the first of them.
const LONGEST: Duration = Duration::from_millis(200);
/// What is told next is told no sooner than so long after what was told last.
const APART: Duration = Duration::from_millis(100);
/// More changed paths than these are not named: looking at everything is as fast.
const FEW: usize = 256;
/// How often watching begins anew where the folders change meanwhile; what changes then is told as
/// a change.
const TRIES: usize = 3;

/// What changed below the PATHs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changed {
    /// The files and folders that came, went or have another content, in order, each once; as below
    /// the canonical PATHs. Of a folder only its own path may be named. Empty where there are many.
    pub paths: Vec<PathBuf>,
    /// Whether there are too many to name, or the system lost count of them: anything may have
    /// changed.
    pub many: bool,
}

/// What the reader of a library is told while it is watched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Happening {
    /// Something changed.
    Changed(Changed),
    /// Changes will not be noticed, or not everywhere. This is told once.
    Problem(Problem),
}

/// Watching, as long as this is kept.
#[derive(Debug)]
pub struct Watching {
    stop: Sender<Incoming>,
}

impl Drop for Watching {
    fn drop(&mut self) {
        let _ = self.stop.send(Incoming::Stop);
    }
}

/// Watches `paths` (files and folders, also such as are not there yet) and calls `tell`, on a
/// thread of its own, when something below them changed. Whatever changes once this has returned is
/// told. That takes some microseconds a folder.
///
/// Where watching is impossible `tell` has a [`Happening::Problem`], perhaps at once and on this thread.
pub fn watch(paths: &[PathBuf], tell: impl FnMut(Happening) + Send + 'static) -> Watching {
    let (stop, incoming) = unbounded();
    let lines = paths.iter().filter(|path| path.as_os_str() != load::STDIN);
    let lines =
        lines.map(|path| std::path::absolute(path).unwrap_or_else(|_| path.clone())).collect();
    let mut watch = Watch {
        lines,
        incoming,
        send: stop.clone(),
        tell: Box::new(tell),
        has_complained: false,
        watcher: None,
    };
    watch.begin();
    thread::spawn(move || watch.run());
    Watching { stop }
}

/// What comes to the thread that gathers.
enum Incoming {
    /// Something that is read changed here.
    Paths(Vec<PathBuf>),
    /// A PATH, or a folder above it, came or went; its PATHs.
    Lines(Vec<PathBuf>),
    /// The system lost count.
    Many,
    Failed(Problem),
    Stop,
}

/// The thread that gathers.
struct Watch {
    /// The PATHs, absolute as given, and what they led to.
    lines: BTreeSet<PathBuf>,
    incoming: Receiver<Incoming>,
    send: Sender<Incoming>,
    tell: Box<dyn FnMut(Happening) + Send>,
    has_complained: bool,
    watcher: Option<RecommendedWatcher>,
}

impl Watch {
    fn run(mut self) {
        let mut last: Option<Instant> = None;
        while let Ok(first) = self.incoming.recv() {
            let earliest = last.map_or_else(Instant::now, |last| last + APART);
            let Some(gathered) = self.gathered(first, earliest) else { return };
            if gathered.lines {
                self.begin();
            }
            gathered.problem.into_iter().for_each(|problem| self.complain(problem));
            let changed =
                Changed { paths: gathered.paths.into_iter().collect(), many: gathered.many };
            if changed != Changed::default() {
                (self.tell)(Happening::Changed(changed));
                last = Some(Instant::now());
            }
        }
    }

    /// What comes until it has settled, but not before `earliest`; `None` when watching ends.
    fn gathered(&self, first: Incoming, earliest: Instant) -> Option<Gathered> {
        let latest = earliest.max(Instant::now() + LONGEST);
        let mut gathered = Gathered::default();
        let mut next = Ok(first);
        loop {
            match next {
                Ok(Incoming::Stop) | Err(RecvTimeoutError::Disconnected) => return None,
                Err(RecvTimeoutError::Timeout) => return Some(gathered),
                Ok(incoming) => gathered.add(incoming),
            }
            let now = Instant::now();
            if now >= latest {
                return Some(gathered);
            }
            next = self.incoming.recv_deadline((now + SETTLED).clamp(earliest, latest));
        }
    }

    /// Watches whatever of the PATHs is there now.
    fn begin(&mut self) {
        for _ in 0..TRIES {
            let ground = Ground::of(&self.lines);
            self.lines.extend(ground.lines.iter().cloned());
            // Those of before end first: what they watch may be elsewhere by now, under the same
            // names.
            self.watcher = None;
            let (watcher, problem) = ground.watched(self.send.clone());
            self.watcher = watcher;
            problem.into_iter().for_each(|problem| self.complain(problem));
            if Ground::of(&self.lines) == ground {
                return;
            }
        }
    }

    fn complain(&mut self, problem: Problem) {
        if !self.has_complained {
            self.has_complained = true;
            (self.tell)(Happening::Problem(problem));
        }
    }
}

#[derive(Default)]
struct Gathered {
    paths: BTreeSet<PathBuf>,
    many: bool,
    /// Whether PATHs came or went, so that others are to be watched.
    lines: bool,
    problem: Option<Problem>,
}

impl Gathered {
    fn add(&mut self, incoming: Incoming) {
        match incoming {
            Incoming::Paths(paths) if !self.many => self.paths.extend(paths),
            Incoming::Paths(_) | Incoming::Stop => {}
            Incoming::Lines(paths) => {
                self.lines = true;
                self.paths.extend(paths);
            }
            Incoming::Many => self.many = true,
            Incoming::Failed(problem) => self.problem = Some(problem),
        }
        self.many |= self.paths.len() > FEW;
        if self.many {
            self.paths.clear();
        }
    }
}

/// What there is to watch at one moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Ground {
    /// The PATHs, as given and as what they lead to.
    lines: BTreeSet<PathBuf>,
    /// Folders among them; none is in another.
    folders: BTreeSet<PathBuf>,
    /// Files among them.
    files: BTreeSet<PathBuf>,
    /// The folders that the PATHs are in, or would be in if they were there, as far as they are in
    /// none of the folders.
    above: BTreeSet<PathBuf>,
}

impl Ground {
    fn of(lines: &BTreeSet<PathBuf>) -> Ground {
        let canonical: Vec<PathBuf> =
            lines.iter().filter_map(|path| path.canonicalize().ok()).collect();
        let lines: BTreeSet<PathBuf> = lines.iter().chain(&canonical).cloned().collect();
        let (folders, files): (BTreeSet<PathBuf>, BTreeSet<PathBuf>) =
            canonical.into_iter().partition(|path| path.is_dir());
        let inside = |path: &Path| path.ancestors().skip(1).any(|above| folders.contains(above));
        let outer: BTreeSet<PathBuf> =
            folders.iter().filter(|folder| !inside(folder)).cloned().collect();
        let above =
            lines.iter().filter_map(|line| line.ancestors().skip(1).find(|above| above.is_dir()));
        let above = above
            .filter(|above| !folders.contains(*above) && !inside(above))
            .map(Path::to_owned)
            .collect();
        Ground { lines, folders: outer, files, above }
    }

    /// A watcher of it, which sends what it sees; and what it cannot see.
    fn watched(&self, send: Sender<Incoming>) -> (Option<RecommendedWatcher>, Option<Problem>) {
        let ground = self.clone();
        let seen = move |event: notify::Result<Event>| {
            if let Some(incoming) = ground.incoming(event) {
                let _ = send.send(incoming);
            }
        };
        let mut watcher = match notify::recommended_watcher(seen) {
            Ok(watcher) => watcher,
            Err(error) => return (None, Some(self.unwatched(&error))),
        };
        let above = self.above.iter().map(|folder| (folder, RecursiveMode::NonRecursive));
        let below = self.folders.iter().map(|folder| (folder, RecursiveMode::Recursive));
        let mut problem = None;
        for (folder, mode) in above.chain(below) {
            // A folder that went meanwhile was seen to go by the one that it was in; one that a
            // walk came too late to ends the walk of the others too.
            let mut tries = (0..TRIES).map(|_| watcher.watch(folder, mode));
            if let Some(Err(error)) = tries.find(|tried| !tried.as_ref().is_err_and(is_gone)) {
                problem = problem.or(Some(self.unwatched(&error)));
            }
        }
        (Some(watcher), problem)
    }

    /// What an event means for the library; `None` where it means nothing.
    fn incoming(&self, event: notify::Result<Event>) -> Option<Incoming> {
        let event = match event {
            Ok(event) => event,
            Err(error) => return Some(Incoming::Failed(self.unwatched(&error))),
        };
        if event.need_rescan() {
            return Some(Incoming::Many);
        }
        if !is_change(event.kind) {
            return None;
        }
        let moved = event.paths.iter().flat_map(|path| {
            self.lines.iter().filter(move |line| self.goes_with(line, path, event.kind))
        });
        let moved: Vec<PathBuf> = moved.cloned().collect();
        if !moved.is_empty() {
            return Some(Incoming::Lines(moved));
        }
        let paths: Vec<PathBuf> =
            event.paths.into_iter().filter(|path| self.is_read(path, event.kind)).collect();
        (!paths.is_empty()).then_some(Incoming::Paths(paths))
    }

    /// Whether the PATH `line` comes or goes with `path`. A file that is named is none of these: it
    /// is watched by its folder.
    fn goes_with(&self, line: &Path, path: &Path, kind: EventKind) -> bool {
        let comes_or_goes = !matches!(
            kind,
            EventKind::Access(_) | EventKind::Modify(ModifyKind::Data(_) | ModifyKind::Metadata(_))
        );
        comes_or_goes && line.starts_with(path) && !self.files.contains(path)
    }

    /// Whether a walk would look at `path`.
    fn is_read(&self, path: &Path, kind: EventKind) -> bool {
        if self.files.contains(path) {
            return true;
        }
        let below = self.folders.iter().find_map(|folder| path.strip_prefix(folder).ok());
        let is_read = |below: &Path| {
            !below.as_os_str().is_empty()
                && !load::is_hidden(below)
                && (may_be_folder(kind) || load::is_read(below))
        };
        below.is_some_and(is_read)
    }

    /// What is said where changes are not seen.
    fn unwatched(&self, error: &notify::Error) -> Problem {
        let path = error
            .paths
            .first()
            .or(self.lines.first())
            .map(|path| path.to_string_lossy().into_owned());
        let (what, hint) = match &error.kind {
            ErrorKind::MaxFilesWatch => (
                "changes are not noticed: this system watches no more folders".to_owned(),
                "let it watch more (on Linux: fs.inotify.max_user_watches); reading them again (r) shows what changed",
            ),
            ErrorKind::Io(why) => (
                format!("changes are not noticed: {why}"),
                "reading the files again (r) shows what changed",
            ),
            ErrorKind::Generic(why) => (
                format!("changes are not noticed: {why}"),
                "reading the files again (r) shows what changed",
            ),
            _ => (
                format!("changes are not noticed: {error}"),
                "reading the files again (r) shows what changed",
            ),
        };
        Problem { path: path.unwrap_or_default(), line: None, what, hint: hint.into() }
    }
}

/// Whether an error is that what was to be watched is not there.
fn is_gone(error: &notify::Error) -> bool {
    matches!(error.kind, ErrorKind::PathNotFound)
}

/// Whether anything is another now: reading is no change, and writing ends with a file being
/// closed.
fn is_change(kind: EventKind) -> bool {
    !matches!(kind, EventKind::Access(_))
        || matches!(kind, EventKind::Access(AccessKind::Close(AccessMode::Write)))
}

/// Whether an event may be that of a folder, whose name says nothing. Systems do not always tell.
fn may_be_folder(kind: EventKind) -> bool {
    !matches!(
        kind,
        EventKind::Create(CreateKind::File)
            | EventKind::Remove(RemoveKind::File)
            | EventKind::Modify(ModifyKind::Data(_) | ModifyKind::Metadata(_))
            | EventKind::Access(_)
    )
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::{Path, PathBuf};
    use std::time::{Duration, Instant};

    use crossbeam_channel::{Receiver, unbounded};
    use notify::event::{AccessKind, AccessMode, CreateKind, ModifyKind, RemoveKind, RenameMode};
    use notify::{ErrorKind, Event, EventKind};
    use tempfile::TempDir;

    use super::{Changed, Ground, Happening, Incoming, Watching, watch};

    /// Longer than any word takes on a busy machine.
    const PATIENCE: Duration = Duration::from_secs(10);

    /// A watched folder `news`, or file in it, in a folder of its own.
    struct Watched {
        around: TempDir,
        told: Receiver<Happening>,
        _watching: Watching,
    }

    impl Watched {
        /// Watches the PATH `path` below a folder with the files `news/a.txt` and `news/old/b.txt`.
        fn at(path: &str) -> Watched {
            let around = tempfile::tempdir().unwrap();
            fs::create_dir_all(around.path().join("news/old")).unwrap();
            fs::write(around.path().join("news/a.txt"), "Nine cracks.").unwrap();
            fs::write(around.path().join("news/old/b.txt"), "No cracks.").unwrap();
            let (send, told) = unbounded();
            let _watching = watch(&[around.path().join(path)], move |word| _ = send.send(word));
            Watched { around, told, _watching }
        }

        fn path(&self, below: &str) -> PathBuf {
            self.around.path().canonicalize().unwrap().join(below)
        }

        fn write(&self, below: &str) {
            fs::create_dir_all(self.path(below).parent().unwrap()).unwrap();
            fs::write(self.path(below), "Ten cracks.").unwrap();
        }

        fn next(&self, deadline: Instant) -> Option<Changed> {
            match self.told.recv_deadline(deadline).ok()? {
                Happening::Changed(changed) => Some(changed),
                Happening::Problem(problem) => panic!("{problem}"),
            }
        }

        /// Waits until each of `wanted` is told.
        #[track_caller]
        fn tells(&self, wanted: &[&str]) -> Vec<PathBuf> {
            let deadline = Instant::now() + PATIENCE;
            let mut seen: Vec<PathBuf> = Vec::new();
            while !wanted.iter().all(|path| seen.contains(&self.path(path))) {
                let Some(changed) = self.next(deadline) else {
                    panic!("of {wanted:?} only {seen:?} are told")
                };
                assert!(!changed.many);
                seen.extend(changed.paths);
            }
            seen
        }

        /// That nothing but `wanted` is told before what comes now.
        #[track_caller]
        fn tells_only(&self, wanted: &[&str]) {
            self.write("news/last.txt");
            let mut seen = self.tells(&["news/last.txt"]);
            seen.retain(|path| *path != self.path("news/last.txt"));
            seen.dedup();
            assert_eq!(seen, wanted.iter().map(|path| self.path(path)).collect::<Vec<_>>());
        }
    }

    #[test]
    fn files_that_come_change_and_go_are_told() {
        let watched = Watched::at("news");
        watched.write("news/new.txt");
        watched.tells(&["news/new.txt"]);
        watched.write("news/old/b.txt");
        watched.tells(&["news/old/b.txt"]);
        fs::rename(watched.path("news/a.txt"), watched.path("news/c.txt")).unwrap();
        watched.tells(&["news/a.txt", "news/c.txt"]);
        fs::remove_file(watched.path("news/c.txt")).unwrap();
        watched.tells(&["news/c.txt"]);
    }

    #[test]
    fn folders_that_come_are_watched_and_tell_that_they_go() {
        let watched = Watched::at("news");
        fs::create_dir(watched.path("news/courier")).unwrap();
        watched.tells(&["news/courier"]);
        watched.write("news/courier/d.txt");
        watched.tells(&["news/courier/d.txt"]);
        fs::rename(watched.path("news/courier"), watched.path("elsewhere")).unwrap();
        watched.tells(&["news/courier"]);
        watched.write("elsewhere/d.txt");
        watched.tells_only(&[]);
    }

    #[test]
    fn what_a_walk_does_not_look_at_is_not_told() {
        let watched = Watched::at("news");
        for below in ["news/.hidden.txt", "news/picture.png", "beside.txt"] {
            watched.write(below);
        }
        fs::read(watched.path("news/a.txt")).unwrap();
        watched.tells_only(&[]);
        watched.write("news/rashomon.toml");
        watched.tells_only(&["news/rashomon.toml"]);
    }

    #[test]
    fn ten_thousand_files_at_once_are_few_words() {
        let watched = Watched::at("news");
        let began = Instant::now();
        for number in 0..10_000 {
            fs::write(watched.path(&format!("news/{number}.txt")), "Ten cracks.").unwrap();
        }
        let wrote = began.elapsed();
        let deadline = Instant::now() + PATIENCE;
        let mut words = vec![watched.next(deadline).unwrap()];
        // What settled is told once; that is the end of it.
        while let Some(changed) = watched.next(Instant::now() + Duration::from_millis(500)) {
            words.push(changed);
        }
        let most = 10 * (wrote.as_millis() / 1000 + 2);
        assert!(words.len() as u128 <= most, "{} words in {wrote:?}", words.len());
        assert!(words.iter().any(|changed| changed.many && changed.paths.is_empty()));
    }

    #[test]
    fn a_folder_that_vanishes_is_told_and_noticed_when_it_comes_back() {
        let watched = Watched::at("news");
        for _ in 0..2 {
            fs::rename(watched.path("news"), watched.path("away")).unwrap();
            watched.tells(&["news"]);
            watched.write("away/a.txt");
            fs::rename(watched.path("away"), watched.path("news")).unwrap();
            assert!(
                !watched.tells(&["news"]).contains(&watched.path("news/a.txt")),
                "what changed elsewhere"
            );
            watched.write("news/old/b.txt");
            watched.tells(&["news/old/b.txt"]);
        }
        fs::remove_dir_all(watched.path("news")).unwrap();
        watched.tells(&["news"]);
        watched.write("news/deep/a.txt");
        watched.tells(&["news"]);
        watched.write("news/deep/b.txt");
        watched.tells(&["news/deep/b.txt"]);
    }

    #[test]
    fn a_folder_that_is_not_there_yet_is_told_however_deep_it_comes() {
        let watched = Watched::at("later/and/deeper");
        watched.write("later/and/deeper/a.txt");
        watched.tells(&["later/and/deeper"]);
        watched.write("later/and/deeper/b.txt");
        watched.tells(&["later/and/deeper/b.txt"]);
    }

    #[test]
    fn a_file_that_is_named_is_told_whatever_it_is_called_and_however_it_is_written() {
        let watched = Watched::at("news/a.txt");
        watched.write("news/a.txt");
        watched.tells(&["news/a.txt"]);
        watched.write("news/b.txt");
        // As editors save: the old file is put aside, a new one takes its name.
        fs::rename(watched.path("news/a.txt"), watched.path("news/a.txt~")).unwrap();
        watched.tells(&["news/a.txt"]);
        watched.write("news/.a.new");
        fs::rename(watched.path("news/.a.new"), watched.path("news/a.txt")).unwrap();
        let seen = watched.tells(&["news/a.txt"]);
        assert!(seen.iter().all(|path| *path == watched.path("news/a.txt")), "{seen:?}");
    }

    #[test]
    fn a_file_replaced_by_another_is_told_by_its_name() {
        let watched = Watched::at("news");
        watched.write("news/.a.swp");
        fs::rename(watched.path("news/.a.swp"), watched.path("news/a.txt")).unwrap();
        watched.tells(&["news/a.txt"]);
    }

    #[test]
    fn folders_inside_each_other_are_watched_as_one() {
        let around = tempfile::tempdir().unwrap();
        let root = around.path().canonicalize().unwrap();
        fs::create_dir_all(root.join("news/old")).unwrap();
        let lines = [root.join("news/old"), root.join("news")].into();
        let ground = Ground::of(&lines);
        assert_eq!((ground.folders, ground.above), ([root.join("news")].into(), [root].into()));
    }

    #[test]
    fn when_it_is_dropped_nothing_more_is_told() {
        let Watched { around, told, _watching } = Watched::at("news");
        drop(_watching);
        // The thread that tells has ended when its end of the channel is gone.
        assert!(told.recv_timeout(PATIENCE).is_err_and(|error| error.is_disconnected()));
        fs::write(around.path().join("news/a.txt"), "").unwrap();
    }

    /// What `event` at `path` means for a library of the folder `/news` and the file `/file`.
    fn meaning(event: EventKind, path: &str) -> &'static str {
        let folders = [PathBuf::from("/news")];
        let files = [PathBuf::from("/file")];
        let ground = Ground {
            lines: folders.iter().chain(&files).cloned().collect(),
            folders: folders.into(),
            files: files.into(),
            above: [PathBuf::from("/")].into(),
        };
        match ground.incoming(Ok(Event::new(event).add_path(Path::new(path).to_owned()))) {
            None => "nothing",
            Some(Incoming::Paths(_)) => "changed",
            Some(Incoming::Lines(_)) => "a PATH came or went",
            Some(_) => "else",
        }
    }

    #[test]
    fn events_mean_what_a_walk_would_see() {
        let created = EventKind::Create(CreateKind::File);
        let closed = EventKind::Access(AccessKind::Close(AccessMode::Write));
        let opened = EventKind::Access(AccessKind::Open(AccessMode::Any));
        let renamed = EventKind::Modify(ModifyKind::Name(RenameMode::From));
        let folder_removed = EventKind::Remove(RemoveKind::Folder);
        for (event, path, wanted) in [
            (created, "/news/a.txt", "changed"),
            (created, "/news/a.png", "nothing"),
            (created, "/news/.a.txt", "nothing"),
            (created, "/news/.git/a.txt", "nothing"),
            (created, "/news/.gitignore", "changed"),
            (created, "/news/.git/.gitignore", "nothing"),
            (created, "/newer/a.txt", "nothing"),
            (closed, "/file", "changed"),
            (opened, "/file", "nothing"),
            (opened, "/news/a.txt", "nothing"),
            (renamed, "/file", "changed"),
            (renamed, "/news/a.2025", "changed"),
            (folder_removed, "/news/a.2025", "changed"),
            (folder_removed, "/news", "a PATH came or went"),
            (renamed, "/", "a PATH came or went"),
            (created, "/beside", "nothing"),
        ] {
            assert_eq!(meaning(event, path), wanted, "{event:?} {path}");
        }
    }

    #[test]
    fn where_no_more_can_be_watched_there_is_a_hint() {
        let ground = Ground { lines: [PathBuf::from("/news")].into(), ..Ground::default() };
        let failed = ground.incoming(Err(notify::Error::new(ErrorKind::MaxFilesWatch)));
        let Some(Incoming::Failed(problem)) = failed else { panic!("no problem") };
        assert!(problem.to_string().starts_with(
            "/news: changes are not noticed: this system watches no more folders (let it watch more"
        ));
    }
}
