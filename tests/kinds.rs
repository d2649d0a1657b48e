//! What people have on disk besides texts and pages: each kind as a small file made here, with all
//! that can be wrong with it.

#![allow(clippy::unwrap_used, reason = "a test whose setting fails has failed")]

#[path = "support/loaded.rs"]
mod loaded;

use std::fmt::Write as _;
use std::io::Write as _;

use expect_test::expect;
use loaded::{check, read};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A ZIP archive of these members.
fn zipped(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in members {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// The XML of a document of these paragraphs.
fn document(paragraphs: &[&str]) -> String {
    let mut xml = String::from(
        r#"<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>"#,
    );
    for text in paragraphs {
        let text = text.replace('\n', "</w:t><w:br/><w:t>");
        write!(xml, "<w:p><w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r></w:p>").unwrap();
    }
    xml + "</w:body></w:document>"
}

fn docx(paragraphs: &[&str]) -> Vec<u8> {
    zipped(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("word/document.xml", document(paragraphs).as_bytes()),
    ])
}

fn rtf(paragraphs: &[&str]) -> String {
    format!(
        r"{{\rtf1\ansi\ansicpg1252{{\fonttbl{{\f0 Arial;}}}}\f0 {}\par}}",
        paragraphs.join(r"\par ")
    )
}

/// An export of Nexis Uni: a cover, then two articles.
const UNI: &[&str] = &[
    "Date and Time: Monday, March 10, 2031 1:45:00 PM EDT",
    "Documents (2)",
    "1. Bridge shut",
    "Search Terms: bridge",
    "Narrowed by: Timeline: Jan 01, 2031 to Dec 31, 2031",
    "2. Ferry sails",
    "",
    "Bridge shut",
    "The Echo(Elsin)",
    "March 4, 2031 Tuesday 9:20 AM GMT",
    "First Edition",
    "\nCopyright 2031 The Echo All Rights Reserved",
    "Section:\u{a0}NEWS; Pg. 4",
    "Length:\u{a0}8 words",
    "Byline:\u{a0}Ana Belo and Jo Marsh",
    "Dateline:\u{a0}PORT ELSIN",
    "Body",
    "",
    "The mayor shut the bridge on Tuesday &amp; left.",
    "Nine cracks.",
    "Graphic",
    "The bridge in March",
    "\nLoad-Date:\u{a0}March 5, 2031",
    "\nEnd of Document",
    "",
    "Ferry sails",
    "Evening Post",
    "March 5, 2031",
    "Length: 900 words",
    "Body",
    "The ferry is full.",
    "\nEnd of Document",
];

#[test]
fn an_export_of_nexis_uni_is_its_articles() {
    let read_docx = read("export.DOCX", &docx(UNI));
    expect![[r#"
        export.DOCX | The Echo (Elsin) | Bridge shut | Ana Belo+Jo Marsh | 2031-03-04T09:20:00Z
            The mayor shut the bridge on Tuesday & left.⏎⏎Nine cracks.
        export.DOCX | Evening Post | Ferry sails |  | 2031-03-05
            The ferry is full.
        ! export.DOCX: article 2, “Ferry sails”: its text has 4 words of the 900 that it says it has (export it again, or compare it with the original)
    "#]].assert_eq(&read_docx);
    let plain: Vec<String> =
        UNI.iter().map(|line| line.replace("&amp;", "&").replace('\u{a0}', "\\~")).collect();
    let plain: Vec<&str> = plain.iter().map(|line| line.trim()).collect();
    let as_rtf = read("export.DOCX", rtf(&plain).as_bytes());
    assert_eq!(as_rtf, read_docx);
}

#[test]
fn labels_are_read_in_the_language_of_the_screen() {
    let german = [
        "Brücke gesperrt",
        "Hafenbote",
        "Dienstag 4. März 2031",
        "Rubrik: LOKALES; S. 3",
        "Länge: 4 Wörter",
        "Autor: Von Lena Öberg",
        "Textkörper",
        "Niemand wurde vorher gefragt.",
        "Ladedatum: 5. März 2031",
        "Ende des Dokuments",
    ];
    check(
        "deutsch.docx",
        docx(&german),
        &expect![[r#"
        deutsch.docx | Hafenbote | Brücke gesperrt | Lena Öberg | 2031-03-04
            Niemand wurde vorher gefragt.
    "#]],
    );
    let french = [
        "Le pont fermé",
        "L’Écho du port",
        "4 mars 2031 mardi",
        "Rubrique: PORTS",
        "Longueur: 4 mots",
        "Auteur: Par Jeanne Roux",
        "Corps",
        "Personne ne fut prévenu.",
        "Date de chargement: 5 mars 2031",
        "Fin du document",
    ];
    check(
        "francais.docx",
        docx(&french),
        &expect![[r#"
        francais.docx | L’Écho du port | Le pont fermé | Jeanne Roux | 2031-03-04
            Personne ne fut prévenu.
    "#]],
    );
    let spanish = [
        "Cierran el puente",
        "El Faro",
        "4 de marzo de 2031 martes",
        "Sección: PUERTOS",
        "Longitud: 4 palabras",
        "Autor: Por Inés Mar",
        "Cuerpo",
        "Nadie fue avisado antes.",
        "Fecha de carga: 5 de marzo de 2031",
        "Fin del documento",
    ];
    check(
        "espanol.docx",
        docx(&spanish),
        &expect![[r#"
        espanol.docx | El Faro | Cierran el puente | Inés Mar | 2031-03-04
            Nadie fue avisado antes.
    "#]],
    );
}

#[test]
fn what_cannot_be_split_is_told_and_the_rest_stays() {
    let mut changed = UNI.to_vec();
    changed.truncate(24);
    changed.extend([
        "A form of tomorrow",
        "without any label",
        "that is known",
        "End of Document",
        "cut",
        "off",
        "in",
        "here",
    ]);
    check(
        "changed.docx",
        docx(&changed),
        &expect![[r#"
            changed.docx | The Echo (Elsin) | Bridge shut | Ana Belo+Jo Marsh | 2031-03-04T09:20:00Z
                The mayor shut the bridge on Tuesday & left.⏎⏎Nine cracks.
            ! changed.docx: paragraph 25: no article could be told apart here (export it again, and report the form of the file; the other articles were read)
            ! changed.docx: paragraph 29: no article could be told apart here (export it again, and report the form of the file; the other articles were read)
            ! changed.docx: paragraph 32: of the 2 documents that it says it holds 1 could be read (export it again, and report the form of the file; the other articles were read)
        "#]],
    );
    check(
        "soon.docx",
        docx(&[
            "Bridge shut",
            "The Echo",
            "Tuesday",
            "Body",
            "Nine cracks.",
            "End of Document",
            "Tale",
            "The Echo",
            "May 1, 2031",
            "Body",
            "It br",
        ]),
        &expect![[r#"
            soon.docx | The Echo | Bridge shut |  | -
                Nine cracks.
            soon.docx | The Echo | Tale |  | 2031-05-01
                It br
            ! soon.docx: article 1, “Bridge shut”: its date cannot be read: “Tuesday” (it stands without a date; report how it is written)
            ! soon.docx: paragraph 7: the last article breaks off before its end (export it again, and report the form of the file; the other articles were read)
        "#]],
    );
}

const OLDER: &str = "\u{feff}
Download Request: Selected Items: 1-2
Terms: bridge

                               1 of 2 DOCUMENTS

                               The Echo (Elsin)

                            March 4, 2031 Tuesday
                                 First Edition

Bridge shut
after cracks

BYLINE: Ana Belo

SECTION: NEWS; Pg. 4

LENGTH: 11 words

The mayor shut the bridge
on Tuesday.

Nine cracks were counted.

LOAD-DATE: March 5, 2031

LANGUAGE: ENGLISH

GRAPHIC: The bridge


                       Copyright 2031 The Echo
                              All Rights Reserved

                               2 of 2 DOCUMENTS

                               Evening Post

No label here, and no date.
";

#[test]
fn the_older_nexis_is_read_as_text_page_and_rtf() {
    check(
        "export.txt",
        OLDER.replace('\n', "\r\n"),
        &expect![[r#"
        export.txt | The Echo (Elsin) | Bridge shut after cracks | Ana Belo | 2031-03-04
            The mayor shut the bridge on Tuesday.⏎⏎Nine cracks were counted.
        ! export.txt:38: no article could be told apart here (export it again, and report the form of the file; the other articles were read)
    "#]],
    );
    let span = |class: &str, text: &str| {
        format!("<BR><DIV CLASS=\"c0\"><P CLASS=\"{class}\"><SPAN>{text}</SPAN></P></DIV>")
    };
    let lines = [
        "1 of 1 DOCUMENTS",
        "The Echo",
        "March</SPAN><SPAN> 4, 2031",
        "Bridge shut",
        "LENGTH: </SPAN><SPAN>4 words",
        "The mayor left.&nbsp;",
        "Nine cracks.",
        "LOAD-DATE: March 5, 2031",
        "Copyright 2031 The Echo<BR>All Rights Reserved",
    ];
    let page: String = lines.iter().map(|line| span("c1", line)).collect();
    check(
        "export.html",
        format!("<HTML><HEAD><TITLE>&nbsp;</TITLE></HEAD><BODY>{page}</BODY></HTML>"),
        &expect![[r#"
            export.html | The Echo | Bridge shut |  | 2031-03-04
                The mayor left.⏎⏎Nine cracks.
        "#]],
    );
    let lines = [
        "1 of 1 DOCUMENTS",
        "The Echo",
        "March 4, 2031",
        "Bridge shut",
        "LENGTH: 2 words",
        "Nine cracks.",
        "LANGUAGE: English",
    ];
    check(
        "export.rtf",
        rtf(&lines),
        &expect![[r#"
        export.rtf | The Echo | Bridge shut |  | 2031-03-04
            Nine cracks.
    "#]],
    );
}

#[test]
fn factiva_is_read_as_page_xml_and_rtf() {
    let row = |code: &str, value: &str| {
        format!("<tr><td class=\"index\"><b>{code}</b>&nbsp;</td><td>{value}</td></tr>")
    };
    let rows: String = [
        ("HD", "<b class='deHeadline'>Brücke gesperrt</b>"),
        ("BY", "Von Lena Öberg"),
        ("WC", "6 Wörter"),
        ("PD", "4. März 2031"),
        ("ET", "15:32"),
        ("SN", "Hafenbote"),
        ("CY", "(c) 2031 Hafenbote"),
        ("LP", "<p class=\"articleParagraph\">Neun Risse.</p>"),
        ("TD", "<p class=\"articleParagraph\">Niemand wurde gefragt.</p><p>Ende.</p>"),
        ("NS", "gcat : News"),
        ("AN", "Document HAFEN01"),
    ]
    .map(|(code, value)| row(code, value))
    .concat();
    let page = format!(
        "<html><head><title>Factiva</title></head><body><div class=\"article deArticle\"><table>{rows}</table></div></body></html>"
    );
    check(
        "factiva.html",
        page,
        &expect![[r#"
        factiva.html | Hafenbote | Brücke gesperrt | Lena Öberg | 2031-03-04T15:32:00
            Neun Risse.⏎⏎Niemand wurde gefragt.⏎⏎Ende.
    "#]],
    );
    check(
        "factiva.rtf",
        rtf(&[
            "HD",
            "Bridge shut",
            "WC",
            "2 words",
            "PD",
            "4 March 2031",
            "SN",
            "The Echo",
            "LP",
            "Nine cracks.",
            "AN",
            "Document 1",
            "HD",
            "Ferry sails",
            "PD",
            "5 March 2031",
            "SN",
            "Evening Post",
            "LP",
            "It is full.",
            "AN",
            "Document 2",
        ]),
        &expect![[r#"
            factiva.rtf | The Echo | Bridge shut |  | 2031-03-04
                Nine cracks.
            factiva.rtf | Evening Post | Ferry sails |  | 2031-03-05
                It is full.
        "#]],
    );
    let article = |n: u8| {
        format!(
            "<ppsarticle><article><headline><paragraph><hlt>Bridge</hlt> shut {n}</paragraph></headline><leadParagraph><paragraph>Nine &amp; more cracks.</paragraph></leadParagraph><publicationDate><dateTime>2031-03-04T01:35:58Z</dateTime></publicationDate><sourceName>The Echo</sourceName><tailParagraphs><paragraph>It is shut.</paragraph></tailParagraphs></article></ppsarticle>"
        )
    };
    check(
        "factiva.xml",
        format!(
            "<?xml version='1.0'?>\n<PPSResponse>{}\n{}\n<ppsarticle><article><head",
            article(1),
            article(2)
        ),
        &expect![[r#"
            factiva.xml | The Echo | Bridge shut 1 |  | 2031-03-04T01:35:58Z
                Nine & more cracks.⏎⏎It is shut.
            factiva.xml | The Echo | Bridge shut 2 |  | 2031-03-04T01:35:58Z
                Nine & more cracks.⏎⏎It is shut.
            ! factiva.xml: article 3, “”: it has no text (export it again with its full text)
            ! factiva.xml:4: broken XML: syntax error: tag not closed: `>` not found before end of input (what stands before it was read; save the file again)
        "#]],
    );
    let shown = "<html><head><title>Factiva</title></head><body><div class='article enArticle'><div id='hd'><span class='enHeadline'>Bridge shut</span></div><div>Ana Belo</div><div>6 words</div><div>4 March 2031</div><div>15:32</div><div>The Echo</div><div>ECHO</div><p class='articleParagraph'>Nine cracks were counted there today.</p></div></body></html>";
    check(
        "shown.html",
        shown,
        &expect![[r#"
        shown.html | The Echo | Bridge shut | Ana Belo | 2031-03-04
            Nine cracks were counted there today.
    "#]],
    );
}

#[test]
fn europresse_is_read_in_both_forms() {
    let older = "<html><head></head><body><table><tr><td><span class=\"DocPublicationName\">L'Écho, no. 59</span><br><span class=\"DocHeader\">Politique, </span><span class=\"DocHeader\">mardi </span><span class=\"DocHeader\">4 mars 2031</span><br><br><span class=\"TitreArticleVisu\">Le pont <span>fermé</span></span><br><br>Jeanne Roux<br><p></p>Personne ne fut <b>prévenu</b>.<p></p>Neuf fissures.<p></p><b><i>© 2031 L'Écho.</i></b><p></p>Numéro de document : 1</td></tr></table></body></html>";
    check(
        "europresse.html",
        older,
        &expect![[r#"
        europresse.html | L'Écho | Le pont fermé | Jeanne Roux | 2031-03-04
            Personne ne fut prévenu.⏎⏎Neuf fissures.
    "#]],
    );
    let newer = "<html><body><article><header><div class=\"rdp__DocPublicationName\"><span class=\"DocPublicationName\">L'Écho</span></div><span class=\"DocHeader\">mardi 4 mars 2031</span><div class=\"titreArticle\"><p class=\"titreArticleVisu\">Le pont fermé</p></div><p class=\"sm-margin-bottomNews\">Jeanne Roux</p></header><section><div class=\"docOcurrContainer\"><p>Personne ne fut prévenu.</p><p>Neuf fissures.</p></div></section></article></body></html>";
    check(
        "europresse.html",
        newer,
        &expect![[r#"
        europresse.html | L'Écho | Le pont fermé | Jeanne Roux | 2031-03-04
            Personne ne fut prévenu.⏎⏎Neuf fissures.
    "#]],
    );
}

#[test]
fn proquest_is_read_by_its_labels() {
    let rule = "_".repeat(60);
    let text = format!(
        "{rule}\n\nReport Information from ProQuest\n\n{rule}\n\nTable of contents\n\n1. Bridge shut\n\n{rule}\n\nDocument 1 of 3\n\nBridge shut\n\nAuthor: Belo, Ana\n\nPublication info: The Echo ; Port Elsin [Port Elsin]04 Mar 2031: A.1.\n\nLinks: http://link.example\n\nFull text: The mayor shut\nthe bridge.\n\nNine cracks: counted twice.\n\nSubject: Bridges\n\nPublication title: The Echo, Late Edition; Port Elsin\n\nPublication date: Mar 4, 2031\n\nDocument URL: https://search.proquest.example/1\n\nDatabase: News\n\n{rule}\n\nDocument 2 of 3\n\nLe bac\n\nAuteur: Jeanne Roux\n\nTexte intégral: Il est plein.\n\nTitre: Le bac\n\nTitre de la publication: L’Écho\n\nDate de publication: 5 mars 2031\n\n{rule}\n\nDocument 3 of 3\n\nNo text\n\nPublication title: The Echo\n\n{rule}\n\nContact us at: ProQuest\n"
    );
    check(
        "proquest.txt",
        text,
        &expect![[r#"
            proquest.txt | The Echo, Late Edition | Bridge shut | Ana Belo | 2031-03-04 | https://search.proquest.example/1
                The mayor shut the bridge.⏎⏎Nine cracks: counted twice.
            proquest.txt | L’Écho | Le bac | Jeanne Roux | 2031-03-05
                Il est plein.
            ! proquest.txt:56: an article without full text (export it again with its full text; the other articles were read)
        "#]],
    );
}

#[test]
fn a_document_that_is_no_export_is_one_article() {
    check(
        "memo.docx",
        docx(&["Bridge shut", "The mayor left, and nobody was told before."]),
        &expect![[r#"
            memo.docx | memo? | The mayor left, and nobody was told before. |  | -
                Bridge shut⏎⏎The mayor left, and nobody was told before.
        "#]],
    );
    check(
        "memo.rtf",
        rtf(&["Bridge shut", r"The mayor left, \'93and\'94 nobody was told before."]),
        &expect![[r#"
            memo.rtf | memo? | The mayor left, “and” nobody was told before. |  | -
                Bridge shut⏎⏎The mayor left, “and” nobody was told before.
        "#]],
    );
}

#[test]
fn bad_archives_are_told_with_their_member() {
    let good = docx(UNI);
    check(
        "cut.docx",
        &good[..good.len() / 2],
        &expect![[r#"
            ! cut.docx: it is cut off or damaged: invalid Zip archive: Could not find EOCD (download or copy it again)
        "#]],
    );
    check(
        "bomb.docx",
        zipped(&[("word/document.xml", &vec![b' '; 40_000_000])]),
        &expect![[r#"
            ! bomb.docx: its member word/document.xml unpacks to more than 16 MB (it may be made to do harm; unpack it yourself if you trust it)
        "#]],
    );
    check(
        "locked.docx",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1EncryptedPackage",
        &expect![[r#"
        ! locked.docx: a document that is locked with a password, or of an older Word (open it in a word processor and save it as .docx without a password)
    "#]],
    );
    check(
        "other.docx",
        zipped(&[("word/styles.xml", b"<x/>")]),
        &expect![[r#"
            ! other.docx: its member word/document.xml is not there (export or save it again)
        "#]],
    );
    let begun = document(&["Bridge shut", "Nine cracks, said the harbour master."])
        .replace("master.</w:t></w:r></w:p></w:body></w:document>", "m");
    check(
        "begun.docx",
        zipped(&[("word/document.xml", begun.as_bytes())]),
        &expect![[r#"
        begun.docx | begun? | Bridge shut |  | -
            Bridge shut⏎⏎Nine cracks, said the harbour m
        ! begun.docx: its member word/document.xml breaks off: it ends inside a paragraph (what stands before was read; download or save it again)
    "#]],
    );
    check(
        "empty.docx",
        docx(&["", " "]),
        &expect![[r#"
        ! empty.docx: a document without text (delete it, or save it again)
    "#]],
    );
}

#[test]
fn lists_of_links_are_told_and_hold_no_article() {
    let pocket = "title,url,time_added,tags,status\nBridge,https://echo.example/1,1930000000,,unread\n\"Ferry,\nfull\",https://echo.example/2,1930000001,,archive\n";
    check(
        "part.csv",
        pocket,
        &expect![[r#"
        ! part.csv: 2 links and no texts (Pocket) (save the pages themselves, for example with SingleFile or ArchiveBox, and open their folder)
    "#]],
    );
    check(
        "cloud.csv",
        "id,indexed_date,language,media_name,media_url,publish_date,title,url\n1,2031,en,Echo,echo.example,2031-03-04,Bridge,https://echo.example/1\n",
        &expect![[r#"
            ! cloud.csv: 1 link and no texts (Media Cloud) (save the pages themselves, for example with SingleFile or ArchiveBox, and open their folder)
        "#]],
    );
    check(
        "data.csv",
        "town,people\nElsin,9000\n",
        &expect![[r#"
            ! folder: no articles in this folder (articles are .txt, .md, .json, .jsonl, .html, .mbox, .eml, .mhtml, .db, .xml, .zip, .pdf, .epub, .docx and .warc files; rashomon kinds says more)
            ~ csv 1
        "#]],
    );
    check(
        "pins",
        r#"[{"href": "https://echo.example/1", "description": "Bridge", "toread": "no"}]"#,
        &expect![[r#"
            ! pins: 1 link and no texts (Pinboard) (save the pages themselves, for example with SingleFile or ArchiveBox, and open their folder)
        "#]],
    );
    check(
        "marks.html",
        "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<TITLE>Bookmarks</TITLE><DL><DT><A HREF=\"https://echo.example/1\">Bridge</A><DT><A HREF=\"https://echo.example/2\">Ferry</A></DL>",
        &expect![[r#"
            ! marks.html: 2 links and no texts (bookmarks) (save the pages themselves, for example with SingleFile or ArchiveBox, and open their folder)
        "#]],
    );
    check(
        "feeds.opml",
        "<opml><body><outline xmlUrl='https://echo.example/rss'/></body></opml>",
        &expect![[r#"
            ! feeds.opml: 1 address of feeds and no texts (open what your feed reader has kept, or feeds that are saved as files)
        "#]],
    );
    check(
        "cut.opml",
        "<opml>\n<body><outline xmlUrl='https://echo.example/rss'/><outline xmlUrl=",
        &expect![[r#"
            ! cut.opml: 2 addresses of feeds and no texts (open what your feed reader has kept, or feeds that are saved as files)
            ! cut.opml:2: broken XML: syntax error: tag not closed: `>` not found before end of input (export the list again)
        "#]],
    );
}

#[test]
fn feeds_are_their_entries() {
    let rss = "<?xml version='1.0'?><rss version='2.0' xmlns:dc='http://purl.org/dc/elements/1.1/' xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel><title>The Echo &amp;amp; Post</title>\
        <item><title>Bridge shut</title><link>https://echo.example/1</link><dc:creator>Ana Belo</dc:creator><pubDate>Tue, 04 Mar 2031 09:20:00 GMT</pubDate><description>Short.</description><content:encoded><![CDATA[<p>The mayor shut the bridge.</p><p>Nine cracks.</p>]]></content:encoded></item>\
        <item><title>Ferry sails</title><author>jo@echo.example (Jo Marsh)</author><guid>https://echo.example/2</guid><description>&lt;p&gt;It is full.&lt;/p&gt;</description></item><item><title>Nothing</title></item></channel></rss>";
    check(
        "news.rss",
        rss,
        &expect![[r#"
            news.rss | The Echo & Post | Bridge shut | Ana Belo | 2031-03-04T09:20:00Z | https://echo.example/1
                The mayor shut the bridge.⏎⏎Nine cracks.
            news.rss | The Echo & Post | Ferry sails | Jo Marsh | - | https://echo.example/2
                It is full.
            ! news.rss: 1 of its 3 entries with a summary only (save the pages that they lead to, for their whole texts)
            ! news.rss: 1 of its 3 entries without text (save the pages that they lead to, for their whole texts)
        "#]],
    );
    let atom = "<feed xmlns='http://www.w3.org/2005/Atom'><title type='text'>The Echo</title><entry><title type='html'>Bridge &amp;lt;shut&amp;gt;</title><link rel='self' href='https://echo.example/self'/><link href='https://echo.example/1'/><author><name>Ana Belo</name></author><published>2031-03-04T09:20:00Z</published><updated>2031-03-05T09:20:00Z</updated><content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>The mayor <b>shut</b> the bridge.</p><p>Nine cracks.</p></div></content></entry></feed>";
    check(
        "news.atom",
        atom,
        &expect![[r#"
        news.atom | The Echo | Bridge <shut> | Ana Belo | 2031-03-04T09:20:00Z | https://echo.example/1
            The mayor shut the bridge.⏎⏎Nine cracks.
    "#]],
    );
    let rdf = "<rdf:RDF xmlns:rdf='x' xmlns='http://purl.org/rss/1.0/'><channel><title>The Echo</title></channel><item><title>Bridge shut</title><link>https://echo.example/1</link><dc:date>2031-03-04</dc:date><description>Nine cracks.</description></item></rdf:RDF>";
    check(
        "news.rdf",
        rdf,
        &expect![[r#"
            news.rdf | The Echo | Bridge shut |  | 2031-03-04 | https://echo.example/1
                Nine cracks.
            ! news.rdf: 1 of its 1 entries with a summary only (save the pages that they lead to, for their whole texts)
        "#]],
    );
    let json = r#"{"version": "https://jsonfeed.org/version/1.1", "title": "The Echo", "items": [{"id": "1", "url": "https://echo.example/1", "title": "Bridge shut", "content_html": "<p>The mayor left.</p><p>Nine cracks.</p>", "date_published": "2031-03-04T09:20:00Z", "authors": [{"name": "Ana Belo"}]}]}"#;
    check(
        "feed.json",
        json,
        &expect![[r#"
        feed.json | The Echo | Bridge shut | Ana Belo | 2031-03-04T09:20:00Z | https://echo.example/1
            The mayor left.⏎⏎Nine cracks.
    "#]],
    );
}

#[test]
fn an_entry_alone_is_read_and_what_is_no_text_is_none() {
    check(
        "entry.atom",
        "<?xml version='1.0'?><entry xmlns='http://www.w3.org/2005/Atom'><title>Bridge shut</title><updated>2031-03-04T10:00:00Z</updated><link href='https://echo.example/1'/><content type='text'>The mayor left.</content></entry>",
        &expect![[r#"
            entry.atom | echo.example | Bridge shut |  | 2031-03-04T10:00:00Z | https://echo.example/1
                The mayor left.
        "#]],
    );
    check(
        "film.atom",
        "<feed><title>The Echo</title><entry><title>Film</title><content type='video/mp4'>aGVsbG8=</content><summary>The mayor leaves.</summary></entry></feed>",
        &expect![[r#"
            film.atom | The Echo | Film |  | -
                The mayor leaves.
            ! film.atom: 1 of its 1 entries with a summary only (save the pages that they lead to, for their whole texts)
        "#]],
    );
}

#[test]
fn bad_feeds_are_told() {
    check(
        "page.xml",
        "<!DOCTYPE html><html><body><p>502 Bad Gateway</p></body></html>",
        &expect![[r#"
            ! page.xml: a web page where a feed should be (the site may have answered with an error; save the feed again, or name the page .html)
        "#]],
    );
    check(
        "settings.xml",
        "<settings><a/></settings>",
        &expect![[r#"
            ! folder: no articles in this folder (articles are .txt, .md, .json, .jsonl, .html, .mbox, .eml, .mhtml, .db, .xml, .zip, .pdf, .epub, .docx and .warc files; rashomon kinds says more)
            ~ xml 1
        "#]],
    );
    check(
        "cut.xml",
        "<rss><channel><title>Echo</title>\n<item><title>Bridge</title><description>Nine cracks.</description></item>\n<item><title>Fer",
        &expect![[r#"
            cut.xml | Echo | Bridge |  | -
                Nine cracks.
            ! cut.xml: 1 of its 2 entries with a summary only (save the pages that they lead to, for their whole texts)
            ! cut.xml: 1 of its 2 entries without text (save the pages that they lead to, for their whole texts)
            ! cut.xml:3: broken XML: it breaks off (what stands before it was read; save the feed again)
        "#]],
    );
}

const LETTER: &str = "From: The Harbour Letter <news@letter.example>\r\nTo: you@example.org\r\nSubject: =?utf-8?Q?Br=C3=BCcke?= shut\r\nDate: Tue, 4 Mar 2031 09:20:00 +0100\r\nMIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nplain\r\n--b\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<p><a href=3D\"x\">View in browser</a></p><p>The mayor shut the bridge on Tuesday =E2=80=93 and left.</p><p>Nine cracks were counted.</p><p>You can unsubscribe here.</p>\r\n--b--\r\n";

#[test]
fn letters_are_articles_of_their_sender() {
    check(
        "letter.eml",
        LETTER,
        &expect![[r#"
        letter.eml | The Harbour Letter | Brücke shut |  | 2031-03-04T09:20:00+01:00
            The mayor shut the bridge on Tuesday – and left.⏎⏎Nine cracks were counted.
    "#]],
    );
    let mailbox = format!(
        "From a@b Tue Mar  4 09:20:00 2031\n{}\nFrom a@b Tue Mar  4 09:20:00 2031\nFrom: jo@echo.example\nSubject: Ferry\nDate: Wed, 5 Mar 2031 10:00:00 GMT\n\nIt is full.\n\nFrom a@b Tue Mar  4 09:20:00 2031\nFrom: jo@echo.example\nSubject: Empty\n\n\n",
        LETTER.replace('\r', "")
    );
    check(
        "letters.mbox",
        &mailbox,
        &expect![[r#"
        letters.mbox | The Harbour Letter | Brücke shut |  | 2031-03-04T09:20:00+01:00
            The mayor shut the bridge on Tuesday – and left.⏎⏎Nine cracks were counted.
        letters.mbox | echo.example | Ferry |  | 2031-03-05T10:00:00Z
            It is full.
        ! letters.mbox: letter 3 has no text that can be read (save its text as a .txt file if it has one)
    "#]],
    );
    check(
        "letters",
        &mailbox,
        &expect![[r#"
        letters | The Harbour Letter | Brücke shut |  | 2031-03-04T09:20:00+01:00
            The mayor shut the bridge on Tuesday – and left.⏎⏎Nine cracks were counted.
        letters | echo.example | Ferry |  | 2031-03-05T10:00:00Z
            It is full.
        ! letters: letter 3 has no text that can be read (save its text as a .txt file if it has one)
    "#]],
    );
    let parts: String = (0..2000)
        .map(|number| format!("--b\r\nContent-Type: multipart/mixed; boundary=b{number}\r\n\r\n"))
        .collect();
    check(
        "parts.eml",
        format!(
            "From: a@b.example\r\nSubject: Parts\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n{parts}"
        ),
        &expect![[r#"
            ! parts.eml: letter 1 has no text that can be read (save its text as a .txt file if it has one)
        "#]],
    );
}

#[test]
fn pages_saved_as_one_file_are_read() {
    let page = format!(
        "<html><head><title>Bridge shut</title></head><body><article><h1>Bridge shut</h1><img src=\"data:image/png;base64,{}\"><p>The mayor shut the bridge on Tuesday, and nobody was told before, said the harbour master.</p><p>Inspectors counted nine cracks, and the ferry is full.</p></article></body></html>",
        "QUJD".repeat(500_000)
    );
    let single = page.replace("<html><head>", "<html><!--\n Page saved with SingleFile \n url: https://echo.example/1 \n saved date: Tue Mar 04 2031 \n--><head>");
    check(
        "single.html",
        single,
        &expect![[r#"
        single.html | echo.example | Bridge shut |  | - | https://echo.example/1
            The mayor shut the bridge on Tuesday, and nobody was told before, said the harbour master.⏎⏎Inspectors counted nine cracks, and the ferry is full.
    "#]],
    );
    let browser =
        page.replace("<html>", "<!-- saved from url=(0022)https://echo.example/2 -->\n<html>");
    check(
        "browser.html",
        browser,
        &expect![[r#"
        browser.html | echo.example | Bridge shut |  | - | https://echo.example/2
            The mayor shut the bridge on Tuesday, and nobody was told before, said the harbour master.⏎⏎Inspectors counted nine cracks, and the ferry is full.
    "#]],
    );
    let mhtml = format!(
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://echo.example/3\r\nSubject: Bridge\r\nDate: Wed, 5 Mar 2031 10:00:00 -0000\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; type=\"text/html\"; boundary=\"b\"\r\n\r\n--b\r\nContent-Type: text/html\r\nContent-Location: https://echo.example/3\r\n\r\n{page}\r\n--b\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\nQUJD\r\n--b--\r\n"
    );
    check(
        "page.mhtml",
        mhtml,
        &expect![[r#"
        page.mhtml | echo.example | Bridge shut |  | - | https://echo.example/3
            The mayor shut the bridge on Tuesday, and nobody was told before, said the harbour master.⏎⏎Inspectors counted nine cracks, and the ferry is full.
    "#]],
    );
}

#[test]
fn clippings_are_read_by_the_names_that_clippers_use() {
    check(
        "clip.md",
        "---\ntitle: Bridge shut\nsource: https://echo.example/1\nauthor:\n  - \"[[Ana Belo]]\"\n  - \"[[people/jo|Jo Marsh]]\"\npublished: 2031-03-04\ncreated: 2031-03-09\ntags: [clippings]\n---\nNine cracks.\n",
        &expect![[r#"
            clip.md | echo.example | Bridge shut | Ana Belo+Jo Marsh | 2031-03-04 | https://echo.example/1
                Nine cracks.
        "#]],
    );
    check(
        "clip.md",
        "---\ncreated: 2031-03-09T10:00:00\nsource: The Echo\nauthor: [[Ana Belo]]\n---\n\n# Bridge shut\n\nNine cracks.\n",
        &expect![[r#"
            clip.md | The Echo | Bridge shut | Ana Belo | -
                Bridge shut⏎⏎Nine cracks.
        "#]],
    );
}

#[test]
fn what_wallabag_exports_is_read() {
    check(
        "wallabag.json",
        r#"[{"id": 7, "title": "Bridge shut", "url": "https://echo.example/1", "content": "<p>The mayor left.</p>\n<p>Nine cracks.</p>", "created_at": "2031-03-09T10:00:00+0100", "published_at": "2031-03-04T10:00:00+0100", "published_by": ["Ana Belo"], "domain_name": "echo.example"}]"#,
        &expect![[r#"
            7 | echo.example | Bridge shut | Ana Belo | 2031-03-04T10:00:00+01:00 | https://echo.example/1
                The mayor left.⏎⏎Nine cracks.
        "#]],
    );
}
