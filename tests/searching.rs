//! `s` and `f`: a query is typed, asked of the library on another thread, and what it finds is
//! listed by event and gone to.
#![allow(clippy::unwrap_used, reason = "a test whose setting fails has failed")]

#[path = "support/coverage.rs"]
mod coverage;

use std::sync::atomic::AtomicBool;

use expect_test::expect_file;
use rashomon::analysis::{EventFindings, Findings};
use rashomon::app::layout::Size;
use rashomon::app::overlay::Overlay;
use rashomon::app::overlay::everything::{Everything, FoundRow, LISTED};
use rashomon::app::{Asked, Effect, Message, State, Wait, answer, play, receive};
use rashomon::config::Config;
use rashomon::config::key::{Key, sequence};
use rashomon::config::theme::ThemeName;
use rashomon::corpus::{Article, ArticleId, Corpus, Published};
use rashomon::tui::{draw, picture};
use rashomon::view::Coverage;
use rashomon::view::shelf::{Kept, Loaded, Number};

fn of(coverage: Coverage, (width, height): (u16, u16)) -> State {
    let mut state = State::new(Config::default(), ThemeName::Mono, Size { width, height });
    receive(&mut state, Message::Loaded(coverage.into()));
    state
}

fn session() -> State {
    of(coverage::coverage(), (120, 40))
}

/// Types letters, spaces among them; answers come at once. Gives the effects that ask nothing of
/// the library.
fn typed(state: &mut State, words: &str) -> Vec<Effect> {
    let mut left = Vec::new();
    for c in words.chars() {
        let effects = receive(state, Message::Key(Key::char(c)));
        left.extend(answered(state, effects));
    }
    left
}

fn answered(state: &mut State, effects: Vec<Effect>) -> Vec<Effect> {
    let mut left = Vec::new();
    for effect in effects {
        match answer(state.shelf.as_ref(), &effect, &AtomicBool::new(false)) {
            Some(message) => left.extend(receive(state, message)),
            None => left.push(effect),
        }
    }
    left
}

/// Presses keys without answering what they ask.
fn unanswered(state: &mut State, keys: &str) -> Vec<Effect> {
    sequence(keys).unwrap().into_iter().flat_map(|key| receive(state, Message::Key(key))).collect()
}

#[track_caller]
fn everything(state: &State) -> &Everything {
    match &state.overlay {
        Some(Overlay::Everything(everything)) => everything,
        other => panic!("{other:?}"),
    }
}

fn screen(state: &State) -> String {
    picture::styled_text(&draw(state)).split("----\n").next().unwrap_or_default().to_owned()
}

/// The rows of the list of results: labels of events, and under them the sentences, the words found
/// in brackets.
fn rows(state: &State) -> Vec<String> {
    let everything = everything(state);
    let shown = |row: &FoundRow| match (row, everything.sentence(*row)) {
        (FoundRow::Event(place), _) => state.shelf.event(*place).unwrap().label.clone(),
        (_, Some((found, sentence))) => {
            let mut text = sentence.text.clone();
            for word in sentence.words.iter().rev() {
                text.insert(word.end, ']');
                text.insert(word.start, '[');
            }
            let place = if sentence.at.is_empty() { "title " } else { "" };
            format!(
                "{} {place}{}",
                found.outlet.name,
                text.split_whitespace().collect::<Vec<_>>().join(" ")
            )
        }
        (row, None) => panic!("{row:?}"),
    };
    everything.rows.iter().map(shown).collect()
}

#[track_caller]
fn check(query: &str, expected: &[&str]) {
    let mut state = session();
    typed(&mut state, "s");
    assert_eq!(typed(&mut state, query), [], "{query}");
    assert_eq!(rows(&state), expected, "{query}");
}

/// Checks the styled screen after `words` are typed behind `key` against a golden file.
#[track_caller]
fn golden(name: &str, size: (u16, u16), key: &str, words: &str) {
    let mut state = of(coverage::coverage(), size);
    typed(&mut state, key);
    typed(&mut state, words);
    let path = format!("{}/tests/data/screen/{name}.txt", env!("CARGO_MANIFEST_DIR"));
    expect_file![path].assert_eq(&picture::styled_text(&draw(&state)));
}

