//! Every documented error of the API.

mod playing;
mod requests;
mod server_side;
mod unread_bodies;
