//! A living library: a thread that keeps the cache and its list as the files are, from the start on
//! and whenever they change, and says what it does. The session reads what was there before at
//! once; nothing of this holds it up.

mod intake;
mod progress;
mod suspects;

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::thread;

use crossbeam_channel::{Receiver, Sender, unbounded};

use crate::corpus::Problem;
use crate::library::gather::{Follower, Sketches, Step, gather};
use crate::library::shelf::StoreShelf;
use crate::library::store::{Batch, Store, Touched};
use crate::library::watch::{self, Happening};
use crate::load::{self, Look, Walked, Watch};
use crate::view::shelf::{Change, Number};

use progress::Pace;
pub use progress::{Progress, Stage};
use suspects::Sign;

/// What is asked of the thread.
#[derive(Debug)]
pub enum Order {
    /// To look at the files again: some may have changed.
    Look,
    /// To group the articles with these corrections, and to answer with the library as it is then.
    Regroup(Vec<Change>, Sender<Arc<StoreShelf>>),
    /// What watching says.
    Watched(Happening),
}

/// What the thread says.
#[derive(Debug)]
pub enum News {
    /// How far it is with what takes long.
    Progress(Progress),
    /// The library has changed.
    Changed(Box<Changed>),
    /// It has done all that there was to do.
    Settled {
        /// Whether it was stopped before the end.
        stopped: bool,
    },
}

/// A library that has changed.
#[derive(Debug)]
pub struct Changed {
    /// The library.
    pub shelf: Arc<StoreShelf>,
    /// What could not be read, and why.
    pub problems: Vec<Problem>,
    /// What was passed over and is nothing to mend.
    pub notices: Vec<Problem>,
    /// The articles that say something else than before, or are gone; `None` where it may be any.
    pub touched: Option<Touched>,
}

/// A library that is kept by a thread.
#[derive(Debug)]
pub struct Living {
    orders: Sender<Order>,
    /// The library as it was when it was opened, where there was any.
    pub shelf: Option<Arc<StoreShelf>>,
    /// Stops the work that goes on.
    watch: Arc<Watch>,
    begin: Option<Keeper>,
}

/// What the thread has.
#[derive(Debug)]
struct Keeper {
    store: Store,
    cache: Option<PathBuf>,
    paths: Vec<PathBuf>,
    /// The program by which files are tried of which one may have ended it.
    program: Option<PathBuf>,
    orders: Sender<Order>,
    incoming: Receiver<Order>,
    watch: Arc<Watch>,
    /// What is wrong with the cache, or with watching.
    problems: Vec<Problem>,
    /// What is wrong with the folders, as the last walk saw them.
    of_walk: Vec<Problem>,
    notices: Vec<Problem>,
    /// Which list was told last, and what was wrong then.
    told: Option<(i64, Vec<Problem>)>,
    /// Whether what is done now was stopped before the end.
    was_stopped: bool,
}

impl Living {
    /// Opens the library of `paths`, whose cache is in the folder `cache`, without one in memory;
    /// nothing is looked at yet but the list as it was kept.
    pub fn open(cache: Option<&Path>, paths: &[PathBuf]) -> Living {
        let (store, problems) = opened(cache, paths);
        let (orders, incoming) = unbounded();
        let shelf = StoreShelf::new(&store, orders.clone())
            .map(Arc::new)
            .ok()
            .filter(|shelf| crate::view::shelf::Shelf::events(shelf.as_ref()) > 0);
        let watch: Arc<Watch> = Arc::default();
        let keeper = Keeper {
            store,
            cache: cache.map(Path::to_owned),
            paths: paths.to_vec(),
            program: None,
            orders: orders.clone(),
            incoming,
            watch: Arc::clone(&watch),
            problems,
            of_walk: Vec::new(),
            notices: Vec::new(),
            told: None,
            was_stopped: false,
        };
        Living { orders, shelf, watch, begin: Some(keeper) }
    }

    /// Where the last start ended while it read, the files that it read are tried by `program`, and
    /// passed over where that crashes: `PROGRAM quotes FILE…`.
    #[must_use]
    pub fn trying_by(mut self, program: Option<PathBuf>) -> Living {
        if let Some(keeper) = &mut self.begin {
            keeper.program = program;
        }
        self
    }