#[test]
fn what_is_found_and_what_is_wrong_at_every_size() {
    for (width, height) in [(160, 50), (80, 24), (40, 10)] {
        let name = |what: &str| format!("searching-{what}-{width}x{height}");
        golden(&name("nothing-yet"), (width, height), "s", "");
        golden(&name("found"), (width, height), "s", "cracks -ferry ");
        golden(&name("broken"), (width, height), "s", "mayor is:new");
        golden(&name("unknown"), (width, height), "s", "mayor outlett:courier");
    }
    golden("filtering-nothing-yet", (80, 24), "f", "");
    golden("filtering-broken", (80, 24), "f", "is:new");
    golden("filtering-broken-40x6", (40, 6), "f", "is:new");
}

#[test]
fn the_language_finds_sentences_by_event_the_newest_first() {
    let (bridge, ferry) = ("Harbour bridge closed", "Ferry strike");
    check(
        "\"up to date\" ",
        &[
            bridge,
            "Evening Post Mayor Ilse Brandt said inspections were “[up to date]”.",
            "Harbour Radio Ms Brandt said that inspections were “as [up to date] as the law asks”.",
            "The Courier Mayor Ilse Brandt said the council had been “told nothing before Tuesday” about the cracks in the harbour \
             bridge, and that inspections were “[up to date]”.",
        ],
    );
    check("said:paper ", &[bridge, "Harbour Radio “It was one [paper] among hundreds,” he said."]);
    check("said:repairs ", &[]);
    check("speaker:lind", &[ferry, "Evening Post title Ferry crews walk out"]);
    check(
        "ferry -crews ",
        &[bridge, "Harbour Radio The [ferry] company said it would put on four more boats."],
    );
    check("is:read", &[]);
    check(
        "crews walk",
        &[
            ferry,
            "Evening Post Ferry [crews] [walk] out",
            "Evening Post [Crews] on the island ferries [walked] out on Wednesday over pay.",
        ],
    );
}

#[test]
fn headings_are_passed_over_and_enter_goes_to_the_words() {
    let mut state = session();
    let before = (state.place(), state.focus);
    typed(&mut state, "scouncil");
    assert_eq!(everything(&state).rows.first(), Some(&FoundRow::Event(0)));
    for (keys, selected) in
        [("down", 2), ("up", 1), ("up", 1), ("pagedown", 4), ("home", 4), ("pageup", 1)]
    {
        unanswered(&mut state, keys);
        assert_eq!(everything(&state).choice.selected, selected, "{keys}");
    }
    assert_eq!((state.place(), state.focus), before, "the reader stands still");
    play(&mut state, "esc").unwrap();
    assert!(
        state.overlay.is_none()
            && (state.place(), state.focus) == before
            && state.reader.hits.is_empty()
    );
    typed(&mut state, "scouncil");
    play(&mut state, "down enter").unwrap();
    let words = |state: &State| {
        let text = state.reader.text(&state.coverage).unwrap();
        text.get(state.reader.cursor..)
            .unwrap()
            .split_whitespace()
            .take(2)
            .collect::<Vec<_>>()
            .join(" ")
    };
    assert_eq!(
        (words(&state), state.reader.hits.len()),
        ("council on".into(), 2),
        "{}",
        screen(&state)
    );
    assert!(screen(&state).contains("2/2 found"), "{}", screen(&state));
    play(&mut state, "n").unwrap();
    assert_eq!(
        (words(&state), state.notice.as_deref()),
        ("council said".into(), Some("that was the last; on from the top"))
    );
    // What was found is there as it was left, until the words are cleared.
    play(&mut state, "s").unwrap();
    assert_eq!(
        (everything(&state).choice.selected, everything(&state).line.input.value()),
        (2, "council")
    );
    play(&mut state, "esc esc s").unwrap();
    assert_eq!((everything(&state).rows.len(), everything(&state).line.input.value()), (0, ""));
    assert!(screen(&state).contains("said:warned"));
}

