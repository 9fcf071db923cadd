//! Prints the OpenAPI document of the API, which is checked in as `openapi.json`:
//!
//! ```text
//! cargo run -p quizcraft-http --example openapi > openapi.json
//! ```

use std::io::Write;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let document = quizcraft_http::openapi().to_pretty_json()?;
    writeln!(std::io::stdout(), "{document}")?;
    Ok(())
}
