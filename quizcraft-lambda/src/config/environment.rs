use std::env;
use std::fmt::{self, Display};

/// Variables of the environment, and what is wrong with those that were read.
pub(crate) struct Environment<'a> {
    variable: &'a dyn Fn(&str) -> Option<String>,
    faults: Vec<Fault>,
}

/// Everything that is wrong with the environment, in one line. No value is repeated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigError(Vec<Fault>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Fault {
    variable: String,
    fault: String,
}

/// Returns a variable of this process. What is no text in it is replaced by a mark, so that it
/// makes no sense rather than counting as not there.
pub(crate) fn of_process(name: &str) -> Option<String> {
    env::var_os(name).map(|value| value.to_string_lossy().into_owned())
}

impl<'a> Environment<'a> {
    pub(crate) const fn new(variable: &'a dyn Fn(&str) -> Option<String>) -> Self {
        let faults = Vec::new();
        Self { variable, faults }
    }

    /// Returns whether a variable is there. One that is empty or blank counts as not there.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.value(name).is_some()
    }

    /// Returns a variable that may be there, whatever it says.
    pub(crate) fn text(&mut self, name: &str) -> Option<String> {
        self.optional(name, str::parse::<String>)
    }

    /// Returns a variable that may be there; if it is, it has to make sense.
    pub(crate) fn optional<T, E: Display>(
        &mut self,
        name: &str,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<T> {
        let text = self.value(name)?;
        if text.contains(char::REPLACEMENT_CHARACTER) {
            self.fault(name, "is no text in UTF-8");
            return None;
        }
        let value = parse(&text).map_err(|error| self.fault(name, error));
        value.ok()
    }

    /// Returns a variable that has to be there.
    pub(crate) fn required<T, E: Display>(
        &mut self,
        name: &str,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<T> {
        if !self.has(name) {
            self.fault(name, "is missing");
        }
        self.optional(name, parse)
    }

    fn value(&self, name: &str) -> Option<String> {
        let value = (self.variable)(name)?;
        let value = value.trim();
        (!value.is_empty()).then(|| value.to_owned())
    }

    /// Notes that something is wrong with a variable.
    pub(crate) fn fault(&mut self, variable: &str, fault: impl Display) {
        self.faults.push(Fault {
            variable: variable.to_owned(),
            fault: fault.to_string(),
        });
    }

    /// Returns what was made of the variables, if nothing is wrong with them.
    pub(crate) fn finish<T>(self, made: Option<T>) -> Result<T, ConfigError> {
        match made {
            Some(made) if self.faults.is_empty() => Ok(made),
            _ => Err(ConfigError(self.faults)),
        }
    }
}

impl Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the environment will not do: ")?;
        for (index, Fault { variable, fault }) in self.0.iter().enumerate() {
            let separator = if index == 0 { "" } else { "; " };
            write!(f, "{separator}{variable} {fault}")?;
        }
        Ok(())
    }
}

impl std::error::Error for ConfigError {}
