use quizcraft_author::{ArticleTitle, BookName, HttpError, Kiwix, Research};
use serde_json::{Value, json};

use crate::secrets::{Log, print_error};
use crate::server::{Reply, Server};
use crate::{base, client, names, permanent, sentences};

fn kiwix(server: &Server) -> Kiwix {
    Kiwix::new(
        client(),
        base(server, "/wiki"),
        BookName::new("test_en").unwrap(),
    )
}

fn suggested(hits: &[(&str, &str)]) -> Reply {
    let hit = |(title, path): &(&str, &str)| json!({"value": title, "label": title, "kind": "path", "path": path});
    let mut suggestions: Vec<Value> = hits.iter().map(hit).collect();
    suggestions.push(json!({"value": "x ", "label": "containing 'x'...", "kind": "pattern"}));
    Reply::json(200, &json!(suggestions))
}

fn found(items: &str) -> Reply {
    let feed = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\">\n<channel>\n\
         <title>Search: x</title>\n<link>/wiki/search?pattern=x&amp;format=xml</link>\n{items}\
         </channel>\n</rss>"
    );
    Reply::new(200, "application/rss+xml; charset=utf-8", feed)
}

fn item(title: &str, link: &str) -> String {
    format!(
        "<item><title>{title}</title><link>{link}</link><description>A <b>text</b>.</description>\
         <book><title>Test Encyclopedia</title></book><wordCount>17</wordCount></item>"
    )
}

fn page(head: &str) -> Reply {
    let page = format!(
        "<html><head><title>Rome</title>{head}</head><body><h1>Rome</h1><p>Rome is the capital of \
         Italy. It lies on the river Tiber.</p><p>Rome was founded in 753 BC.</p></body></html>"
    );
    Reply::new(200, "text/html", page)
}

fn statement(text: &str) -> Reply {
    Reply::new(200, "text/plain;charset=UTF-8", text)
}

fn rome() -> ArticleTitle {
    ArticleTitle::new("Rome")
}

#[tokio::test]
async fn titles_that_equal_the_keyword_come_first() {
    let items = [
        item("Italy &amp; Rome", "/wiki/test_en/Italy_&amp;_Rome"),
        item("Elsewhere", "/wiki/other/Elsewhere"),
    ];
    let suggested = suggested(&[("Rome (album)", "A/Rome_(album)"), ("Rome", "A/Rome")]);
    let server = Server::start([suggested, found(&items.concat())]).await;
    let titles = kiwix(&server).titles("rome").await.unwrap();
    assert_eq!(names(&titles), ["Rome", "Italy & Rome", "Rome (album)"]);
    let requests = server.requests();
    assert_eq!(requests[0].path(), "/wiki/suggest");
    assert_eq!(requests[0].parameter("content").as_deref(), Some("test_en"));
    assert_eq!(requests[0].parameter("term").as_deref(), Some("rome"));
    assert_eq!(requests[1].path(), "/wiki/search");
    assert_eq!(requests[1].parameter("content").as_deref(), Some("test_en"));
    assert_eq!(requests[1].parameter("pattern").as_deref(), Some("rome"));
    assert_eq!(requests[1].parameter("format").as_deref(), Some("xml"));
}

#[tokio::test]
async fn a_book_without_an_index_has_suggestions_only() {
    let server = Server::start([suggested(&[("Rome", "Rome")]), Reply::status(404)]).await;
    assert_eq!(
        names(&kiwix(&server).titles("rome").await.unwrap()),
        ["Rome"]
    );
}

#[tokio::test]
async fn a_title_that_no_search_finds_is_found_by_its_path() {
    let replies = [suggested(&[]), found(""), page(""), page("")];
    let statements = [Reply::status(404), Reply::status(404)];
    let server = Server::start(replies.into_iter().chain(statements)).await;
    let kiwix = kiwix(&server);
    let titles = kiwix.titles("霧ヶ沢 時計塔").await.unwrap();
    assert_eq!(names(&titles), ["霧ヶ沢 時計塔"]);
    let article = kiwix.article(&titles[0]).await.unwrap().unwrap();
    assert_eq!(article.title().as_str(), "霧ヶ沢 時計塔");
    let path = "/wiki/raw/test_en/content/%E9%9C%A7%E3%83%B6%E6%B2%A2_%E6%99%82%E8%A8%88%E5%A1%94";
    assert_eq!(server.targets()[2..4], [path, path]);
}

#[tokio::test]
async fn a_keyword_without_a_page_has_no_title() {
    for reply in [Reply::status(404), Reply::status(403)] {
        let server = Server::start([suggested(&[]), found(""), reply]).await;
        assert_eq!(
            names(&kiwix(&server).titles("xyzzy").await.unwrap()),
            [""; 0]
        );
    }
}

