//! Variables that are set to nothing, as Compose files and unit files pass them: they count as absent,
//! for every option of every command.

use std::ffi::OsStr;

use clap::Command;
use clap::builder::Resettable;

/// Returns the command without those variables for which `is_blank` is true.
pub(super) fn without_blank(command: Command, is_blank: &dyn Fn(&OsStr) -> bool) -> Command {
    let command = command.mut_args(|arg| match arg.get_env() {
        Some(name) if is_blank(name) => arg.env(Resettable::Reset),
        Some(_) | None => arg,
    });
    command.mut_subcommands(|command| without_blank(command, is_blank))
}

/// Returns whether a variable of this process is set, and to nothing but white space.
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

    /// Returns the options of a command and of its subcommands that can be variables.
    fn variables(command: &Command) -> Vec<String> {
        let own = command.get_arguments().filter_map(Arg::get_env);
        let own = own.map(|name| name.to_str().unwrap().to_owned());
        let others = command.get_subcommands().flat_map(variables);
        own.chain(others).collect()
    }

    #[test]
    fn a_variable_that_is_set_to_nothing_counts_as_absent_whatever_its_option() {
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
    fn every_option_of_the_server_can_be_a_variable() {
        let command = Options::command();
        let serve = command.find_subcommand("serve").unwrap();
        for option in serve.get_opts() {
            assert!(option.get_env().is_some(), "{option}");
        }
    }
}
