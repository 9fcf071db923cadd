use super::digest::hex_id;

hex_id! {
    /// The unguessable id of a game: 64 hexadecimal digits.
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
    /// The id of a player: 64 hexadecimal digits. Stores use it as a key.
    ///
    /// ```
    /// use quizcraft_core::PlayerId;
    ///
    /// let player = PlayerId::from_bytes([0xab; 32]);
    /// assert_eq!(player.to_string().parse(), Ok(player));
    /// assert_eq!(format!("{player:?}"), "PlayerId(abababab…)", "a log line shows a part of the id");
    /// ```
    PlayerId
}
