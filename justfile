# The commands of CONTRIBUTING.md. `just` without a name lists them.

# List the recipes.
default:
    @just --list

# Play on the terminal.
play:
    cargo run -- play

# Run the tests that need no other set-up.
test:
    cargo test

# Check formatting, lints and documentation, with warnings denied.
lint:
    cargo fmt --all --check
    cargo clippy --workspace --all-targets --all-features -- -D warnings
    RUSTDOCFLAGS="-D warnings" cargo doc --workspace --no-deps --all-features

# Run every check that a change must pass.
ci:
    bash .ci/run

# Run the server under identity providers from the npm registry.
identity-providers:
    tests/identity_providers/run

# Check the infrastructure without an account.
infra:
    infra/run

# Deploy to an emulated AWS and play games there.
cloud:
    tests/cloud/run

# Play a game with the functions for arm64.
arm64:
    tests/arm64/run

# Compare the lock files with the databases of advisories.
advisories:
    .ci/advisories

# Fuzz each target for so many seconds.
fuzz seconds="60":
    fuzz/run {{ seconds }}

# Measure, and print ratios to a floor of the same run.
bench *names:
    cargo bench {{ names }}

# Write the OpenAPI document anew.
openapi:
    cargo run -p quizcraft-http --example openapi > openapi.json