#[tokio::test]
async fn an_unknown_book_is_a_permanent_error() {
    let server = Server::start([Reply::new(404, "text/html", "<p>No such book</p>")]).await;
    let error = permanent(kiwix(&server).titles("rome").await.unwrap_err());
    assert!(
        matches!(error, HttpError::Status { status: 404, .. }),
        "{error:?}"
    );
}

#[tokio::test]
async fn malformed_xml_is_a_permanent_error() {
    for xml in ["<rss><channel></rss>", "<item", "<a></b>"] {
        let found = Reply::new(200, "application/rss+xml", xml);
        let server = Server::start([suggested(&[]), found]).await;
        let error = permanent(kiwix(&server).titles("rome").await.unwrap_err());
        assert!(
            matches!(error, HttpError::Malformed { .. }),
            "{xml}: {error:?}"
        );
    }
}

#[tokio::test]
async fn an_article_has_text_url_date_and_license() {
    let replies = [
        suggested(&[("Rome", "A/Rome (city)?")]),
        page(""),
        statement("CC BY-SA 4.0\n"),
        statement("2026-11-01"),
    ];
    let server = Server::start(replies).await;
    let article = kiwix(&server).article(&rome()).await.unwrap().unwrap();
    assert_eq!(article.title().as_str(), "Rome");
    let url = server.url("/wiki/raw/test_en/content/A/Rome%20(city)%3F");
    assert_eq!(article.url().as_str(), url);
    assert_eq!(article.revision(), Some("2026-11-01"));
    assert_eq!(article.license().unwrap().as_str(), "CC BY-SA 4.0");
    assert_eq!(
        sentences(&article),
        [
            "Rome is the capital of Italy.",
            "It lies on the river Tiber.",
            "Rome was founded in 753 BC."
        ]
    );
    let targets = server.targets();
    assert_eq!(
        targets[1..],
        [
            "/wiki/raw/test_en/content/A/Rome%20(city)%3F",
            "/wiki/raw/test_en/meta/License",
            "/wiki/raw/test_en/meta/Date"
        ]
    );
}

#[tokio::test]
async fn a_title_that_was_found_needs_no_second_search() {
    let replies = [
        suggested(&[("AC/DC &amp; friends", "AC/DC_&amp;_friends")]),
        found(&item("Rome?", "/wiki/test_en/Rome?_100%25")),
        page(""),
        Reply::status(404),
        Reply::status(404),
        page(""),
    ];
    let server = Server::start(replies).await;
    let kiwix = kiwix(&server);
    let titles = kiwix.titles("x").await.unwrap();
    assert_eq!(names(&titles), ["Rome?", "AC/DC & friends"]);
    for title in &titles {
        let article = kiwix.article(title).await.unwrap().unwrap();
        assert_eq!((article.license(), article.revision()), (None, None));
    }
    let targets = server.targets();
    assert_eq!(targets[2], "/wiki/raw/test_en/content/Rome%3F_100%25");
    assert_eq!(targets[5], "/wiki/raw/test_en/content/AC/DC_&_friends");
}

#[tokio::test]
async fn the_url_is_that_of_the_original() {
    let original = r#"<link rel="canonical" href="https://en.wikipedia.org/wiki/Rome?a=1&amp;b">"#;
    let replies = [
        suggested(&[("Rome", "Rome")]),
        page(original),
        statement("https://creativecommons.org/licenses/by-sa/3.0/"),
        Reply::status(404),
    ];
    let server = Server::start(replies).await;
    let article = kiwix(&server).article(&rome()).await.unwrap().unwrap();
    assert_eq!(
        article.url().as_str(),
        "https://en.wikipedia.org/wiki/Rome?a=1&b"
    );
    assert_eq!(article.license().unwrap().as_str(), "CC BY-SA 3.0");
}

#[tokio::test]
async fn the_url_of_an_original_is_encoded_and_ignored_if_unusable() {
    let own = "/wiki/raw/test_en/content/Rome";
    for (original, expected) in [
        (
            "https://ru.wikipedia.org/wiki/Рим",
            "https://ru.wikipedia.org/wiki/%D0%A0%D0%B8%D0%BC",
        ),
        ("javascript:alert(1)", own),
        ("Rome", own),
    ] {
        let link = format!("<link href='{original}' rel=canonical>");
        let replies = [
            suggested(&[("Rome", "Rome")]),
            page(&link),
            Reply::status(404),
            Reply::status(404),
        ];
        let server = Server::start(replies).await;
        let article = kiwix(&server).article(&rome()).await.unwrap().unwrap();
        let url = article.url().as_str();
        assert_eq!(url.trim_start_matches(&server.url("")), expected);
    }
}