#[test]
fn a_query_is_asked_as_it_is_typed_and_a_broken_one_is_not() {
    let mut state = session();
    typed(&mut state, "s");
    for (typing, found) in [
        ("mayor", true),
        (" ", true),
        ("outlet:", true),
        ("r", true),
        ("adio", true),
        (" said:", true),
        ("\"one pap", true),
    ] {
        assert_eq!(typed(&mut state, typing), []);
        assert_eq!(
            (everything(&state).line.broken.as_ref(), !everything(&state).found.is_empty()),
            (None, found),
            "{typing}"
        );
    }
    assert_eq!(rows(&state).len(), 3);
    let good = rows(&state);
    typed(&mut state, "er\" ");
    assert_eq!(rows(&state).len(), good.len());
    let good = rows(&state);
    typed(&mut state, "is:");
    assert_eq!(
        (everything(&state).line.broken.as_ref(), rows(&state)),
        (None, good.clone()),
        "a field is no error before its value"
    );
    assert_eq!(unanswered(&mut state, "x"), [], "nothing is asked");
    let broken = everything(&state).line.broken.clone().unwrap();
    assert_eq!(
        (broken.at, rows(&state)),
        (everything(&state).line.input.value().len() - 1, good.clone()),
        "what was found stays"
    );
    play(&mut state, "backspace").unwrap();
    assert_eq!((everything(&state).line.broken.as_ref(), rows(&state)), (None, good));
    // Nothing asked for is nothing found, and the examples are there again.
    play(&mut state, "ctrl-u").unwrap();
    typed(&mut state, "outlet:");
    assert_eq!((everything(&state).rows.len(), everything(&state).line.wait), (0, Wait::Nothing));
}

#[test]
fn the_filter_keeps_what_the_last_good_query_found() {
    let mut state = session();
    typed(&mut state, "fsaid:paper ");
    let kept = Kept::from([(0, vec![1])]);
    assert_eq!(state.list.filter, Some(("said:paper".into(), kept.clone())));
    typed(&mut state, "is:old");
    play(&mut state, "enter").unwrap();
    assert!(
        matches!(&state.overlay, Some(Overlay::Filter(line)) if line.broken.is_some()),
        "it is not taken"
    );
    assert_eq!(state.list.filter, Some(("said:paper is:".into(), kept.clone())));
    play(&mut state, "backspace backspace backspace").unwrap();
    typed(&mut state, "unread");
    play(&mut state, "enter").unwrap();
    assert_eq!(
        (state.overlay.is_none(), &state.list.filter),
        (true, &Some(("said:paper is:unread".into(), kept)))
    );
    assert!(
        screen(&state).contains("1 / said:paper is:unread")
            || screen(&state).contains("1 / said:paper is:un…"),
        "{}",
        screen(&state)
    );
    typed(&mut state, "f");
    play(&mut state, "ctrl-u").unwrap();
    assert_eq!(state.list.filter, None);
}

#[test]
fn what_is_read_is_asked_of_the_reader() {
    let mut state = session();
    let read = [Number(0), Number(4)].into_iter().collect();
    receive(&mut state, Message::Read(read, rustc_hash::FxHashMap::default()));
    typed(&mut state, "sis:read");
    assert_eq!(
        everything(&state).found.iter().map(|found| found.article).collect::<Vec<_>>(),
        [Number(4), Number(0)]
    );
    play(&mut state, "esc").unwrap();
    typed(&mut state, "fis:unread ");
    assert_eq!(
        state.list.filter.as_ref().map(|(_, kept)| kept.clone()),
        Some(Kept::from([(0, vec![1, 2]), (1, vec![0, 2])]))
    );
}

#[test]
fn disputes_notes_and_what_is_new_are_asked_of_the_library_and_its_reader() {
    let mut state = session();
    let kept = |state: &mut State, query: &str| {
        typed(state, &format!("f{query} "));
        let kept = state.list.filter.as_ref().map(|(_, kept)| kept.clone()).unwrap_or_default();
        play(state, "ctrl-u esc").unwrap();
        kept
    };
    let disputed = Kept::from([(0, vec![0, 1, 2]), (1, vec![0, 1])]);
    assert_eq!(kept(&mut state, "has:conflict"), disputed);
    assert_eq!(kept(&mut state, "has:dispute"), disputed);
    assert_eq!(kept(&mut state, "-has:conflict"), Kept::from([(1, vec![2])]));
    let numbers = kept(&mut state, "kind:number");
    assert!(!numbers.is_empty());
    assert_eq!(kept(&mut state, "kind:settled"), Kept::new());
    for (event, articles) in &numbers {
        for article in articles {
            let row = &state.shelf.event(*event).unwrap().articles[*article];
            assert!(row.kinds.contains(&rashomon::analysis::ConflictKind::Number));
        }
    }
    assert_eq!(kept(&mut state, "has:note"), Kept::new());
    play(&mut state, "1 g g j enter i text:ask enter").unwrap();
    assert_eq!(kept(&mut state, "has:note"), Kept::from([(0, vec![0])]));
    // What was dismissed is no dispute any more.
    play(&mut state, "2 ]c D").unwrap();
    while !state.reader.view.disputes().is_empty() {
        play(&mut state, "]c D").unwrap();
    }
    let rest = kept(&mut state, "has:conflict");
    assert_eq!(rest.keys().copied().collect::<Vec<_>>(), [1], "{rest:?}");
    assert_eq!(kept(&mut state, "is:new"), Kept::new());
}

