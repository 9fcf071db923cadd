use quizcraft_core::comparable;

/// Splits the player's input into keywords: at commas if there are any, otherwise one per word.
pub(crate) fn phrases(words: &[String]) -> Vec<String> {
    if !words.iter().any(|word| word.contains(',')) {
        return words.to_vec();
    }
    let text = words.join(" ");
    let phrases = text.split(',').map(str::trim);
    phrases
        .filter(|phrase| !comparable(phrase).is_empty())
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::phrases;

    #[test]
    fn invisible_text_between_commas_is_skipped() {
        let words = [
            "classical",
            "music,",
            "\u{200b}",
            ",\u{feff},",
            "spa\u{ad}ce",
        ]
        .map(str::to_owned);
        assert_eq!(phrases(&words), ["classical music", "spa\u{ad}ce"]);
    }
}
