//! The settings of the second reader, checked: a value that is wrong is left out, and where it says
//! where texts go no model is asked.

use std::time::Duration;

use toml::Spanned;
use toml::de::DeValue;

use crate::second::Server;
use crate::second::server::Address;

/// Every setting of the table, for hints.
const SETTINGS: &str = "url, model, key_env, timeout, context, remote, proxy";
/// Seconds that can be waited for an answer.
const TIMEOUTS: std::ops::RangeInclusive<u64> = 1..=3600;
/// Tokens that a request can have: fewer leave no room beside what the model is told to do.
pub(crate) const CONTEXTS: std::ops::RangeInclusive<usize> = 1_500..=1_000_000;
/// Characters of a model's name.
const LONGEST_NAME: usize = 100;

/// Something wrong: where, what, and what to write instead.
type Warning = (usize, String, String);

/// The settings of the table `value`, and what is wrong with them.
pub(super) fn read(at: usize, value: &Spanned<DeValue<'_>>) -> (Server, Vec<Warning>) {
    let mut server = Server::default();
    let Some(table) = value.get_ref().as_table() else {
        let hint = "for example: [second] and below it url = \"http://127.0.0.1:11434/v1\"";
        return (server, vec![(at, "second is no table".to_owned(), hint.to_owned())]);
    };
    let mut warnings = Vec::new();
    let mut settings: Vec<_> = table.iter().collect();
    settings.sort_by_key(|(key, _)| key.span().start);
    let mut may_ask = true;
    let mut url_at = at;
    for (key, value) in settings {
        let (name, from) = (key.get_ref().as_ref(), key.span().start);
        if name == "url" {
            url_at = from;
        }
        if let Err((what, hint)) = set(&mut server, name, value.get_ref()) {
            // Where it is not known where texts may go, they go nowhere.
            may_ask &= !matches!(name, "url" | "proxy" | "remote");
            warnings.push((from, what, hint));
        }
    }
    if let Some(host) = server.forbidden() {
        let what = format!("texts would go to {host}, which is not this machine");
        warnings.push((url_at, what, "write remote = true where they may".to_owned()));
        may_ask = false;
    }
    if !may_ask {
        server.url = None;
    }
    (server, warnings)
}

/// Takes one setting in; else what is wrong with it, and what to write.
fn set(server: &mut Server, name: &str, value: &DeValue<'_>) -> Result<(), (String, String)> {
    let wrong = |what: &str, hint: &str| Err((format!("{name} {what}"), hint.to_owned()));
    let text = value.as_str().filter(|text| !text.is_empty());
    let number = || value.as_integer()?.as_str().parse::<usize>().ok();
    let an_address = "for example: url = \"http://127.0.0.1:11434/v1\"";
    match name {
        "url" => match text.map(Address::of_model) {
            Some(Ok(address)) => server.url = Some(address),
            Some(Err(why)) => return wrong(&format!("cannot be used: {why}"), an_address),
            None => return wrong("is no address", an_address),
        },
        "proxy" => match text.map(Address::parse) {
            Some(Ok(address)) => server.proxy = Some(address),
            Some(Err(why)) => {
                return wrong(&format!("cannot be used: {why}"), "leave it out for none");
            }
            None => return wrong("is no address", "leave it out for none"),
        },
        "model" => match text.filter(|text| is_name(text)) {
            Some(text) => server.model = text.to_owned(),
            None => return wrong("is no name of a model", "for example: model = \"qwen3:14b\""),
        },
        "key_env" => match text.filter(|text| is_variable(text)) {
            Some(text) => server.key_env = Some(text.to_owned()),
            None => {
                let hint = "the variable's name, never the key: key_env = \"MODEL_KEY\"";
                return wrong("is no name of an environment variable", hint);
            }
        },
        "timeout" => match number().and_then(|n| u64::try_from(n).ok()) {
            Some(seconds) if TIMEOUTS.contains(&seconds) => {
                server.timeout = Duration::from_secs(seconds);
            }
            _ => {
                return wrong(
                    "is no number of seconds from 1 to 3600",
                    "for example: timeout = 120",
                );
            }
        },
        "context" => match number().filter(|tokens| CONTEXTS.contains(tokens)) {
            Some(tokens) => server.context = tokens,
            None => {
                let what = "is no number of tokens from 1500 to 1000000";
                return wrong(what, "for example: context = 8000");
            }
        },
        "remote" => match value.as_bool() {
            Some(remote) => server.remote = remote,
            None => {
                return wrong("is neither true nor false", "write true or false, without quotes");
            }
        },
        _ => {
            let hint = format!("settings of [second] are {SETTINGS}");
            return Err((format!("unknown setting {name:?}"), hint));
        }
    }
    Ok(())
}

