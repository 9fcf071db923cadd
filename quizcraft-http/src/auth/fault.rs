use super::BearerToken;

/// What is wrong with a token, in words for the developer whose client sent it.
///
/// None of it repeats what the token holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TokenFault {
    /// It is longer than any token of an identity provider.
    #[error("the token has more than {} bytes", BearerToken::MAX_BYTES)]
    TooLong,
    /// It is not a JWT.
    #[error("the token has {0} part{s} instead of 3: was it issued for this audience?", s = if *.0 == 1 { "" } else { "s" })]
    Parts(usize),
    /// Its first part can't be read, or names an algorithm that no key here has.
    #[error("the header of the token cannot be read, or names an unknown algorithm")]
    Header,
    /// It says to be something else than an access token.
    #[error("the token is of another type than an access token")]
    Type,
    /// It demands the understanding of an extension.
    #[error("the token has critical extensions that are not known here")]
    Critical,
    /// There are several tokens, and no telling which is meant.
    #[error("there is more than one authorization header")]
    Several,
    /// It names a key that the issuer does not have.
    #[error("the token is signed with a key that the issuer does not have")]
    UnknownKey,
    /// It is signed by another algorithm than its key is for.
    #[error("the token is signed by another algorithm than its key is for")]
    Algorithm,
    /// Its signature fits none of the keys that it may be signed with.
    #[error("the signature of the token does not fit")]
    Signature,
    /// A claim that is needed is missing or has the wrong type.
    #[error("the claim {0} is missing or has a wrong type")]
    Claim(&'static str),
    /// Somebody else issued it.
    #[error("the token is from another issuer")]
    Issuer,
    /// It was issued for somebody else.
    #[error("the token is for another audience")]
    Audience,
    /// It was good once.
    #[error("expired")]
    Expired,
    /// It will be good one day.
    #[error("the token is not valid yet")]
    NotYet,
    /// The provider refuses it, though it verifies: it may be withdrawn.
    #[error("the identity provider refuses the token")]
    Refused,
    /// What the provider says of the token, or what a gateway verified, is about somebody else.
    #[error("the token is about another subject than what the provider or the gateway says of it")]
    OtherSubject,
}