/// What was asked last.
fn asked(effects: &[Effect]) -> (Asked, u64) {
    match effects.last() {
        Some(Effect::Find(_, asked, generation)) => (asked.clone(), *generation),
        other => panic!("{other:?}"),
    }
}

#[test]
fn answers_that_come_too_late_are_dropped() {
    let mut state = session();
    let first = unanswered(&mut state, "s m");
    let second = unanswered(&mut state, "a");
    assert_eq!((asked(&first).0.written, asked(&second).0.written), ("m".into(), "ma".into()));
    answered(&mut state, first);
    assert_eq!((everything(&state).found.len(), everything(&state).line.wait), (0, Wait::Short));
    answered(&mut state, second);
    assert_eq!((everything(&state).found.len(), everything(&state).line.wait), (3, Wait::Nothing));
    // What is closed or emptied while it waits stops what it waits for, and what comes still is for
    // nobody.
    for leave in ["esc", "ctrl-u"] {
        let waiting = unanswered(&mut state, "y");
        let (_, generation) = asked(&waiting);
        assert_eq!(unanswered(&mut state, leave), [Effect::Stop], "{leave}");
        unanswered(&mut state, "esc s");
        let found = state.shelf.everywhere(
            &asked(&waiting).0.query,
            &|_, _| false,
            9,
            &AtomicBool::new(false),
        );
        receive(&mut state, Message::Found(generation, found));
        assert_eq!(everything(&state).found, [], "{leave}");
    }
}

#[test]
fn enter_before_the_answer_goes_there_when_it_comes() {
    let mut state = session();
    let waiting = unanswered(&mut state, "s s a i d : p a p e r");
    assert_eq!(unanswered(&mut state, "enter"), []);
    assert_eq!(everything(&state).line.wait, Wait::Short);
    answered(&mut state, waiting);
    assert!(state.overlay.is_none());
    assert_eq!(state.number(), Some(Number(1)));
    let text = state.reader.text(&state.coverage).unwrap();
    assert_eq!(state.reader.hits.iter().map(|hit| hit.of(text)).collect::<Vec<_>>(), ["paper"]);
    assert!(text.get(state.reader.cursor..).unwrap().starts_with("paper"));
}

/// So many articles of a word, each an event of its own, on different days.
fn many(count: u32) -> Coverage {
    let day =
        |index: u32| jiff::civil::date(2025, 1, 1).saturating_add(jiff::Span::new().days(index));
    let article = |index: u32| Article {
        id: format!("{index}.txt"),
        title: format!("Tide {index}"),
        text: format!("The tide came in at {index}."),
        published: Some(Published::on(day(index))),
        ..Article::default()
    };
    let event = |index: u32| EventFindings {
        id: format!("{index}.txt"),
        label: format!("Tide {index}"),
        articles: vec![ArticleId(index)],
        from: Some(Published::on(day(index))),
        ..EventFindings::default()
    };
    let findings = Findings {
        events: (0..count).map(event).collect(),
        event_of: (0..count as usize).collect(),
        ..Findings::default()
    };
    Coverage {
        corpus: Corpus::new((0..count).map(article).collect()),
        findings,
        ..Coverage::default()
    }
}

#[test]
fn a_common_word_lists_the_newest_and_says_that_there_are_more() {
    let listed = u32::try_from(LISTED).unwrap();
    for (count, words) in [(listed, "200 articles "), (listed + 1, "200 articles and more ")] {
        let mut state = of(many(count), (120, 40));
        typed(&mut state, "stide");
        assert!(screen(&state).contains(words), "{}", screen(&state));
        assert_eq!(
            (everything(&state).found.len(), everything(&state).found[0].title.clone()),
            (LISTED, format!("Tide {}", count - 1))
        );
    }
}

