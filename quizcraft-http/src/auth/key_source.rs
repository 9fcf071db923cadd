use async_trait::async_trait;

use super::{KeySet, Refusal};

/// Where the keys of an issuer come from.
///
/// A [`KeySet`] is one itself, whose keys never change.
#[async_trait]
pub trait KeySource: Send + Sync {
    /// The keys of the issuer, as far as they are known.
    ///
    /// # Errors
    ///
    /// [`Refusal::Unavailable`] if none are known and none can be learned now.
    async fn keys(&self) -> Result<KeySet, Refusal>;

    /// The keys of the issuer once more, for a token that none of those in `known` fits: it names
    /// another one, or its signature does not fit, since a key may have replaced another one under
    /// the same id.
    ///
    /// Any client can send such a token, so an implementation MUST bound how often it asks the
    /// issuer, and gives the keys that it has until it may ask again. A token that is good, and
    /// signed with a key of the moments between, is refused until then.
    ///
    /// # Errors
    ///
    /// [`Refusal::Unavailable`] if newer keys should have been learned and could not be.
    async fn newer_keys(&self, known: &KeySet) -> Result<KeySet, Refusal>;
}

#[async_trait]
impl KeySource for KeySet {
    async fn keys(&self) -> Result<KeySet, Refusal> {
        Ok(self.clone())
    }

    async fn newer_keys(&self, known: &KeySet) -> Result<KeySet, Refusal> {
        Ok(known.clone())
    }
}
