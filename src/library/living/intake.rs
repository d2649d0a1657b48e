//! Taking files in: one thread reads and analyses what comes next while this one writes what came
//! before.

use std::sync::atomic::Ordering;
use std::thread;

use crossbeam_channel::{Receiver, Sender, bounded};
use rayon::iter::{IndexedParallelIterator, IntoParallelRefIterator, ParallelIterator};

use crate::analysis::{self, ArticleFindings, Sketch};
use crate::corpus::Problem;
use crate::library::gather::Sketches;
use crate::library::living::suspects::Sign;
use crate::library::store::{Batch, Entry, Reader, Store};
use crate::load::{FileRead, Walked, Watch};

/// Bytes of files that are read, analysed and written together: a second's work or so.
const PIECE: usize = 4_000_000;
/// Files of which so many small ones are read together.
const FILES: usize = 1_024;

/// Sketches that are kept from reading to grouping, where they need not be made again: 1.6 kB each
/// of articles of 1.75 kB.
const SKETCHES: usize = 200_000;

/// Some articles of a file, analysed.
struct Piece {
    /// The file's place among those that were walked.
    place: usize,
    read: FileRead,
    /// The place of the first article in the file.
    from: usize,
    is_last: bool,
    /// What was found; `None` where the store has it.
    found: Vec<Option<ArticleFindings>>,
    /// The sketches of those.
    sketches: Vec<Option<Sketch>>,
}

/// How far it is.
pub(super) struct Taken<'a> {
    /// Articles taken in so far.
    pub(super) articles: usize,
    /// The share of the bytes to be read.
    pub(super) share: f64,
    /// What was sketched.
    pub(super) sketches: &'a Sketches,
}