#[test]
fn what_is_found_can_be_ranked_among_the_newest() {
    // The newest speaks of it last, the oldest is about it.
    let told = [
        ("Quay wall gives way", "The wall fell on Monday. Divers looked at it. Nobody was hurt."),
        ("Fish prices rise", "The quay was loud. Cod was dear. Herring was not."),
        ("Mayor resigns", "She spoke for an hour. She thanked her staff. The quay was not named."),
    ];
    let article = |(day, (title, text)): (i8, &(&str, &str))| Article {
        id: day.to_string(),
        title: (*title).to_owned(),
        text: (*text).to_owned(),
        published: Some(Published::on(jiff::civil::date(2025, 3, day))),
        ..Article::default()
    };
    let corpus = Corpus::new((1..).zip(&told).map(article).collect());
    let alone = |id: ArticleId| EventFindings {
        id: id.0.to_string(),
        articles: vec![id],
        ..EventFindings::default()
    };
    let findings = Findings {
        events: corpus.ids().map(alone).collect(),
        event_of: vec![0, 1, 2],
        ..Findings::default()
    };
    let mut state = of(Coverage { corpus, findings, ..Coverage::default() }, (120, 40));
    typed(&mut state, "squay");
    let shown = |state: &State| -> Vec<String> {
        let everything = everything(state);
        everything
            .rows
            .iter()
            .filter_map(|row| Some(everything.sentence(*row)?.0.title.clone()))
            .collect()
    };
    assert_eq!(shown(&state), ["Mayor resigns", "Fish prices rise", "Quay wall gives way"]);
    unanswered(&mut state, "down ctrl-r");
    assert_eq!(shown(&state), ["Quay wall gives way", "Fish prices rise", "Mayor resigns"]);
    assert_eq!(
        everything(&state).chosen().unwrap().0.title,
        "Quay wall gives way",
        "it begins with the first"
    );
    assert!(screen(&state).contains("3 articles, ranked"), "{}", screen(&state));
    // It holds for what is typed next, and both ways.
    unanswered(&mut state, "ctrl-u");
    typed(&mut state, "\"the quay\"");
    assert_eq!(shown(&state), ["Fish prices rise", "Mayor resigns"]);
    unanswered(&mut state, "ctrl-r");
    assert_eq!(shown(&state), ["Mayor resigns", "Fish prices rise"]);
    let mut many = of(many(u32::try_from(LISTED).unwrap() + 1), (120, 40));
    typed(&mut many, "stide");
    unanswered(&mut many, "ctrl-r");
    assert!(screen(&many).contains("newest 200, ranked"), "{}", screen(&many));
}

#[test]
fn what_was_found_follows_its_articles_to_another_grouping() {
    let mut state = session();
    let effects = unanswered(&mut state, "1 g g j A");
    let regroup = effects.into_iter().find_map(|effect| match effect {
        Effect::Regroup(wanted, asked) => Some((wanted, asked)),
        _ => None,
    });
    let (wanted, asked) = regroup.unwrap();
    typed(&mut state, "scracks ");
    unanswered(&mut state, "down");
    let chosen = everything(&state).chosen().map(|(found, _)| found.article);
    let regrouped = state.shelf.regrouped(&wanted, &AtomicBool::new(false));
    receive(&mut state, Message::Regrouped(asked, regrouped.unwrap()));
    assert_eq!(everything(&state).chosen().map(|(found, _)| found.article), chosen);
    assert_eq!(
        rows(&state).iter().filter(|row| !row.contains('[')).count(),
        2,
        "{:#?}",
        rows(&state)
    );
    for found in &everything(&state).found {
        assert_eq!(state.shelf.find(found.article), Some(found.place));
    }
}

#[test]
fn help_has_the_language() {
    let mut state = session();
    play(&mut state, "? / text:unread").unwrap();
    let shown = screen(&state);
    assert!(
        shown.contains("is:unread") && shown.contains("not read yet") && !shown.contains("said:"),
        "{shown}"
    );
}

#[test]
fn a_library_without_articles_finds_nothing() {
    let mut state = State::new(Config::default(), ThemeName::Mono, Size { width: 80, height: 24 });
    receive(&mut state, Message::Loaded(Loaded::default()));
    typed(&mut state, "smayor");
    assert!(screen(&state).contains("found nowhere"));
    play(&mut state, "enter down pagedown enter esc").unwrap();
}
