//! The gold set: articles and good questions from the embedded facts.

use std::error::Error;
use std::num::NonZeroUsize;

use quizcraft_author::Proposal;
use quizcraft_core::gateway::Brief;
use quizcraft_core::{GameId, Keywords, PlayerId, QuestionsLimit};
use quizcraft_facts::{Facts, Lexicon, compile};
use quizcraft_generator::{FACTS, FactWriter, Written};

use super::article::{GoldArticle, Item, article, number_of};
use super::facts::{Index, Known};

/// The maximum number of other right answers that an article states for a question.
const MAX_OTHERS: usize = 2;

/// Articles with questions that are known to be good.
pub(crate) struct Gold {
    articles: Vec<GoldArticle>,
    unused: usize,
}

impl Gold {
    /// Builds an article for every `step`-th topic, with the questions of a game of up to 15. The
    /// seed selects the game.
    pub(crate) fn new(step: NonZeroUsize, seed: u8) -> Result<Self, Box<dyn Error>> {
        let facts = Facts::open(compile(FACTS.iter().copied(), &Lexicon::default())?)?;
        let (index, writer) = (Index::new(&facts), FactWriter::new());
        let mut gold = Self {
            articles: Vec::new(),
            unused: 0,
        };
        for topic in writer.topics().step_by(step.get()) {
            let written = writer.compose(&brief(topic.name(), seed)?)?;
            gold.add(topic.name(), &written, &index);
        }
        Ok(gold)
    }

    /// Returns the articles.
    pub(crate) fn articles(&self) -> &[GoldArticle] {
        &self.articles
    }

    /// Returns the number of questions.
    pub(crate) fn questions(&self) -> usize {
        self.articles
            .iter()
            .map(|article| article.items.len())
            .sum()
    }

    /// Returns how many questions were left out, because their fact was not found or its sentence is not one sentence
    /// of the article.
    pub(crate) const fn unused(&self) -> usize {
        self.unused
    }

    /// Adds an article that states the facts of some questions.
    fn add(&mut self, keyword: &str, written: &[Written], index: &Index<'_>) {
        let known = written
            .iter()
            .map(|written| Some((written, index.known(written)?)));
        let known: Vec<(&Written, Known)> = known.flatten().collect();
        let added = gold_article(keyword, known);
        let items = added.as_ref().map_or(0, |article| article.items.len());
        let unused = written.len().saturating_sub(items);
        self.unused = self.unused.saturating_add(unused);
        self.articles.extend(added);
    }
}

fn gold_article(keyword: &str, known: Vec<(&Written, Known)>) -> Option<GoldArticle> {
    let sentences = sentences(&known);
    let article = article(keyword, &sentences)?;
    let items = known.into_iter().filter_map(|(written, known)| {
        let own = known.truths.first()?.sentence.clone();
        let sentence = number_of(&article, &own)?;
        Some(item(written, known, own, sentence))
    });
    let items: Vec<Item> = items.collect();
    Some(GoldArticle {
        keyword: keyword.to_owned(),
        sentences,
        article,
        items,
    })
}

/// Returns sentences that state the facts of some questions, and for each some further ones.
fn sentences(known: &[(&Written, Known)]) -> Vec<String> {
    let mut sentences: Vec<String> = Vec::new();
    for (written, known) in known {
        let truths = known.truths.iter().take(MAX_OTHERS.saturating_add(1));
        let stated = truths.map(|truth| truth.sentence.as_str());
        for sentence in stated.chain([written.draft().clarification().as_str()]) {
            if !sentences.iter().any(|other| other == sentence) {
                sentences.push(sentence.to_owned());
            }
        }
    }
    sentences
}

fn item(written: &Written, known: Known, own: String, sentence: u16) -> Item {
    let draft = written.draft();
    let wrong = draft.wrong().iter().map(ToString::to_string);
    Item {
        proposal: Proposal {
            prompt: draft.prompt().to_string(),
            solution: draft.solution().to_string(),
            wrong_options: wrong.collect(),
            clarification: own,
            sentence,
        },
        truths: known.truths,
        rewordings: known.rewordings,
        spellings: known.spellings,
    }
}

fn brief(keyword: &str, seed: u8) -> Result<Brief, Box<dyn Error>> {
    let (game, player) = (
        GameId::from_bytes([seed; 32]),
        PlayerId::from_bytes([0; 32]),
    );
    let keywords = Keywords::new([keyword])?;
    Ok(Brief::new(game, player, keywords, QuestionsLimit::DEFAULT))
}