    /// Begins to keep it; `tell` is called on the thread.
    pub fn begin(&mut self, tell: impl Fn(News) + Send + 'static) {
        if let Some(mut keeper) = self.begin.take() {
            thread::spawn(move || keeper.run(&tell));
        }
    }

    /// Looks at all files again.
    pub fn look(&self) {
        let _ = self.orders.send(Order::Look);
    }

    /// Stops the work that goes on.
    pub fn stop(&self) {
        self.watch.cancelled.store(true, Ordering::Relaxed);
    }
}

/// Articles after which a library that is read for the first time shows its events so far.
const SHOWN: [usize; 2] = [500, 8_000];

fn opened(cache: Option<&Path>, paths: &[PathBuf]) -> (Store, Vec<Problem>) {
    cache.map_or_else(|| (Store::in_memory(paths), Vec::new()), |cache| Store::open(cache, paths))
}

impl Keeper {
    fn run(&mut self, tell: &(dyn Fn(News) + Send)) {
        let orders = self.orders.clone();
        // Who reads along sees what the other one writes, and goes on when that has ended.
        let mut watched = self.paths.clone();
        if self.store.is_alongside() {
            watched.extend(self.store.paths());
        }
        let watching = watch::watch(&watched, move |told| drop(orders.send(Order::Watched(told))));
        self.catch_up(&Work { look: true, regroup: None }, tell);
        while let Ok(order) = self.incoming.recv() {
            let mut work = Work::default();
            for order in [order].into_iter().chain(self.incoming.try_iter().collect::<Vec<_>>()) {
                match order {
                    Order::Look | Order::Watched(Happening::Changed(_)) => work.look = true,
                    Order::Watched(Happening::Problem(problem)) => self.problems.push(problem),
                    Order::Regroup(changes, answer) => work.regroup = Some((changes, answer)),
                }
            }
            self.catch_up(&work, tell);
        }
        drop(watching);
    }

    /// Does some work; where the cache fails it, once more with a new cache, in memory if need be.
    fn catch_up(&mut self, work: &Work, tell: &dyn Fn(News)) {
        self.watch.cancelled.store(false, Ordering::Relaxed);
        self.was_stopped = false;
        self.take_over();
        if !self.store.is_there() {
            self.open_again();
        }
        for again in [Again::AtItsPlace, Again::InMemory, Again::Never] {
            let worked = catch_unwind(AssertUnwindSafe(|| self.worked(work, tell)));
            let broke_down = worked.is_err();
            let problem = match worked {
                Ok(Ok(())) => break,
                Ok(Err(problem)) => problem,
                Err(_) => self.broken_down(),
            };
            log::error!("{problem}");
            if !self.problems.contains(&problem) {
                self.problems.push(problem);
            }
            if broke_down {
                // What broke down once would do so again; what was shown before stays.
                let _ = self.tell(None, tell);
                break;
            }
            match again {
                Again::AtItsPlace => self.open_again(),
                Again::InMemory => self.store = Store::in_memory(&self.paths),
                Again::Never => break,
            }
        }
        tell(News::Settled { stopped: self.is_stopped() });
    }

    fn broken_down(&self) -> Problem {
        let path =
            self.paths.first().map(|path| path.to_string_lossy().into_owned()).unwrap_or_default();
        let hint = "run rashomon with --log FILE, and report what it says".into();
        Problem { path, line: None, what: "taking in the articles broke down".into(), hint }
    }

    fn is_stopped(&mut self) -> bool {
        self.was_stopped |= self.watch.cancelled.load(Ordering::Relaxed);
        self.was_stopped
    }

    /// Opens the cache once more.
    fn open_again(&mut self) {
        // The lock of the one that is given up goes first: else this one would read along with
        // itself.
        self.store = Store::in_memory(&self.paths);
        self.store = opened(self.cache.as_deref(), &self.paths).0;
    }

    /// Writes from now on, where this one read along and the other one has ended.
    fn take_over(&mut self) {
        if let Some(cache) = self.cache.as_deref().filter(|_| self.store.is_alongside()) {
            let (store, problems) = Store::open(cache, &self.paths);
            if store.is_kept() {
                self.store = store;
                self.problems.extend(problems);
            }
        }
    }

