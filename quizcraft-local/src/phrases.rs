/// Keywords as people type them: one for each word, unless commas say where one ends.
pub(crate) fn phrases(words: &[String]) -> Vec<String> {
    if !words.iter().any(|word| word.contains(',')) {
        return words.to_vec();
    }
    let text = words.join(" ");
    let phrases = text.split(',').map(str::trim);
    phrases
        .filter(|phrase| !phrase.is_empty())
        .map(str::to_owned)
        .collect()
}
