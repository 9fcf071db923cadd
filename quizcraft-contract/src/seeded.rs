use sha2::{Digest as _, Sha256};

/// Returns 32 bytes that look random and are the same for the same `label` and `number`.
pub(crate) fn seeded_bytes(label: &str, number: u64) -> [u8; 32] {
    let hash = Sha256::new_with_prefix(number.to_be_bytes());
    hash.chain_update(label).finalize().into()
}