#[tokio::test]
async fn a_redirect_leads_to_the_page_without_the_toolbar() {
    for location in [
        "/wiki/test_en/Rome_%28city%29",
        "/wiki/content/test_en/Rome_(city)",
    ] {
        let replies = [
            suggested(&[("Roma", "Roma")]),
            Reply::redirect(location),
            page(""),
            statement("CC0"),
            statement("2026"),
        ];
        let server = Server::start(replies).await;
        let title = ArticleTitle::new("Roma");
        let article = kiwix(&server).article(&title).await.unwrap().unwrap();
        let target = "/wiki/raw/test_en/content/Rome_(city)";
        assert_eq!(server.targets()[2], target);
        assert_eq!(article.url().as_str(), server.url(target));
    }
}

#[tokio::test]
async fn redirects_that_lead_elsewhere_or_nowhere_are_no_articles() {
    for location in [
        "https://evil.example/",
        "/wiki/other/Rome",
        "/wiki/test_en/",
        "/test_en/Rome",
    ] {
        let server =
            Server::start([suggested(&[("Rome", "Rome")]), Reply::redirect(location)]).await;
        assert!(
            kiwix(&server).article(&rome()).await.unwrap().is_none(),
            "{location}"
        );
        assert_eq!(server.requests().len(), 2);
    }
    let circle = (0..9).map(|_| Reply::redirect("/wiki/test_en/Rome"));
    let replies = [suggested(&[("Rome", "Rome")])].into_iter().chain(circle);
    let server = Server::start(replies).await;
    assert!(kiwix(&server).article(&rome()).await.unwrap().is_none());
    assert_eq!(server.requests().len(), 5);
}

#[tokio::test]
async fn a_path_cannot_leave_the_book() {
    let replies = [
        suggested(&[("Rome", "../../../catalog/%2e%2e/x")]),
        Reply::status(404),
    ];
    let server = Server::start(replies).await;
    assert!(kiwix(&server).article(&rome()).await.unwrap().is_none());
    assert_eq!(
        server.targets()[1],
        "/wiki/raw/test_en/content/catalog/%252e%252e/x"
    );
}

#[tokio::test]
async fn an_unknown_title_is_no_article() {
    let server = Server::start([suggested(&[("Rome (album)", "x")])]).await;
    assert!(kiwix(&server).article(&rome()).await.unwrap().is_none());
}

#[tokio::test]
async fn a_disambiguation_page_is_no_article() {
    for mark in [
        r#"<meta property="mw:PageProp/disambiguation">"#,
        r#"<div id="disambigbox">"#,
    ] {
        let server = Server::start([suggested(&[("Rome", "Rome")]), page(mark)]).await;
        assert!(kiwix(&server).article(&rome()).await.unwrap().is_none());
    }
}

#[tokio::test]
async fn a_page_that_is_no_html_or_too_large_is_a_permanent_error() {
    let large = Reply::new(200, "text/html", vec![b' '; 4 * 1024 * 1024 + 1]);
    let image = Reply::new(200, "image/png", "…");
    let latin = Reply::new(200, "text/html", b"<p>caf\xe9</p>".as_slice());
    for reply in [large, image, latin] {
        let server = Server::start([suggested(&[("Rome", "Rome")]), reply]).await;
        permanent(kiwix(&server).article(&rome()).await.unwrap_err());
    }
}

#[test]
fn the_name_of_a_book_is_a_segment_of_a_url() {
    for accepted in ["wikipedia_en_all_nopic", "wikipedia_fr_2026-11", "книга"] {
        assert!(BookName::new(accepted).is_ok(), "{accepted}");
    }
    for refused in ["", ".", "..", "a/b", "a b", "a?b", "a%2Fb"] {
        assert!(BookName::new(refused).is_err(), "{refused}");
    }
}

#[tokio::test]
async fn no_keyword_title_or_text_is_printed() {
    let echo = "zzsecretzz";
    let replies = [
        Reply::json(400, &json!(echo)),
        Reply::json(200, &json!({"value": echo})),
        suggested(&[(echo, echo)]),
        Reply::new(500, "text/html", echo),
        suggested(&[(echo, echo)]),
        Reply::new(200, "text/plain", echo),
    ];
    let log = Log::default();
    let guard = log.capture();
    let server = Server::start(replies).await;
    let kiwix = kiwix(&server);
    let mut printed = format!("{kiwix:?}");
    for _ in 0..4 {
        let error = kiwix.article(&ArticleTitle::new(echo)).await;
        print_error(&mut printed, &error.unwrap_err());
    }
    drop(guard);
    printed += &log.text();
    assert!(!printed.contains(echo), "{printed}");
}
