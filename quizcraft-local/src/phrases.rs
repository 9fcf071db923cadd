use quizcraft_core::comparable;

/// Keywords as people type them: one for each word, unless commas say where one ends.
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
    fn nothing_that_can_be_seen_between_commas_is_no_phrase() {
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
