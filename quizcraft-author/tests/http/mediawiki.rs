use std::time::Duration;

use futures_util::future::join_all;
use quizcraft_author::{ArticleTitle, Contact, HttpError, MediaWiki, Research, ResearchError};
use quizcraft_core::License;
use serde_json::{Value, json};

use crate::secrets::{Log, print_error};
use crate::server::{Recorded, Reply, Server};
use crate::{base, client, names, permanent, sentences, temporary};

fn wiki(server: &Server) -> MediaWiki {
    let contact = Contact::new("host@example.org").unwrap();
    MediaWiki::new(client(), base(server, "/w/"), contact)
}

fn found(titles: &[&str]) -> Reply {
    let pages: Vec<_> = titles.iter().map(|title| json!({"title": title})).collect();
    Reply::json(200, &json!({"pages": pages}))
}

fn found_by_action(titles: &[&str]) -> Reply {
    let hits: Vec<_> = titles
        .iter()
        .map(|title| json!({"ns": 0, "title": title}))
        .collect();
    Reply::json(
        200,
        &json!({"batchcomplete": true, "query": {"search": hits}}),
    )
}

const TEXT: &str = "Rome is the capital of Italy. It lies on the river Tiber.\n\n\n== History ==\n\
    Rome was founded in 753 BC.";

fn page() -> Value {
    json!({
        "pageid": 2,
        "ns": 0,
        "title": "Rome",
        "extract": TEXT,
        "fullurl": "https://wiki.example.org/wiki/Rome?full",
        "canonicalurl": "https://wiki.example.org/wiki/Rome",
        "revisions": [{"revid": 1_234, "parentid": 0}]
    })
}

fn query(page: &Value) -> Value {
    json!({
        "batchcomplete": true,
        "query": {
            "redirects": [{"from": "Roma", "to": "Rome"}],
            "pages": [page],
            "rightsinfo": {
                "url": "https://creativecommons.org/licenses/by-sa/4.0/deed.en",
                "text": "Creative Commons Attribution-Share Alike 4.0"
            }
        }
    })
}

fn rome() -> ArticleTitle {
    ArticleTitle::new("Rome")
}

#[tokio::test]
async fn titles_come_from_the_search_of_full_text() {
    let server = Server::start([found(&["Rome", "Ancient Rome", "Rome"])]).await;
    let titles = wiki(&server)
        .titles("rome \"city\" -tv insource:/a/")
        .await
        .unwrap();
    assert_eq!(names(&titles), ["Rome", "Ancient Rome"]);
    let sent = server.request();
    assert_eq!(sent.path(), "/w/rest.php/v1/search/page");
    assert_eq!(
        sent.parameter("q").as_deref(),
        Some("rome city tv insource /a/")
    );
    assert_eq!(sent.parameter("limit").as_deref(), Some("10"));
    assert_eq!(
        sent.header("user-agent"),
        Some("quizcraft/0.1.0 (host@example.org)")
    );
}

#[tokio::test]
async fn a_wiki_without_rest_is_searched_by_the_action_from_then_on() {
    let replies = [
        Reply::json(404, &json!({"httpCode": 404})),
        found_by_action(&["Rome"]),
        found_by_action(&["Paris"]),
    ];
    let server = Server::start(replies).await;
    let wiki = wiki(&server);
    assert_eq!(names(&wiki.titles("rome").await.unwrap()), ["Rome"]);
    assert_eq!(names(&wiki.titles("paris").await.unwrap()), ["Paris"]);
    let requests = server.requests();
    let paths: Vec<_> = requests.iter().map(Recorded::path).collect();
    assert_eq!(
        paths,
        ["/w/rest.php/v1/search/page", "/w/api.php", "/w/api.php"]
    );
    assert_eq!(requests[1].parameter("srsearch").as_deref(), Some("rome"));
    assert_eq!(requests[1].parameter("maxlag").as_deref(), Some("5"));
}

#[tokio::test]
async fn the_action_searches_titles_if_the_full_text_has_no_hit() {
    let server = Server::start([found(&[]), found_by_action(&["Rome"])]).await;
    assert_eq!(
        names(&wiki(&server).titles("rome").await.unwrap()),
        ["Rome"]
    );
}

#[tokio::test]
async fn an_unknown_keyword_has_no_titles() {
    let server = Server::start([found(&[]), found_by_action(&[])]).await;
    assert!(wiki(&server).titles("zzz").await.unwrap().is_empty());
}

