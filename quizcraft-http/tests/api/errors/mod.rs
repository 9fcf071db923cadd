//! Every error response, of every layer.

mod access;
mod anything;
mod bodies;
mod codings;
mod deadlines;
mod gateways;
mod lost_replies;
mod numbers;
mod overloaded;
mod routing;
mod rows;
mod table;
mod unread;
