//! What the reader makes: what is read, notes, links, bookmarks, corrections of the grouping and
//! of topics, which conflicts are none, and where the reader was last. Neither the reader's files nor a cache: it is
//! kept durably in the data folder, keyed by an article's canonical path and a hash of its text,
//! and can be carried to another one.

mod anchor;
pub mod carry;
mod disk;
mod entry;
pub(crate) mod fault;
mod kept;
pub mod markdown;

pub use anchor::Key;
pub use disk::Own;
pub use entry::{
    Anchor, Bookmark, Correction, Dismissal, Hint, Link, LinkSide, Note, Place, Session,
    TopicCorrection, Widths, day,
};
pub use kept::Kept;

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;

    use super::carry::Carried;
    use super::disk::{FILE, JOURNAL};
    use super::{
        Bookmark, Correction, Dismissal, Hint, Kept, Key, Link, Note, Own, Place, Session,
    };
    use crate::analysis::{ConflictKind, correction};
    use crate::corpus::{Article, ArticleId, Corpus, Passage};
    use crate::text::Span;
    use crate::view::link::LinkKind;

    fn article(id: &str, path: &str, text: &str) -> Article {
        Article { id: id.into(), path: path.into(), text: text.into(), ..Article::default() }
    }

    fn corpus(text: &str) -> Corpus {
        Corpus::new(vec![article("bridge.txt", "no/such/bridge.txt", text)])
    }

    fn bookmark(corpus: &Corpus, id: u32, byte: usize, words: &str) -> Bookmark {
        Bookmark {
            name: "crack".into(),
            article: Key::of(corpus, ArticleId(id)),
            byte,
            words: words.into(),
        }
    }

    fn keeping(bookmark: Bookmark) -> Kept {
        Kept { bookmarks: vec![bookmark], ..Kept::default() }
    }

    /// The articles of `corpus` that were read.
    fn read_in(kept: &Kept, corpus: &Corpus) -> BTreeSet<ArticleId> {
        Key::articles_of(kept.read_articles(), corpus).into_values().collect()
    }

    #[test]
    fn what_was_written_is_there_again() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("deep/er");
        let (mut own, problems) = Own::open(&place);
        assert_eq!(problems, []);
        let corpus = corpus("Nine cracks.");
        for byte in [5, 0, 5] {
            assert_eq!(own.change(|kept| kept.add_bookmark(bookmark(&corpus, 0, byte, ""))), []);
        }
        let (mut own, problems) = Own::open(&place);
        let bytes: Vec<_> = own.kept().bookmarks().iter().map(|bookmark| bookmark.byte).collect();
        assert_eq!((problems, bytes), (vec![], vec![0, 5]));
        assert_eq!(own.change(|kept| kept.remove_bookmark(&Key::of(&corpus, ArticleId(0)), 0)), []);
        assert_eq!(own.kept().bookmarks().len(), 1);
    }

    #[test]
    fn two_programs_do_not_undo_each_other() {
        let folder = tempfile::tempdir().unwrap();
        let (mut one, _) = Own::open(folder.path());
        let (mut other, _) = Own::open(folder.path());
        assert_eq!(one.change(|kept| kept.set_opened(vec!["/news".into()])), []);
        assert_eq!(other.change(|kept| kept.add_bookmark(bookmark(&corpus("x"), 0, 0, "x"))), []);
        let (own, _) = Own::open(folder.path());
        assert_eq!((own.kept().opened.len(), own.kept().bookmarks().len()), (1, 1));
    }

    #[test]
    fn what_cannot_be_understood_is_moved_aside_and_stays() {
        let folder = tempfile::tempdir().unwrap();
        for broken in ["{ no", r#"{"form": 99}"#] {
            fs::write(folder.path().join(FILE), broken).unwrap();
            let (mut own, problems) = Own::open(folder.path());
            assert_eq!((own.kept().opened(), problems.len()), (&[][..], 1));
            assert_eq!(own.change(|kept| kept.set_opened(Vec::new())), []);
        }
        assert_eq!(fs::read_to_string(folder.path().join("kept.json.aside-1")).unwrap(), "{ no");
        assert_eq!(
            fs::read_to_string(folder.path().join("kept.json.aside-2")).unwrap(),
            r#"{"form": 99}"#
        );
    }

    #[test]
    fn what_breaks_while_the_program_runs_is_moved_aside_and_told() {
        let folder = tempfile::tempdir().unwrap();
        let (mut own, _) = Own::open(folder.path());
        fs::write(folder.path().join(FILE), "{ no").unwrap();
        let problems = own.change(|kept| kept.set_opened(vec!["/news".into()]));
        assert!(problems.len() == 1 && problems[0].hint.contains("aside-1"), "{problems:?}");
        assert_eq!(Own::open(folder.path()).0.kept().opened.len(), 1);
    }

    /// A folder of that name cannot be read as a file, whoever runs the test.
    #[test]
    fn what_cannot_be_read_is_not_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let (mut own, _) = Own::open(folder.path());
        assert_eq!(own.change(|kept| kept.set_opened(vec!["/news".into()])), []);
        let aside = folder.path().join("away");
        fs::rename(folder.path().join(FILE), &aside).unwrap();
        fs::create_dir(folder.path().join(FILE)).unwrap();
        let problems = own.change(|kept| kept.set_opened(vec!["/other".into()]));
        assert!(
            problems.len() == 1 && problems[0].what.starts_with("cannot be kept"),
            "{problems:?}"
        );
        assert!(!folder.path().join("kept.json.new").exists(), "it was written before it was read");
        assert_eq!(own.kept().opened, [std::path::PathBuf::from("/other")]);
        assert!(Own::open(folder.path()).1[0].what.starts_with("cannot be read"));
    }

    #[test]
    fn a_bookmark_follows_its_words() {
        let kept = keeping(bookmark(&corpus("Nine cracks."), 0, 5, "cracks"));
        let place = |text: &str| kept.places(&corpus(text))[0].map(|(_, at)| at);
        assert_eq!(place("Nine cracks."), Some(5));
        assert_eq!(place("At least nine cracks."), Some(14));
        assert_eq!(place("No word of it."), None);
    }

    #[test]
    fn files_of_one_name_have_bookmarks_of_their_own() {
        let both = Corpus::new(vec![
            article("a.txt", "no/one/a.txt", "Nine cracks."),
            article("a.txt", "no/two/a.txt", "Nine cracks."),
        ]);
        let mut kept = Kept::default();
        kept.add_bookmark(bookmark(&both, 0, 5, "cracks"));
        kept.add_bookmark(bookmark(&both, 1, 5, "cracks"));
        assert_eq!(kept.places(&both), [Some((ArticleId(0), 5)), Some((ArticleId(1), 5))]);
    }

    #[test]
    fn a_bookmark_does_not_depend_on_the_folder_that_was_opened() {
        let kept = keeping(bookmark(
            &Corpus::new(vec![article("one/a.txt", "no/one/a.txt", "Nine cracks.")]),
            0,
            5,
            "cracks",
        ));
        let from_within = |text: &str| Corpus::new(vec![article("a.txt", "no/one/a.txt", text)]);
        assert_eq!(kept.places(&from_within("Nine cracks.")), [Some((ArticleId(0), 5))]);
        assert_eq!(kept.places(&from_within("Ten cracks.")), [Some((ArticleId(0), 4))]);
    }

    #[test]
    fn records_of_one_file_are_told_apart() {
        let records = |first: &str| {
            Corpus::new(vec![
                article("x", "no/a.jsonl", first),
                article("y", "no/a.jsonl", "Nine cracks."),
            ])
        };
        let kept = keeping(bookmark(&records("Nine cracks."), 1, 5, "cracks"));
        assert_eq!(kept.places(&records("Nine cracks.")), [Some((ArticleId(1), 5))]);
        let kept = keeping(bookmark(&records("Ten cracks, or more cracks."), 0, 20, "cracks"));
        assert_eq!(kept.places(&records("Ten cracks.")), [Some((ArticleId(0), 4))]);
    }

    /// Article, articles that it is apart from, and the one that it is with.
    type Numbers = (u32, Vec<u32>, Option<u32>);

    fn corrected(kept: &Kept, corpus: &Corpus) -> Vec<Option<Numbers>> {
        let numbers = |one: correction::Correction| {
            (one.article.0, one.apart_from.iter().map(|id| id.0).collect(), one.with.map(|id| id.0))
        };
        kept.corrected(corpus).into_iter().map(|one| one.map(numbers)).collect()
    }

    fn correction(article: u32, apart_from: &[u32], with: Option<u32>) -> correction::Correction {
        let apart_from = apart_from.iter().copied().map(ArticleId).collect();
        correction::Correction {
            article: ArticleId(article),
            apart_from,
            with: with.map(ArticleId),
        }
    }

    fn three(texts: [&str; 3]) -> Corpus {
        let article = |(name, text): (&str, &str)| {
            article(&format!("{name}.txt"), &format!("no/such/{name}.txt"), text)
        };
        Corpus::new(["a", "b", "c"].into_iter().zip(texts).map(article).collect())
    }

    #[test]
    fn corrections_are_there_again_and_can_be_taken_back() {
        let folder = tempfile::tempdir().unwrap();
        let corpus = three(["Nine cracks.", "Ten cracks.", "No ferries."]);
        let kept = |article, apart_from: &[u32], with| {
            Correction::of(&corpus, &correction(article, apart_from, with), "as said")
        };
        let (mut own, _) = Own::open(folder.path());
        for one in [
            kept(0, &[], Some(1)),
            kept(2, &[0, 1], None),
            kept(2, &[0], Some(1)),
            kept(0, &[], Some(1)),
        ] {
            assert_eq!(own.change(|kept| kept.add_correction(one)), []);
        }
        let read = Kept::read(folder.path());
        assert_eq!(read.corrections()[0].words, "as said");
        let expected =
            [Some((2, vec![0, 1], None)), Some((2, vec![0], Some(1))), Some((0, vec![], Some(1)))];
        assert_eq!(corrected(&read, &corpus), expected, "the one made again is the latest");
        assert_eq!(own.change(|own| own.remove_correction(&kept(2, &[0, 1], None))), []);
        assert_eq!(corrected(&Kept::read(folder.path()), &corpus), expected[1..]);
        assert_eq!(own.change(|own| own.remove_correction(&kept(2, &[0], Some(1)))), []);
        assert_eq!(own.change(|own| own.remove_correction(&kept(0, &[], Some(1)))), []);
        assert_eq!(Kept::read(folder.path()).corrections(), [], "nothing of it is left");
    }

    #[test]
    fn corrections_follow_their_articles_and_say_nothing_of_others() {
        let mut kept = Kept::default();
        let corpus = three(["Nine cracks.", "Ten cracks.", "No ferries."]);
        kept.add_correction(Correction::of(&corpus, &correction(0, &[2], Some(1)), ""));
        let edited = three(["At least nine cracks.", "Ten cracks.", "No ferries."]);
        assert_eq!(corrected(&kept, &edited), [Some((0, vec![2], Some(1)))]);
        let turned = Corpus::new(corpus.articles().iter().rev().cloned().collect());
        assert_eq!(corrected(&kept, &turned), [Some((2, vec![0], Some(1)))]);
        let fewer = Corpus::new(corpus.articles()[..2].to_vec());
        assert_eq!(
            corrected(&kept, &fewer),
            [Some((0, vec![], Some(1)))],
            "what is left of it holds"
        );
        assert_eq!(corrected(&kept, &Corpus::new(corpus.articles()[..1].to_vec())), [None]);
        assert_eq!(corrected(&kept, &Corpus::new(corpus.articles()[1..].to_vec())), [None]);
    }

    #[test]
    fn records_are_corrected_by_their_ids_and_texts() {
        let records = |ids: [&str; 2]| {
            Corpus::new(
                ids.map(|id| article(id, "no/a.jsonl", &format!("Cracks in {id}."))).to_vec(),
            )
        };
        let mut kept = Kept::default();
        kept.add_correction(Correction::of(&records(["x", "y"]), &correction(0, &[1], None), ""));
        assert_eq!(corrected(&kept, &records(["y", "x"])), [Some((1, vec![0], None))]);
        assert_eq!(
            corrected(&kept, &records(["x", "z"])),
            [None],
            "no other record of the file stands for the one that is gone"
        );
    }

    /// The words at the places of each dismissal.
    fn dismissed(kept: &Kept, corpus: &Corpus) -> Vec<Option<[String; 2]>> {
        kept.dismissed(corpus)
            .into_iter()
            .map(|one| one.map(|sides| sides.map(|side| corpus.words(side).to_owned())))
            .collect()
    }

    /// Where `words` stand in article `id`.
    fn passage(corpus: &Corpus, id: u32, words: &str) -> Passage {
        let at = corpus.article(ArticleId(id)).text.find(words).unwrap();
        Passage::new(ArticleId(id), Span::new(at, at + words.len()))
    }

    #[test]
    fn dismissals_are_there_again_follow_their_words_and_can_be_taken_back() {
        let folder = tempfile::tempdir().unwrap();
        let corpus =
            three(["It has nine cracks in all.", "It has ten cracks, says Holt.", "No ferries."]);
        let sides = [passage(&corpus, 0, "has nine cracks"), passage(&corpus, 1, "has ten cracks")];
        let (mut own, _) = Own::open(folder.path());
        let kept = Dismissal::of(&corpus, sides, "number: nine against ten");
        for one in [
            kept.clone(),
            Dismissal::of(&corpus, [sides[0], passage(&corpus, 2, "No")], ""),
            kept.clone(),
        ] {
            assert_eq!(own.change(|own| own.add_dismissal(one)), []);
        }
        let read = Kept::read(folder.path());
        let both = || Some(["has nine cracks".to_owned(), "has ten cracks".to_owned()]);
        assert_eq!(
            read.dismissals()[1].words,
            "number: nine against ten",
            "made again it is the latest"
        );
        assert_eq!(dismissed(&read, &corpus)[1], both());
        let edited = three([
            "Updated: now it has nine\n  cracks in all.",
            "It has ten cracks, says Holt.",
            "",
        ]);
        assert_eq!(
            dismissed(&read, &edited),
            [None, Some(["has nine\n  cracks".to_owned(), "has ten cracks".to_owned()])]
        );
        let corrected =
            three(["It has eight cracks in all.", "It has ten cracks, says Holt.", "No ferries."]);
        assert_eq!(dismissed(&read, &corrected), [None, None], "what it says now is another thing");
        let fewer = Corpus::new(corpus.articles()[..2].to_vec());
        assert_eq!(dismissed(&read, &fewer), [None, both()]);
        assert_eq!(own.change(|own| own.remove_dismissal(&kept)), []);
        assert_eq!(dismissed(&Kept::read(folder.path()), &corpus).len(), 1);
        assert_eq!(own.change(|own| own.remove_dismissal(&own.dismissals()[0].clone())), []);
        assert_eq!(Kept::read(folder.path()).dismissals(), [], "nothing of it is left");
    }

    #[test]
    fn words_are_found_whatever_white_space_is_between_them() {
        let found = |words: &str, text: &str| {
            super::anchor::places_of(words, text)
                .map(|span| span.of(text).to_owned())
                .collect::<Vec<_>>()
        };
        assert_eq!(
            found("nine cracks", "nine cracks, nine\ncracks, ninecracks"),
            ["nine cracks", "nine\ncracks"]
        );
        assert_eq!(found("nine cra", "nine cracks"), ["nine cra"], "what is kept may be cut");
        assert_eq!(found("nine cracks", "nine"), [""; 0]);
        assert_eq!(found(" ", "nine"), [""; 0]);
    }

    #[test]
    fn what_is_only_looked_at_is_left_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(Kept::read(&folder.path().join("none")), Kept::default());
        assert!(!folder.path().join("none").exists());
        fs::write(folder.path().join(FILE), "{ no").unwrap();
        assert_eq!(Kept::read(folder.path()), Kept::default());
        let names: Vec<_> =
            fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(names, [FILE], "neither moved nor locked");
        fs::write(folder.path().join(FILE), r#"{"form": 1, "opened": ["/news"], "bookmarks": []}"#)
            .unwrap();
        let kept = Kept::read(folder.path());
        assert_eq!(
            (kept.opened.len(), kept.corrections().len()),
            (1, 0),
            "as a rashomon without corrections wrote it"
        );
    }

    #[test]
    fn an_article_of_no_file_is_not_looked_for_on_the_disk() {
        let sample = Corpus::new(vec![article("src", "", "Nine cracks.")]);
        assert_eq!(Key::of(&sample, ArticleId(0)).path, "");
        assert_eq!(
            keeping(bookmark(&sample, 0, 5, "cracks")).places(&sample),
            [Some((ArticleId(0), 5))]
        );
    }

    #[test]
    fn notes_are_there_again_follow_their_words_and_can_be_taken_back() {
        let folder = tempfile::tempdir().unwrap();
        let corpus = three(["It has nine cracks in all.", "", ""]);
        let day = jiff::civil::date(2025, 3, 4);
        let note = |text: &str| Note::of(&corpus, passage(&corpus, 0, "nine cracks"), text, day);
        let (mut own, _) = Own::open(folder.path());
        for text in ["who counted?", "ask Holt", "who counted?"] {
            assert_eq!(own.change(|kept| kept.add_note(note(text))), []);
        }
        let kept = Kept::read(folder.path());
        let texts: Vec<_> =
            kept.notes().iter().map(|note| (note.text.as_str(), note.made.as_str())).collect();
        assert_eq!(texts, [("ask Holt", "2025-03-04"), ("who counted?", "2025-03-04")]);
        let edited = three(["Now it has nine\ncracks.", "", ""]);
        assert_eq!(kept.noted(&edited)[0].map(|at| edited.words(at)), Some("nine\ncracks"));
        assert_eq!(kept.noted(&three(["It has ten.", "", ""])), [None, None]);
        assert_eq!(own.change(|kept| kept.remove_note(&note("ask Holt"))), []);
        assert_eq!(Kept::read(folder.path()).notes(), [note("who counted?")]);
    }

    /// A link between “nine cracks” and “ten cracks”.
    fn link(corpus: &Corpus, kind: LinkKind, why: &str) -> Link {
        let sides = [passage(corpus, 0, "nine cracks"), passage(corpus, 1, "ten cracks")];
        Link::of(corpus, sides, (kind, why), jiff::civil::date(2025, 3, 4))
    }

    const NUMBER: LinkKind = LinkKind::Conflict(ConflictKind::Number);

    #[test]
    fn links_are_there_again_follow_their_words_and_can_be_taken_back() {
        let folder = tempfile::tempdir().unwrap();
        let corpus = three(["It has nine cracks in all.", "It has ten cracks, says Holt.", ""]);
        let (same, number) =
            (link(&corpus, LinkKind::Same, ""), link(&corpus, NUMBER, "who counted?"));
        let (mut own, _) = Own::open(folder.path());
        for one in [&number, &same, &number] {
            assert_eq!(own.change(|kept| kept.add_link(one.clone())), []);
        }
        let kept = Kept::read(folder.path());
        assert_eq!(kept.links(), [same.clone(), number.clone()], "made again it is the latest");
        let linked = |corpus: &Corpus| {
            let words = |at: Option<Passage>| at.map(|at| corpus.words(at).to_owned());
            kept.linked(corpus)[1].map(words)
        };
        let said = |words: &str| Some(words.to_owned());
        assert_eq!(linked(&corpus), [said("nine cracks"), said("ten cracks")]);
        let edited = three(["Updated: nine\ncracks.", "It has twelve cracks.", ""]);
        assert_eq!(linked(&edited), [said("nine\ncracks"), None], "each side by itself");
        assert_eq!(linked(&Corpus::default()), [None, None]);
        assert_eq!(own.change(|kept| kept.remove_link(&same)), []);
        assert_eq!(Kept::read(folder.path()).links(), [number]);
    }

    #[test]
    fn a_link_that_is_damaged_in_the_journal_is_told_and_what_stands_before_it_holds() {
        let folder = tempfile::tempdir().unwrap();
        let corpus = three(["It has nine cracks in all.", "It has ten cracks, says Holt.", ""]);
        let (mut own, _) = Own::open(folder.path());
        for why in ["first", "second", "third"] {
            assert_eq!(own.change(|kept| kept.add_link(link(&corpus, NUMBER, why))), []);
        }
        let journal = fs::read_to_string(folder.path().join(JOURNAL)).unwrap();
        assert!(journal.contains("third"));
        fs::write(folder.path().join(JOURNAL), journal.replace(r#""number""#, r#""quarrel""#))
            .unwrap();
        let (own, problems) = Own::open(folder.path());
        assert!(problems.len() == 1 && problems[0].line == Some(2), "{problems:?}");
        assert_eq!(own.kept().links().len(), 1, "what the file had");
        let aside = fs::read_to_string(folder.path().join("kept.journal.aside-1")).unwrap();
        assert!(aside.contains("second") && aside.contains("third"), "{aside}");
    }

    #[test]
    fn links_are_carried_and_one_whose_articles_are_not_there_is_kept() {
        let corpus = three(["It has nine cracks in all.", "It has ten cracks, says Holt.", ""]);
        let mut kept = Kept::default();
        kept.add_link(link(&corpus, NUMBER, "who counted?"));
        kept.add_link(link(&corpus, LinkKind::Answers, ""));
        let json = Carried::of(&kept).to_json().unwrap();
        let carried = Carried::parse(json.as_bytes(), "notes.json").unwrap();
        assert_eq!((&carried.links[..], carried.keys().count()), (kept.links(), 4));
        let mut other = Kept::default();
        other.add_link(link(&corpus, LinkKind::Answers, ""));
        assert_eq!([other.import(carried.clone()).links, other.import(carried).links], [1, 0]);
        assert_eq!(other.links().len(), 2);
        assert_eq!(other.linked(&Corpus::default()), [[None, None], [None, None]]);
    }

    #[test]
    fn what_is_read_stays_read_when_it_changes_and_can_be_unread() {
        let folder = tempfile::tempdir().unwrap();
        let key = |corpus: &Corpus, id| Key::of(corpus, ArticleId(id));
        let (corpus, edited) =
            (three(["Nine cracks.", "Ten.", "No."]), three(["Updated.", "Ten.", "No."]));
        let (mut own, _) = Own::open(folder.path());
        assert_eq!(own.change(|kept| (0..2).for_each(|id| kept.set_read(key(&corpus, id)))), []);
        let kept = Kept::read(folder.path());
        assert_eq!(read_in(&kept, &edited), [ArticleId(0), ArticleId(1)].into());
        assert!(kept.is_read(&key(&edited, 0)) && !kept.is_read(&key(&edited, 2)));
        assert_eq!(own.change(|kept| kept.set_unread(key(&edited, 0))), []);
        assert_eq!(read_in(&Kept::read(folder.path()), &corpus), [ArticleId(1)].into());
        let records =
            Corpus::new(["x", "y"].map(|id| article(id, "no/a.jsonl", "The same.")).to_vec());
        assert_eq!(own.change(|kept| kept.set_read(key(&records, 0))), []);
        assert_eq!(
            read_in(own.kept(), &records),
            [ArticleId(0)].into(),
            "records are read one by one"
        );
    }

    #[test]
    fn hints_and_the_place_in_the_sample_are_kept_beside_the_session_and_do_not_grow() {
        let folder = tempfile::tempdir().unwrap();
        let place = |byte| Place {
            article: Key { path: String::new(), id: Some("bridge".into()), hash: "0".into() },
            byte,
        };
        let session = Session { opened: vec!["/news".into()], event: None, place: None };
        let (mut own, _) = Own::open(folder.path());
        assert_eq!(own.change(|kept| kept.set_session(session.clone())), []);
        assert_eq!(own.change(|kept| kept.set_hint(Hint::Cross)), []);
        let length = || fs::metadata(folder.path().join(JOURNAL)).map_or(0, |file| file.len());
        let before = length();
        assert_eq!(own.change(|kept| kept.set_hint(Hint::Cross)), []);
        assert_eq!(length(), before, "said again nothing is written");
        for byte in [3, 7] {
            assert_eq!(own.change(|kept| kept.set_sample(place(byte))), []);
        }
        let kept = Kept::read(folder.path());
        assert_eq!(kept.hints().iter().copied().collect::<Vec<_>>(), [Hint::Cross]);
        assert_eq!((kept.sample(), kept.session()), (Some(&place(7)), Some(&session)));
    }

    #[test]
    fn the_last_places_are_kept_of_the_articles_read_last() {
        let folder = tempfile::tempdir().unwrap();
        let article = |n: usize| Key { path: format!("/news/{n}.txt"), id: None, hash: "0".into() };
        let (mut own, _) = Own::open(folder.path());
        assert_eq!(
            own.change(|kept| (0..4001).for_each(|n| kept.set_last_byte(article(n), n))),
            []
        );
        let session = Session {
            opened: vec!["/news".into()],
            event: Some("bridge".into()),
            place: Some(Place { article: article(7), byte: 9 }),
        };
        let changed = Key { hash: "1".into(), ..article(1) };
        assert_eq!(own.change(|kept| kept.set_last_byte(changed.clone(), 5)), []);
        assert_eq!(own.change(|kept| kept.set_session(session.clone())), []);
        let kept = Kept::read(folder.path());
        assert_eq!(
            [0, 1, 2, 4000].map(|n| kept.last_byte(&article(n))),
            [None, Some(5), Some(2), Some(4000)]
        );
        assert_eq!((kept.last_byte(&changed), kept.session()), (Some(5), Some(&session)));
        assert_eq!(kept.places.len(), 4000);
    }

    #[test]
    fn what_is_kept_follows_a_file_that_was_moved_but_not_to_a_copy() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str, text: &str| {
            let path = folder.path().join(name);
            fs::write(&path, text).unwrap();
            article(name, &path.to_string_lossy(), text)
        };
        let before = Corpus::new(vec![at("a.txt", "Nine cracks."), at("b.txt", "Ten.")]);
        let mut kept = keeping(bookmark(&before, 0, 5, "cracks"));
        kept.set_read(Key::of(&before, ArticleId(0)));
        let copy = Corpus::new(vec![at("b.txt", "Ten."), at("c.txt", "Nine cracks.")]);
        assert_eq!(
            (kept.places(&copy), read_in(&kept, &copy)),
            (vec![None], [].into()),
            "a.txt is still there"
        );
        fs::remove_file(folder.path().join("a.txt")).unwrap();
        assert_eq!(
            (kept.places(&copy), read_in(&kept, &copy)),
            (vec![Some((ArticleId(1), 5))], [ArticleId(1)].into())
        );
        let other = Corpus::new(vec![at("c.txt", "No cracks.")]);
        assert_eq!(
            (kept.places(&other), read_in(&kept, &other)),
            (vec![None], [].into()),
            "another text is another article"
        );
    }

    /// A file may be reached through a link, and a folder too; and a folder may lie elsewhere
    /// today.
    #[cfg(unix)]
    #[test]
    fn what_is_kept_is_found_through_links() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::create_dir(at("real")).unwrap();
        fs::write(at("real/a.txt"), "Nine cracks.").unwrap();
        std::os::unix::fs::symlink(at("real"), at("linked")).unwrap();
        fs::create_dir(at("other")).unwrap();
        std::os::unix::fs::symlink(at("real/a.txt"), at("other/b.txt")).unwrap();
        let opened = |name: &str| {
            Corpus::new(vec![article("x", &at(name).to_string_lossy(), "At least nine cracks.")])
        };
        let ways = ["real/a.txt", "linked/a.txt", "other/b.txt", "real/../linked/a.txt"];
        for from in ways {
            let kept = keeping(bookmark(&opened(from), 0, 14, "cracks"));
            for to in ways {
                assert_eq!(kept.places(&opened(to)), [Some((ArticleId(0), 14))], "{from} as {to}");
            }
        }
        let kept = keeping(bookmark(&opened("real/a.txt"), 0, 14, "cracks"));
        fs::write(at("other/c.txt"), "Nine cracks.").unwrap();
        assert_eq!(
            kept.places(&opened("other/c.txt")),
            [None],
            "another file of the same words is another article"
        );
    }

    #[test]
    fn records_are_unread_one_by_one_whatever_their_texts_were() {
        let records = |texts: [&str; 2]| {
            Corpus::new(
                ["x", "y"]
                    .into_iter()
                    .zip(texts)
                    .map(|(id, text)| article(id, "no/a.jsonl", text))
                    .collect(),
            )
        };
        let (corpus, edited) = (records(["Nine cracks.", "Ten."]), records(["Updated.", "Ten."]));
        let key = |corpus: &Corpus, id| Key::of(corpus, ArticleId(id));
        let mut kept = Kept::default();
        (0..2).for_each(|id| kept.set_read(key(&corpus, id)));
        assert_eq!([0, 1].map(|id| kept.is_read(&key(&edited, id))), [true, true]);
        assert!(
            !kept.is_read(&Key { path: "no/b.jsonl".into(), ..key(&corpus, 1) }),
            "another file's record of that id is another one"
        );
        kept.set_unread(key(&edited, 0));
        assert_eq!(read_in(&kept, &edited), [ArticleId(1)].into());
        kept.set_read(Key { id: None, ..key(&corpus, 1) }); // as when it was alone in its file
        assert_eq!((kept.read_articles().count(), kept.is_read(&key(&corpus, 1))), (1, true));
        kept.set_unread(key(&corpus, 1));
        assert_eq!(kept.read_articles().count(), 0);
    }

    #[test]
    fn a_file_without_journal_is_taken_over() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(FILE), r#"{"form": 1, "opened": ["/news"], "bookmarks": []}"#)
            .unwrap();
        let (mut own, problems) = Own::open(folder.path());
        assert_eq!((own.kept().opened().len(), problems), (1, vec![]));
        assert_eq!(own.change(|kept| kept.add_bookmark(bookmark(&corpus("x"), 0, 0, "x"))), []);
        assert!(folder.path().join(JOURNAL).exists(), "only the change is written");
        let kept = Kept::read(folder.path());
        assert_eq!((kept.opened().len(), kept.bookmarks().len()), (1, 1));
    }
}