#[tokio::test]
async fn a_keyword_without_words_sends_no_request() {
    let server = Server::start([]).await;
    assert!(wiki(&server).titles(" \"*\" - ").await.unwrap().is_empty());
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn an_overloaded_search_is_a_transient_error() {
    let server = Server::start([Reply::status(429).with("retry-after", "5")]).await;
    let error = wiki(&server).titles("rome").await.unwrap_err();
    let five = Some(Duration::from_secs(5));
    assert!(
        matches!(error, ResearchError::Temporary { retry_after, .. } if retry_after == five),
        "{error:?}"
    );
}

#[tokio::test]
async fn an_article_has_text_url_revision_and_license() {
    let server = Server::start([Reply::json(200, &query(&page()))]).await;
    let article = wiki(&server)
        .article(&ArticleTitle::new("Roma|X"))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(article.title().as_str(), "Rome");
    assert_eq!(article.url().as_str(), "https://wiki.example.org/wiki/Rome");
    assert_eq!(article.revision(), Some("1234"));
    assert_eq!(article.license().unwrap().as_str(), "CC BY-SA 4.0");
    assert_eq!(
        sentences(&article),
        [
            "Rome is the capital of Italy.",
            "It lies on the river Tiber.",
            "Rome was founded in 753 BC."
        ]
    );
    let sent = server.request();
    assert_eq!((sent.method.as_str(), sent.path()), ("GET", "/w/api.php"));
    for (name, value) in [
        ("action", "query"),
        ("titles", "\u{1f}Roma|X"),
        ("redirects", "1"),
        ("prop", "extracts|info|revisions|pageprops"),
        ("explaintext", "1"),
        ("inprop", "url"),
        ("rvprop", "ids"),
        ("maxlag", "5"),
        ("format", "json"),
        ("formatversion", "2"),
    ] {
        assert_eq!(sent.parameter(name).as_deref(), Some(value), "{name}");
    }
    assert_eq!(
        sent.header("user-agent"),
        Some("quizcraft/0.1.0 (host@example.org)")
    );
}

#[tokio::test]
async fn a_wiki_without_extracts_is_read_as_html_of_the_same_revision() {
    let mut page = page();
    page.as_object_mut().unwrap().remove("extract");
    let html = "<p>Rome is the capital of Italy.<sup class=\"reference\">[1]</sup> It lies on the \
        river Tiber.</p><table><tr><td>In a table.</td></tr></table><p>Rome &amp; its legend are old.\n</p>";
    let parsed = json!({"parse": {"title": "Rome", "pageid": 2, "text": html}});
    let server = Server::start([Reply::json(200, &query(&page)), Reply::json(200, &parsed)]).await;
    let article = wiki(&server).article(&rome()).await.unwrap().unwrap();
    assert_eq!(
        sentences(&article),
        [
            "Rome is the capital of Italy.",
            "It lies on the river Tiber.",
            "Rome & its legend are old."
        ]
    );
    let requests = server.requests();
    assert_eq!(requests[1].parameter("action").as_deref(), Some("parse"));
    assert_eq!(requests[1].parameter("oldid").as_deref(), Some("1234"));
}

#[tokio::test]
async fn missing_pages_are_no_articles() {
    let missing =
        json!({"ns": 0, "title": "Nope", "missing": true, "canonicalurl": "https://x.org/"});
    let invalid = json!({"title": "A{B", "invalid": true, "invalidreason": "…"});
    let special = json!({"ns": -1, "title": "Special:Search", "special": true});
    let short = json!({"title": "Short", "extract": "One.", "canonicalurl": "https://x.org/"});
    for page in [missing, invalid, special, short] {
        let server = Server::start([Reply::json(200, &query(&page))]).await;
        let article = wiki(&server).article(&rome()).await.unwrap();
        assert!(article.is_none(), "{page}");
    }
}

#[tokio::test]
async fn a_page_of_another_wiki_is_no_article() {
    let interwiki = json!({"batchcomplete": true, "query": {"interwiki": [{"title": "fr:Rome"}]}});
    for reply in [interwiki, json!({"batchcomplete": true})] {
        let server = Server::start([Reply::json(200, &reply)]).await;
        assert!(wiki(&server).article(&rome()).await.unwrap().is_none());
    }
}

#[tokio::test]
async fn a_disambiguation_page_is_no_article() {
    let mut page = page();
    page["pageprops"] = json!({"disambiguation": ""});
    let server = Server::start([Reply::json(200, &query(&page))]).await;
    assert!(wiki(&server).article(&rome()).await.unwrap().is_none());
}

#[tokio::test]
async fn a_lagging_database_is_a_transient_error() {
    let lag = json!({"error": {"code": "maxlag", "info": "Waiting for 10.0.0.1", "lag": 7}});
    let server = Server::start([Reply::json(200, &lag).with("retry-after", "5")]).await;
    let error = wiki(&server).article(&rome()).await.unwrap_err();
    let five = Some(Duration::from_secs(5));
    let error = temporary(error);
    assert!(matches!(error, HttpError::Overloaded { retry_after } if retry_after == five));
}

#[tokio::test]
async fn another_error_of_the_api_is_permanent() {
    let error = json!({"error": {"code": "readapidenied", "info": "Rome"}});
    let server = Server::start([Reply::json(200, &error)]).await;
    let error = permanent(wiki(&server).article(&rome()).await.unwrap_err());
    assert!(matches!(error, HttpError::Rejected), "{error:?}");
}

#[tokio::test]
async fn the_license_is_optional_and_named_by_the_wiki() {
    for (rights, license) in [
        (json!({"url": "", "text": ""}), None),
        (
            json!({"url": "", "text": "GNU FDL 1.3"}),
            Some("GNU FDL 1.3"),
        ),
        (
            json!({"url": "https://creativecommons.org/publicdomain/zero/1.0/", "text": "Zero"}),
            Some("CC0 1.0"),
        ),
        (
            json!({"url": "https://x.org/license", "text": ""}),
            Some("https://x.org/license"),
        ),
    ] {
        let mut reply = query(&page());
        reply["query"]["rightsinfo"] = rights;
        let server = Server::start([Reply::json(200, &reply)]).await;
        let article = wiki(&server).article(&rome()).await.unwrap().unwrap();
        assert_eq!(article.license().map(License::as_str), license);
    }
}

#[tokio::test]
async fn results_are_cached() {
    let missing = json!({"title": "Nope", "missing": true});
    let replies = [
        found(&["Rome"]),
        Reply::json(200, &query(&page())),
        Reply::json(200, &query(&missing)),
    ];
    let server = Server::start(replies).await;
    let wiki = wiki(&server);
    for _ in 0..2 {
        assert_eq!(wiki.titles("rome").await.unwrap().len(), 1);
        assert!(wiki.article(&rome()).await.unwrap().is_some());
        assert!(
            wiki.article(&ArticleTitle::new("Nope"))
                .await
                .unwrap()
                .is_none()
        );
    }
    assert_eq!(server.requests().len(), 3);
}

#[tokio::test]
async fn errors_and_expired_results_are_not_cached() {
    let replies = [Reply::status(503), found(&["Rome"]), found(&["Roma"])];
    let server = Server::start(replies).await;
    let wiki = wiki(&server).with_time_to_live(Duration::ZERO);
    assert!(wiki.titles("rome").await.is_err());
    assert_eq!(names(&wiki.titles("rome").await.unwrap()), ["Rome"]);
    assert_eq!(names(&wiki.titles("rome").await.unwrap()), ["Roma"]);
}

#[tokio::test]
async fn at_most_three_requests_are_sent_at_once() {
    let server = Server::start((0..9).map(|_| found(&["Rome"]).held())).await;
    let wiki = wiki(&server);
    let keywords: Vec<_> = (0..9).map(|number| format!("rome {number}")).collect();
    let searches = keywords.iter().map(|keyword| wiki.titles(keyword));
    let release = async {
        for batch in 1..=3 {
            server.wait_for_requests(batch * 3).await;
            server.release(3);
        }
    };
    let (results, ()) = tokio::join!(join_all(searches), release);
    assert!(results.iter().all(Result::is_ok));
    assert_eq!(server.most_at_once(), 3);
}

#[tokio::test]
async fn no_keyword_title_or_text_is_printed() {
    let echo = "zzsecretzz";
    let replies = [
        Reply::json(400, &json!({"error": echo})),
        Reply::new(200, "application/json", echo),
        Reply::json(200, &json!({"error": {"code": echo, "info": echo}})),
        Reply::redirect(&format!("/{echo}")),
        Reply::cut(),
    ];
    let count = replies.len();
    let log = Log::default();
    let guard = log.capture();
    let server = Server::start(replies).await;
    let wiki = wiki(&server);
    let mut printed = format!("{wiki:?}");
    for _ in 0..count {
        let error = wiki.article(&ArticleTitle::new(echo)).await;
        print_error(&mut printed, &error.unwrap_err());
    }
    drop(guard);
    printed += &log.text();
    assert!(
        !printed.contains(echo) && !printed.contains("host@example.org"),
        "{printed}"
    );
}
