//! The table of errors, row by row, from whatever layer they come.

mod access;
mod anything;
mod bodies;
mod codings;
mod deadlines;
mod gateways;
mod lost_replies;
mod numbers;
mod routing;
mod rows;
mod table;
mod unread;