    fn worked(&mut self, work: &Work, tell: &dyn Fn(News)) -> Result<(), Problem> {
        let is_new = self.store.reader().changes()? == 0;
        let say = |progress| tell(News::Progress(progress));
        let mut pace = Pace::new(&say);
        let before = self.store.reader().corrected()?;
        let corrected =
            work.regroup.as_ref().map_or(before.clone(), |(changes, _)| changes.clone());
        let outlets = Change::outlets(&corrected);
        let looks = work.look || outlets != Change::outlets(&before);
        let mut sketches = match looks && !self.store.is_alongside() {
            true => self.take_in(is_new, &outlets, &mut pace, tell)?,
            false => Sketches::default(),
        };
        let mut touched = self.store.reader().touched()?;
        if let Some(touched) = touched.as_mut().filter(|_| work.regroup.is_some()) {
            touched.changed.extend(self.named(&corrected)?);
        }
        let has_changed = touched.as_ref().is_none_or(|touched| !touched.is_empty())
            && !self.store.is_alongside();
        if has_changed {
            self.gather(touched.as_ref(), corrected, &mut sketches, &mut pace)?;
        }
        // Of what another rashomon wrote nobody knows here what it changes.
        touched = touched.filter(|_| !self.store.is_alongside());
        match &work.regroup {
            // The list is told by the answer; what is wrong with the files is told with the next
            // one.
            Some((_, answer)) => {
                drop(answer.send(Arc::new(StoreShelf::new(&self.store, self.orders.clone())?)));
            }
            None => self.tell(touched, tell)?,
        }
        if has_changed {
            self.store.fold();
        }
        Ok(())
    }

    /// Looks at the files, and takes in what is new; gives the sketches of that. `outlets` are
    /// those that the reader named.
    fn take_in(
        &mut self,
        is_new: bool,
        outlets: &BTreeMap<Number, &str>,
        pace: &mut Pace<'_>,
        tell: &dyn Fn(News),
    ) -> Result<Sketches, Problem> {
        pace.at(Stage::Reading, 0, 0.0);
        let walked = load::walk(&self.paths);
        let plan = self.store.plan(&walked)?;
        self.of_walk = walked.problems.iter().cloned().chain(plan.offline).collect();
        self.notices.clone_from(&walked.notices);
        let sign = self.store.file().map(Sign::beside);
        let places = self.without_crashing(&walked, plan.read, sign.as_ref())?;
        let watch = Arc::clone(&self.watch);
        let orders = self.orders.clone();
        let mut shown = SHOWN.into_iter().filter(|_| is_new).peekable();
        let sketches = intake::take_in(
            &mut self.store,
            &walked,
            (&places, sign.as_ref()),
            &watch,
            &mut |store, taken| {
                pace.at(Stage::Reading, taken.articles, taken.share);
                if shown.next_if(|count| taken.articles >= *count).is_some() && taken.share < 0.5 {
                    while shown.next_if(|count| taken.articles >= *count).is_some() {}
                    let follower = Follower {
                        tell: &|_| {},
                        stopped: &|| watch.cancelled.load(Ordering::Relaxed),
                    };
                    // Those that serve here are wanted again.
                    let mut sketches = taken.sketches.clone();
                    if gather(store, None, store.reader().corrected()?, &mut sketches, &follower)? {
                        let shelf = Arc::new(StoreShelf::new(store, orders.clone())?);
                        tell(News::Changed(Box::new(Changed {
                            shelf,
                            problems: Vec::new(),
                            notices: Vec::new(),
                            touched: None,
                        })));
                    }
                }
                Ok(())
            },
        );
        if let Some(sign) = sign {
            sign.clear();
        }
        let sketches = sketches?;
        if !self.is_stopped() {
            self.store.settle(&walked, outlets)?;
        }
        Ok(sketches)
    }