/// Reads the files at `places`, analyses what is new in them, and puts it into `store`. `after` is
/// told after each step. What is read at a time is noted in `sign`. Stops
/// early when `watch` is cancelled. Gives the sketches of what was
/// analysed.
pub(super) fn take_in(
    store: &mut Store,
    walked: &Walked,
    (places, sign): (&[usize], Option<&Sign>),
    watch: &Watch,
    after: &mut dyn FnMut(&mut Store, Taken<'_>) -> Result<(), Problem>,
) -> Result<Sketches, Problem> {
    if places.is_empty() {
        return Ok(Sketches::default());
    }
    let reader = store.another()?;
    let total: u64 =
        places.iter().filter_map(|place| walked.files.get(*place)).map(|file| file.size).sum();
    let (send, pieces) = bounded(1);
    thread::scope(|scope| {
        scope.spawn(move || read(&reader, walked, (places, sign), watch, &send));
        let taken = write(store, walked, &pieces, total, after);
        // Where writing failed nobody takes what is read any more, and reading ends with that.
        drop(pieces);
        taken
    })
}

/// Reads and analyses the files, some at a time.
fn read(
    reader: &Reader,
    walked: &Walked,
    (places, sign): (&[usize], Option<&Sign>),
    watch: &Watch,
    send: &Sender<Result<Vec<Piece>, Problem>>,
) {
    let size = |place: usize| {
        walked.files.get(place).map_or(0, |file| usize::try_from(file.size).unwrap_or(usize::MAX))
    };
    let paths = |places: &[usize]| -> Vec<&str> {
        places
            .iter()
            .filter_map(|place| walked.files.get(*place))
            .map(|file| file.path.as_str())
            .collect()
    };
    let note = |places: &[usize]| {
        if let Some(sign) = sign {
            sign.set(&paths(places));
        }
    };
    let mut rest = places;
    while let Some((first, _)) = rest.split_first() {
        if watch.cancelled.load(Ordering::Relaxed) {
            return;
        }
        if size(*first) > PIECE {
            rest = rest.get(1..).unwrap_or_default();
            note(&[*first]);
            let mut is_wanted = true;
            walked.read_pieces(*first, PIECE, watch, &mut |read, from, is_last| {
                let pieces = analysed(reader, vec![(*first, read, from, is_last)]);
                is_wanted = is_wanted && send.send(pieces).is_ok();
                if !is_wanted {
                    watch.cancelled.store(true, Ordering::Relaxed);
                }
            });
            continue;
        }
        let mut bytes = 0;
        let small = rest.iter().take(FILES).take_while(|place| {
            bytes += size(**place);
            bytes <= PIECE
        });
        let (now, later) = rest.split_at(small.count().max(1));
        rest = later;
        note(now);
        let read = walked
            .read(now, watch)
            .into_iter()
            .map(|(place, read)| (place, read, 0, true))
            .collect();
        if send.send(analysed(reader, read)).is_err() {
            return;
        }
    }
}

/// Pieces with what the analysis of each article finds that has not been analysed before.
fn analysed(
    reader: &Reader,
    pieces: Vec<(usize, FileRead, usize, bool)>,
) -> Result<Vec<Piece>, Problem> {
    let mut lacking = Vec::new();
    for (_, read, ..) in &pieces {
        lacking.extend(reader.lacking(&read.articles)?);
    }
    let articles: Vec<_> = pieces.iter().flat_map(|(_, read, ..)| &read.articles).collect();
    let found = articles
        .par_iter()
        .zip(&lacking)
        .map(|(article, lacking)| lacking.then(|| analysis::analyze_and_sketch(article)));
    let mut found = found.collect::<Vec<_>>().into_iter();
    let piece = |(place, read, from, is_last): (usize, FileRead, usize, bool)| {
        let found = found.by_ref().take(read.articles.len()).map(Option::unzip);
        let (found, sketches) = found.unzip();
        Piece { place, read, from, is_last, found, sketches }
    };
    Ok(pieces.into_iter().map(piece).collect())
}

/// Writes what comes; gives what was sketched on the way.
fn write(
    store: &mut Store,
    walked: &Walked,
    pieces: &Receiver<Result<Vec<Piece>, Problem>>,
    total: u64,
    after: &mut dyn FnMut(&mut Store, Taken<'_>) -> Result<(), Problem>,
) -> Result<Sketches, Problem> {
    let (mut articles, mut bytes) = (0, 0);
    let mut sketches = Sketches::default();
    while let Ok(pieces) = pieces.recv() {
        let mut pieces = pieces?;
        let sketched = pieces
            .iter_mut()
            .flat_map(|piece| std::mem::take(&mut piece.sketches))
            .collect::<Vec<_>>();
        let entries: Vec<Vec<Entry<'_>>> = pieces.iter().map(entries).collect();
        let batches: Vec<Batch<'_>> = pieces
            .iter()
            .zip(&entries)
            .filter_map(|(piece, entries)| batch(walked, piece, entries))
            .collect();
        let numbers = store.put(&batches)?;
        if sketches.len() + numbers.len() <= SKETCHES {
            sketches.extend(
                numbers
                    .into_iter()
                    .zip(sketched)
                    .filter_map(|(number, sketch)| Some((number, sketch?))),
            );
        }
        articles += entries.iter().map(Vec::len).sum::<usize>();
        for piece in &pieces {
            let text: usize = piece.read.articles.iter().map(|article| article.text.len()).sum();
            let file = walked.files.get(piece.place).map_or(0, |file| file.size);
            // A file in pieces is told by its texts, which are a little less than it.
            bytes += if piece.is_last && piece.from == 0 {
                file
            } else {
                u64::try_from(text).unwrap_or(0)
            };
        }
        after(
            store,
            Taken { articles, share: bytes as f64 / total.max(1) as f64, sketches: &sketches },
        )?;
    }
    Ok(sketches)
}

fn entries(piece: &Piece) -> Vec<Entry<'_>> {
    let articles = piece.read.articles.iter().zip(&piece.read.says_outlet).zip(&piece.found);
    articles
        .map(|((article, says_outlet), found)| Entry {
            article,
            says_outlet: *says_outlet,
            findings: found.as_ref(),
        })
        .collect()
}

fn batch<'a>(walked: &'a Walked, piece: &'a Piece, entries: &'a [Entry<'a>]) -> Option<Batch<'a>> {
    let file = walked.files.get(piece.place)?;
    Some(Batch {
        file,
        look: walked.look,
        from: piece.from,
        entries,
        problems: &piece.read.problems,
        is_last: piece.is_last,
    })
}
