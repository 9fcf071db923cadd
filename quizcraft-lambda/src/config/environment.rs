use std::env;
use std::fmt::{self, Display};

/// Reads environment variables and collects their faults.
pub(crate) struct Environment<'a> {
    variable: &'a dyn Fn(&str) -> Option<String>,
    faults: Vec<Fault>,
}

/// The faults of all environment variables. They display as one line, which contains no value, since
/// values may be secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigError(Vec<Fault>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Fault {
    variable: String,
    fault: String,
}

/// Returns a variable of this process. Bytes that are not UTF-8 become replacement characters, so that
/// [`Environment::optional`] reports the variable as invalid and not as missing.
pub(crate) fn process_variable(name: &str) -> Option<String> {
    env::var_os(name).map(|value| value.to_string_lossy().into_owned())
}

impl<'a> Environment<'a> {
    pub(crate) const fn new(variable: &'a dyn Fn(&str) -> Option<String>) -> Self {
        let faults = Vec::new();
        Self { variable, faults }
    }

    /// Returns whether a variable is set. An empty or blank one counts as unset.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.value(name).is_some()
    }

    /// Returns the text of an optional variable.
    pub(crate) fn text(&mut self, name: &str) -> Option<String> {
        self.optional(name, str::parse::<String>)
    }

    /// Parses an optional variable. If it is invalid, adds a fault.
    pub(crate) fn optional<T, E: Display>(
        &mut self,
        name: &str,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<T> {
        let text = self.value(name)?;
        if text.contains(char::REPLACEMENT_CHARACTER) {
            self.add_fault(name, "not UTF-8");
            return None;
        }
        let value = parse(&text).map_err(|error| self.add_fault(name, error));
        value.ok()
    }

    /// Parses a required variable. If it is missing or invalid, adds a fault.
    pub(crate) fn required<T, E: Display>(
        &mut self,
        name: &str,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<T> {
        if !self.has(name) {
            self.add_fault(name, "missing");
        }
        self.optional(name, parse)
    }

    fn value(&self, name: &str) -> Option<String> {
        let value = (self.variable)(name)?;
        let value = value.trim();
        (!value.is_empty()).then(|| value.to_owned())
    }

    /// Adds a fault of a variable.
    pub(crate) fn add_fault(&mut self, variable: &str, fault: impl Display) {
        self.faults.push(Fault {
            variable: variable.to_owned(),
            fault: fault.to_string(),
        });
    }

    /// Returns the configuration, or all faults if there are any.
    pub(crate) fn finish<T>(self, config: Option<T>) -> Result<T, ConfigError> {
        match config {
            Some(config) if self.faults.is_empty() => Ok(config),
            _ => Err(ConfigError(self.faults)),
        }
    }
}

impl Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("invalid environment: ")?;
        for (index, Fault { variable, fault }) in self.0.iter().enumerate() {
            let separator = if index == 0 { "" } else { "; " };
            write!(f, "{separator}{variable}: {fault}")?;
        }
        Ok(())
    }
}

impl std::error::Error for ConfigError {}