    /// Those of `places` that did not end the program when it read them last; the others count as
    /// read, until they change.
    fn without_crashing(
        &mut self,
        walked: &Walked,
        mut places: Vec<usize>,
        sign: Option<&Sign>,
    ) -> Result<Vec<usize>, Problem> {
        let left = sign.map(Sign::left).unwrap_or_default();
        let (Some(program), false) = (&self.program, left.is_empty()) else { return Ok(places) };
        let file = |place: &usize| walked.files.get(*place);
        let suspects: Vec<String> = places
            .iter()
            .filter_map(file)
            .filter(|file| left.contains(&file.path))
            .map(|file| file.path.clone())
            .collect();
        let stopped = || self.watch.cancelled.load(Ordering::Relaxed);
        let crashing = suspects::crashing(program, &suspects, &stopped);
        // However young it is, it is not read again to see whether it was still being written.
        let look = Look { at: i64::MAX, ..walked.look };
        for file in places.iter().filter_map(file).filter(|file| crashing.contains(&file.path)) {
            let problem = Problem {
                path: file.path.clone(),
                line: None,
                what: "reading it crashed rashomon".into(),
                hint: "it is passed over until it changes; please report that file".into(),
            };
            log::error!("{problem}");
            self.store.put(&[Batch {
                file,
                look,
                from: 0,
                entries: &[],
                problems: &[problem],
                is_last: true,
            }])?;
        }
        places.retain(|place| file(place).is_none_or(|file| !crashing.contains(&file.path)));
        Ok(places)
    }

    /// The articles of the events that corrections, those of now or the new ones, name.
    fn named(&self, corrected: &[Change]) -> Result<BTreeSet<Number>, Problem> {
        let before = self.store.reader().corrected()?;
        let changed = before
            .iter()
            .chain(corrected)
            .filter(|change| before.contains(change) != corrected.contains(change));
        let shelf = self.store.reader().shelf()?;
        let mut named = BTreeSet::new();
        for number in changed.flat_map(|change| {
            [change.article].into_iter().chain(change.with).chain(change.apart_from.iter().copied())
        }) {
            if let Some((place, _)) = shelf.find(number)? {
                named.extend(
                    shelf
                        .event(place)?
                        .iter()
                        .flat_map(|event| &event.articles)
                        .map(|article| article.number),
                );
            }
        }
        Ok(named)
    }

    fn gather(
        &mut self,
        touched: Option<&Touched>,
        corrected: Vec<Change>,
        sketches: &mut Sketches,
        pace: &mut Pace<'_>,
    ) -> Result<bool, Problem> {
        let pace = std::cell::RefCell::new(pace);
        let share = |done: usize, all: usize| done as f64 / all.max(1) as f64;
        let step = |step| match step {
            Step::Grouped(done, all) => {
                pace.borrow_mut().at(Stage::Grouping, done, share(done, all));
            }
            Step::Compared(done, all) => {
                pace.borrow_mut().at(Stage::Comparing, done, share(done, all));
            }
        };
        let watch = Arc::clone(&self.watch);
        // A reading that was stopped is gathered all the same, unless that is stopped too.
        watch.cancelled.store(false, Ordering::Relaxed);
        gather(
            &mut self.store,
            touched,
            corrected,
            sketches,
            &Follower { tell: &step, stopped: &|| watch.cancelled.load(Ordering::Relaxed) },
        )
    }

    /// Tells the library as it is now, where it or what is wrong with it is not as it was told
    /// last.
    fn tell(&mut self, touched: Option<Touched>, tell: &dyn Fn(News)) -> Result<(), Problem> {
        let reader = self.store.reader();
        let problems: Vec<Problem> =
            self.problems.iter().chain(&self.of_walk).cloned().chain(reader.problems()?).collect();
        let now = Some((reader.version()?, problems.clone()));
        if self.told == now {
            return Ok(());
        }
        let shelf = Arc::new(StoreShelf::new(&self.store, self.orders.clone())?);
        let mut notices = self.notices.clone();
        for article in reader.too_long()? {
            notices.extend(reader.row(article)?.map(|row| crate::library::too_long(&row.article)));
        }
        tell(News::Changed(Box::new(Changed { shelf, problems, notices, touched })));
        self.told = now;
        Ok(())
    }
}

/// What is to be done.
#[derive(Debug, Default)]
struct Work {
    /// To look at the files.
    look: bool,
    /// To group anew.
    regroup: Option<(Vec<Change>, Sender<Arc<StoreShelf>>)>,
}

/// Where a cache that failed is opened again.
#[derive(Clone, Copy)]
enum Again {
    AtItsPlace,
    InMemory,
    Never,
}
