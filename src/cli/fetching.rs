//! PATHs that are addresses of pages: fetched where the reader asks for that, by `--fetch` or in the
//! settings.

use std::path::PathBuf;

use crate::cli::arguments::Options;
use crate::cli::outcome::Failure;
use crate::cli::output;
use crate::config;
use crate::library::fetch;

/// The PATHs `given`, with pages that are saved in the place of addresses. Where nothing is to be
/// fetched addresses stay, and are told as what is not there.
pub(crate) fn paths(given: &[PathBuf], options: &Options) -> Result<Vec<PathBuf>, Failure> {
    let places = config::places();
    if !given.iter().any(|path| fetch::is_address(path))
        || !(options.fetch || config::read(&places).0.fetch)
    {
        return Ok(given.to_vec());
    }
    let Some(data) = places.data else {
        return Err(Failure::Failed("there is no folder to save pages in; set HOME".to_owned()));
    };
    let saved = |path: &PathBuf| {
        if !fetch::is_address(path) {
            return Ok(path.clone());
        }
        let url = path.to_string_lossy();
        let saved =
            fetch::fetch(&url, &data).map_err(|problem| Failure::Failed(problem.to_string()))?;
        output::say(&format!("{url} is saved as {}", saved.display()));
        Ok(saved)
    };
    given.iter().map(saved).collect()
}
