//! The text of HTML pages, as articles contain it.

use proptest::prelude::*;
use quizcraft_author::{Article, ArticleTitle, BookName, Kiwix, Research};
use serde_json::json;
use tokio::runtime::Builder;

use crate::server::{Reply, Server};
use crate::{base, client, sentences};

/// Returns the article of a page, if it is one.
async fn article(html: &str) -> Option<Article> {
    let suggestion = json!([{"value": "X", "label": "X", "kind": "path", "path": "X"}]);
    let replies = [
        Reply::json(200, &suggestion),
        Reply::new(200, "text/html", html),
        Reply::status(404),
        Reply::status(404),
    ];
    let server = Server::start(replies).await;
    let kiwix = Kiwix::new(client(), base(&server, ""), BookName::new("book").unwrap());
    kiwix.article(&ArticleTitle::new("X")).await.unwrap()
}

/// The sentences that make a page an article.
const END: &str = "<p>This is the second sentence. This is the third sentence.</p>";

/// Asserts the first sentence of a page.
async fn assert_first(html: &str, expected: &str) {
    let article = article(&format!("{html}{END}")).await.unwrap();
    let expected = [
        expected,
        "This is the second sentence.",
        "This is the third sentence.",
    ];
    assert_eq!(sentences(&article), expected, "{html}");
}

#[tokio::test]
async fn a_paragraph_is_text_without_tags() {
    let html = "<P class=x>Rome is the\n <b>capital</b> of <a href='/Italy>'>Italy</a>.";
    assert_first(html, "Rome is the capital of Italy.").await;
}

#[tokio::test]
async fn character_references_are_decoded() {
    let html = "<p>Caf&eacute;s &amp; bars &#233;l&#xE9;gants cost &lt;&nbsp;5 &unknown; AT&T.</p>";
    assert_first(html, "Cafés & bars élégants cost < 5 &unknown; AT&T.").await;
}

#[tokio::test]
async fn references_and_notes_are_dropped() {
    let html = "<p>Rome is old<sup id=\"c\" class=\"x reference\"><a href=\"#\">[1]</a></sup>, very old\
        <span class='noprint'>[citation <i>needed</i>]</span><span style='display:none'>a</span>.</p>";
    assert_first(html, "Rome is old, very old.").await;
}

#[tokio::test]
async fn an_exponent_is_no_digit() {
    let html = "<p>The star has 10<sup>6</sup> or 10<sup>−3</sup> km<sup>2</sup> of the 20<sup>th</sup> \
        H<sub>2</sub>O.</p>";
    assert_first(html, "The star has 10^6 or 10^−3 km^2 of the 20th H2O.").await;
}

#[tokio::test]
async fn a_formula_leaves_a_mark() {
    let html = "<p>The energy is <math><mi>E</mi><annotation>E</annotation></math> in general.</p>";
    assert_first(html, "The energy is … in general.").await;
}

#[tokio::test]
async fn only_paragraphs_are_text() {
    let html = "<!DOCTYPE html><html><head><title>The title is here.</title><style>p{a:b}</style></head>\
        <body><h1>The heading is here.</h1><div>The box is here.</div><!-- <p>A comment is here.</p> -->\
        <table><tr><td><table></table><p>The cell is here.</p></td></tr></table>\
        <ul><li>The item is here.</li></ul><script>if (a<b) { '<p>The script is here.</p>' }</SCRIPT >\
        <p>Rome is the capital of Italy.<ul><li>The list is here.</ul>";
    assert_first(html, "Rome is the capital of Italy.").await;
}

#[tokio::test]
async fn a_less_than_sign_is_text() {
    assert_first(
        "<p>It is known that 1 < 2 and 3<4 are true.",
        "It is known that 1 < 2 and 3<4 are true.",
    )
    .await;
}

#[tokio::test]
async fn unfinished_markup_ends_the_page() {
    for end in [
        "<!-- ",
        "<p title=\"",
        "</p",
        "<script>",
        "<table>",
        "<",
        "&",
        "<p",
        "<!",
    ] {
        let html = format!("<p>This is the first sentence.</p>{END}{end}");
        assert_eq!(
            article(&html).await.unwrap().sentences().count(),
            3,
            "{end}"
        );
    }
}

#[tokio::test]
async fn megabytes_of_broken_markup_are_read_quickly() {
    for piece in [
        "<", "<a", "<a b='", "</", "<!--", "&", "&#", "<script>", "<p>", "<sup>", "</x>", "<b a=b ",
    ] {
        let html = format!(
            "<p>This is the first sentence.</p>{END}{}",
            piece.repeat(100_000)
        );
        assert_eq!(
            article(&html).await.unwrap().sentences().count(),
            3,
            "{piece}"
        );
    }
}

/// Returns a part of a page that is no text.
fn noise() -> impl Strategy<Value = &'static str> {
    prop_oneof![
        Just("<h2>Noise is a heading.</h2>"),
        Just("<table><tr><td><p>Noise is a cell.</p></td></tr></table>"),
        Just("<script>'</p><p>Noise is a script.'</script>"),
        Just("<!-- Noise is a comment. <p> -->"),
        Just("<div>Noise is a box.</div>"),
        Just("<figure><figcaption><p>Noise is a caption.</p></figcaption></figure>"),
        Just("<img alt='<p>Noise is an image.'>"),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn noise_between_paragraphs_changes_nothing(noise in prop::collection::vec(noise(), 0..8)) {
        let runtime = Builder::new_current_thread().enable_all().build().unwrap();
        let texts: Vec<_> = (0..9)
            .map(|number| format!("This is sentence number {number}."))
            .collect();
        let mut page = String::new();
        for (index, text) in texts.iter().enumerate() {
            let noise = noise.get(index).copied().unwrap_or_default();
            page.extend(["<p>", text, "</p>", noise]);
        }
        let article = runtime.block_on(article(&page)).unwrap();
        prop_assert_eq!(sentences(&article), texts);
    }

    #[test]
    fn any_text_is_read(html in "[<>&;/!a-z \"'=p-]{0,200}") {
        let runtime = Builder::new_current_thread().enable_all().build().unwrap();
        let page = format!("<p>This is the first sentence.</p>{END}{html}");
        prop_assert!(runtime.block_on(article(&page)).is_some());
    }
}
