//! Treats blank environment variables as unset, for every option of every command. Compose files and
//! unit files pass an unset variable as a blank one.

use std::ffi::OsStr;

use clap::Command;
use clap::builder::Resettable;

/// Removes the variables for which `is_blank` returns true from the options of a command.
pub(super) fn without_blank(command: Command, is_blank: &dyn Fn(&OsStr) -> bool) -> Command {
    let command = command.mut_args(|arg| match arg.get_env() {
        Some(name) if is_blank(name) => arg.env(Resettable::Reset),
        Some(_) | None => arg,
    });
    command.mut_subcommands(|command| without_blank(command, is_blank))
}

/// Returns whether a variable of this process is set and blank.
pub(super) fn is_blank(name: &OsStr) -> bool {
    let value = std::env::var_os(name);
    let text = value.as_deref().and_then(OsStr::to_str);
    text.is_some_and(|text| text.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use clap::{Arg, Command, CommandFactory};

    use super::without_blank;
    use crate::options::Options;

    /// Returns the variables of a command and its subcommands.
    fn variables(command: &Command) -> Vec<String> {
        let own = command.get_arguments().filter_map(Arg::get_env);
        let own = own.map(|name| name.to_str().unwrap().to_owned());
        let others = command.get_subcommands().flat_map(variables);
        own.chain(others).collect()
    }

    #[test]
    fn a_blank_variable_counts_as_unset_for_every_option() {
        let all = variables(&Options::command());
        assert!(all.len() >= 10, "{all:?}");
        let none = without_blank(Options::command(), &|_| true);
        assert_eq!(variables(&none), [""; 0]);
        for blank in &all {
            let left = without_blank(Options::command(), &|name| name == blank.as_str());
            let mut expected = all.clone();
            expected.retain(|name| name != blank);
            assert_eq!(variables(&left), expected);
        }
    }

    #[test]
    fn every_option_of_serve_has_a_variable() {
        let command = Options::command();
        let serve = command.find_subcommand("serve").unwrap();
        for option in serve.get_opts() {
            assert!(option.get_env().is_some(), "{option}");
        }
    }
}
