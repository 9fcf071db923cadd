//! Every row of the contract's table of errors, as callers meet it.

mod inside;
mod playing;
mod requests;
mod unread;
