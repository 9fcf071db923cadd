use super::digest::hex_id;

hex_id! {
    /// A game's id: 64 hexadecimal digits that cannot be guessed.
    ///
    /// ```
    /// use quizcraft_core::GameId;
    ///
    /// let id: GameId = "00ff".repeat(16).parse()?;
    /// assert_eq!(id.to_string(), "00ff".repeat(16));
    /// assert!("00FF".repeat(16).parse::<GameId>().is_err(), "an id has one spelling");
    /// # Ok::<(), quizcraft_core::InvalidId>(())
    /// ```
    GameId
}

hex_id! {
    /// A player's id: 64 hexadecimal digits, by which games are kept.
    PlayerId
}
