# The commands of CONTRIBUTING.md. `just` lists them.

# List the recipes.
default:
    @just --list

# Play on the terminal.
play:
    cargo run -- play

# Run the tests that need no further setup.
test:
    cargo test

# Check formatting, lints and documentation, with warnings denied.
lint:
    cargo fmt --all --check
    cargo clippy --workspace --all-targets --all-features -- -D warnings
    RUSTDOCFLAGS="-D warnings" cargo doc --workspace --no-deps --all-features

# Run every check that a pull request must pass.
ci:
    bash .ci/run

# Test the server with identity providers from the npm registry.
identity-providers:
    tests/identity_providers/run

# Test the writer with a language model with encyclopedias and models on this machine.
models *only:
    tests/models/run {{ only }}

# Check the infrastructure without an AWS account.
infra:
    infra/run

# Deploy to an AWS emulator and play games there.
cloud:
    tests/cloud/run

# Play a game with the arm64 functions on an emulated processor.
arm64:
    tests/arm64/run

# Check the lock files for known vulnerabilities.
advisories:
    .ci/advisories

# Fuzz each target for the given number of seconds.
fuzz seconds="60":
    fuzz/run {{ seconds }}

# Run benchmarks, which print ratios to a baseline of the same run.
bench *names:
    cargo bench {{ names }}

# Regenerate openapi.json.
openapi:
    cargo run -p quizcraft-http --example openapi > openapi.json
