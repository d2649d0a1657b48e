//! The bundled sample: invented events, each told by invented outlets, so that there is always
//! something to read.

use crate::analysis::Depth;
use crate::library::{Opened, gathered};
use crate::load::{self, Watch};

/// The files of `assets/sample/`, by name.
const FILES: [(&str, &[u8]); 16] = [
    ("ammonia-leak-courier.txt", include_bytes!("../../assets/sample/ammonia-leak-courier.txt")),
    (
        "ammonia-leak-evening-post.txt",
        include_bytes!("../../assets/sample/ammonia-leak-evening-post.txt"),
    ),
    (
        "ammonia-leak-harbour-radio.md",
        include_bytes!("../../assets/sample/ammonia-leak-harbour-radio.md"),
    ),
    ("ammonia-leak-hna.txt", include_bytes!("../../assets/sample/ammonia-leak-hna.txt")),
    ("dam-talks-courier.txt", include_bytes!("../../assets/sample/dam-talks-courier.txt")),
    (
        "dam-talks-evening-post.txt",
        include_bytes!("../../assets/sample/dam-talks-evening-post.txt"),
    ),
    ("dam-talks-hna.txt", include_bytes!("../../assets/sample/dam-talks-hna.txt")),
    (
        "dam-talks-sarvik-mirror.txt",
        include_bytes!("../../assets/sample/dam-talks-sarvik-mirror.txt"),
    ),
    ("ferry-strike-courier.txt", include_bytes!("../../assets/sample/ferry-strike-courier.txt")),
    (
        "ferry-strike-evening-post.txt",
        include_bytes!("../../assets/sample/ferry-strike-evening-post.txt"),
    ),
    (
        "ferry-strike-harbour-radio.md",
        include_bytes!("../../assets/sample/ferry-strike-harbour-radio.md"),
    ),
    (
        "harbour-bridge-courier.txt",
        include_bytes!("../../assets/sample/harbour-bridge-courier.txt"),
    ),
    (
        "harbour-bridge-evening-post.txt",
        include_bytes!("../../assets/sample/harbour-bridge-evening-post.txt"),
    ),
    (
        "harbour-bridge-harbour-radio.md",
        include_bytes!("../../assets/sample/harbour-bridge-harbour-radio.md"),
    ),
    ("harbour-bridge-hna.txt", include_bytes!("../../assets/sample/harbour-bridge-hna.txt")),
    ("rashomon.toml", include_bytes!("../../assets/sample/rashomon.toml")),
];

/// The sample, loaded and analysed.
pub fn sample() -> Opened {
    gathered(load::from_memory(&FILES), &[]).analyzed(Depth::Everything, &Watch::default())
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{FILES, sample};

    #[test]
    fn every_file_of_the_folder_is_bundled_and_read() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/sample");
        let mut names: Vec<_> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        assert_eq!(FILES.map(|(name, _)| name.to_owned()).to_vec(), names);
        let opened = sample();
        assert_eq!(opened.coverage.problems, []);
        assert_eq!(opened.coverage.corpus.articles().len(), names.len() - 1);
    }

    #[test]
    fn every_article_of_the_sample_has_outlet_title_and_date() {
        for article in sample().coverage.corpus.articles() {
            assert!(
                !article.outlet.guessed && !article.title.is_empty() && article.published.is_some(),
                "{}: {:?}",
                article.id,
                article.published
            );
        }
    }
}
