//! The parameters that some models reject.

use std::sync::{Mutex, MutexGuard, PoisonError};

/// A parameter that some models reject.
#[derive(Clone, Copy)]
pub(super) enum Parameter {
    Temperature,
    ToolChoice,
}

/// The parameters of a request.
#[derive(Clone, Copy)]
pub(super) struct Parameters {
    temperature: bool,
    tool_choice: bool,
}

impl Parameters {
    const ALL: Self = Self {
        temperature: true,
        tool_choice: true,
    };

    pub(super) const fn contain(self, parameter: Parameter) -> bool {
        match parameter {
            Parameter::Temperature => self.temperature,
            Parameter::ToolChoice => self.tool_choice,
        }
    }

    /// Returns the others, or `None` if they do not contain the parameter.
    pub(super) fn without(self, parameter: Parameter) -> Option<Self> {
        let others = match parameter {
            Parameter::Temperature => Self {
                temperature: false,
                ..self
            },
            Parameter::ToolChoice => Self {
                tool_choice: false,
                ..self
            },
        };
        self.contain(parameter).then_some(others)
    }
}

/// The parameters that a model has not rejected.
pub(super) struct Accepted(Mutex<Parameters>);

impl Default for Accepted {
    fn default() -> Self {
        Self(Mutex::new(Parameters::ALL))
    }
}

impl Accepted {
    pub(super) fn get(&self) -> Parameters {
        *self.lock()
    }

    /// Remembers the parameters that are left after a rejection. A request that was sent before another one learned of
    /// a rejection does not undo this.
    pub(super) fn learn(&self, left: Parameters) {
        let mut accepted = self.lock();
        accepted.temperature &= left.temperature;
        accepted.tool_choice &= left.tool_choice;
    }

    /// A panic in another call leaves the parameters consistent.
    fn lock(&self) -> MutexGuard<'_, Parameters> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
