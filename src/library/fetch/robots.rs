//! What a site's `robots.txt` allows, by RFC 9309.

/// Rules for one who fetches; without any all is allowed.
#[derive(Debug, Default)]
pub(super) struct Rules(Vec<Rule>);

#[derive(Debug)]
struct Rule {
    allows: bool,
    /// How a path begins; `*` is anything, `$` at the end the path's end.
    pattern: String,
}

impl Rules {
    /// Those for `called`, in lower case, or else for everybody.
    pub(super) fn of(text: &str, called: &str) -> Self {
        let (mut own, mut of_all) = (None::<Vec<Rule>>, Vec::new());
        // Which of both the lines below belong to, and whether they still say whom.
        let (mut is_own, mut is_of_all, mut names) = (false, false, false);
        for line in text.trim_start_matches('\u{feff}').lines() {
            let line = line.split('#').next().unwrap_or_default();
            let Some((key, value)) = line.split_once(':') else { continue };
            let (key, value) = (key.trim().to_ascii_lowercase(), value.trim());
            match key.as_str() {
                "user-agent" => {
                    if !names {
                        (is_own, is_of_all) = (false, false);
                    }
                    names = true;
                    is_of_all |= value == "*";
                    is_own |= product(value) == called;
                    if is_own {
                        own.get_or_insert_default();
                    }
                }
                "allow" | "disallow" => {
                    names = false;
                    let rule = || Rule { allows: key == "allow", pattern: value.to_owned() };
                    if value.is_empty() {
                        continue;
                    }
                    if is_of_all {
                        of_all.push(rule());
                    }
                    if let Some(own) = own.as_mut().filter(|_| is_own) {
                        own.push(rule());
                    }
                }
                _ => {}
            }
        }
        Rules(own.unwrap_or(of_all))
    }

    /// Whether the path, with its query, may be fetched: the longest rule decides, and of two the
    /// one that allows.
    pub(super) fn allow(&self, path: &str) -> bool {
        let fitting = self.0.iter().filter(|rule| fits(&rule.pattern, path));
        fitting.max_by_key(|rule| (rule.pattern.len(), rule.allows)).is_none_or(|rule| rule.allows)
    }
}

/// The name of a program without its version, in lower case.
fn product(agent: &str) -> String {
    let is_of_name = |c: &char| c.is_ascii_alphabetic() || matches!(c, '-' | '_');
    agent.chars().take_while(is_of_name).collect::<String>().to_ascii_lowercase()
}

fn fits(pattern: &str, path: &str) -> bool {
    let (pattern, is_whole) = match pattern.strip_suffix('$') {
        Some(pattern) => (pattern, true),
        None => (pattern, false),
    };
    let mut parts = pattern.split('*');
    let Some(mut rest) = path.strip_prefix(parts.next().unwrap_or_default()) else { return false };
    let mut parts = parts.peekable();
    if parts.peek().is_none() {
        return !is_whole || rest.is_empty();
    }
    while let Some(part) = parts.next() {
        if parts.peek().is_none() && is_whole {
            return rest.ends_with(part);
        }
        match rest.split_once(part) {
            Some((_, behind)) => rest = behind,
            None => return false,
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use proptest::prelude::proptest;

    use super::Rules;

    #[track_caller]
    fn check(text: &str, allowed: &[&str], forbidden: &[&str]) {
        let rules = Rules::of(text, "rashomon");
        for path in allowed {
            assert!(rules.allow(path), "{path}");
        }
        for path in forbidden {
            assert!(!rules.allow(path), "{path}");
        }
    }

    #[test]
    fn the_longest_rule_decides() {
        let text = "User-agent: *\nDisallow: /private\nAllow: /private/press # all\nDisallow: /*.pdf$\nDisallow: /a*b*c\nDisallow:\n";
        check(
            text,
            &["/", "/private/press/1", "/x.pdf?y", "/acb"],
            &["/private", "/private/pres", "/x.pdf", "/a1b2c3"],
        );
        check("", &["/"], &[]);
        check("User-agent: *\nDisallow: /\nAllow: /\n", &["/x"], &[]);
    }

    #[test]
    fn rules_for_oneself_count_before_those_for_all() {
        let text = "User-agent: *\nDisallow: /\n\nUser-agent: other\nUser-Agent: Rashomon/2.0\nDisallow: /no\n";
        check(text, &["/yes"], &["/no"]);
        let text = "User-agent: other\nDisallow: /\nUser-agent: rashomonic\nDisallow: /x";
        check(text, &["/x"], &[]);
        check("User-agent: rashomon\nUser-agent: *\nDisallow: /x", &["/y"], &["/x"]);
        // What is no rule ends no group.
        check("User-agent: rashomon\nCrawl-delay: 1\n\nUser-agent: *\nDisallow: /", &[], &["/x"]);
    }

    proptest! {
        #[test]
        fn any_text_is_read(
            text in "((user-agent|allow|disallow|x)?[: ]*[*$/a-zä#]{0,8}\n?){0,12}",
            path in "/[*$/a-zä]{0,9}",
        ) {
            let _ = Rules::of(&text, "rashomon").allow(&path);
        }
    }
}