/// Whether findings can be shown by this name: it is printable, and neither the program's nor the
/// reader's.
fn is_name(text: &str) -> bool {
    let shown = text.chars().all(|c| crate::text::safe::picture(c) == Some(c));
    let taken = ["rashomon", "reader"].iter().any(|name| text.eq_ignore_ascii_case(name));
    shown && !taken && text.trim() == text && text.chars().count() <= LONGEST_NAME
}

fn is_variable(text: &str) -> bool {
    let is_letter = |c: char| c.is_ascii_alphanumeric() || c == '_';
    text.chars().all(is_letter) && !text.starts_with(|c: char| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use crate::config::parse;
    use crate::second::Server;
    use crate::second::server::Address;

    #[test]
    fn without_a_word_no_model_is_asked() {
        let (config, warnings) = parse("c", "soft = true\n");
        assert_eq!((config.second, warnings), (Server::default(), vec![]));
        assert_eq!(Server::default().url, None);
    }

    #[test]
    fn a_whole_table_is_read() {
        let (config, warnings) = parse(
            "c",
            "[second]\nurl = \"https://api.example/v1\"\nmodel = \"m-1\"\nkey_env = \"MODEL_KEY\"\ntimeout = 9\ncontext = 4000\nremote = true\nproxy = \"http://127.0.0.1:3128\"\n",
        );
        let expected = Server {
            url: Some(Address::of_model("https://api.example/v1").unwrap()),
            model: "m-1".into(),
            key_env: Some("MODEL_KEY".into()),
            timeout: Duration::from_secs(9),
            context: 4000,
            remote: true,
            proxy: Some(Address::parse("http://127.0.0.1:3128").unwrap()),
        };
        assert_eq!((config.second, warnings), (expected, vec![]));
    }

    #[test]
    fn texts_stay_here_unless_it_is_said_that_they_may_leave() {
        for text in [
            "[second]\nurl = \"https://api.example/v1\"\n",
            "[second]\nurl = \"https://api.example/v1\"\nremote = \"true\"\n",
            "[second]\nurl = \"http://localhost:1/v1\"\nproxy = \"http://10.0.0.1:3128\"\n",
            "[second]\nurl = \"http://localhost:1/v1\"\nproxy = 7\n",
        ] {
            let (config, warnings) = parse("c", text);
            assert!(config.second.url.is_none() && !warnings.is_empty(), "{text}: {warnings:?}");
        }
        let (config, warnings) = parse("c", "[second]\nurl = \"http://localhost:1/v1\"\n");
        assert!(config.second.url.is_some() && warnings.is_empty());
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line_and_the_rest_counts() {
        let (config, warnings) = parse(
            "c.toml",
            "[second]\nurl = \"localhost:1\"\nmodel = \"Rashomon\"\nkey_env = \"sk-123\"\ntimeout = 0\ncontext = 10\nkey = \"sk-123\"\nremote = 1\nmodels = 1\n",
        );
        let lines: Vec<_> = warnings.iter().map(|warning| warning.line.unwrap()).collect();
        assert_eq!(lines, [2, 3, 4, 5, 6, 7, 8, 9]);
        assert_eq!(config.second, Server::default());
        assert!(warnings.iter().all(|warning| !warning.to_string().contains("sk-123")));
    }
}
