#![allow(dead_code, reason = "no suite needs all of it")]

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{Html, IntoResponse, Response};
use serde_json::{Value, json};

use super::fake_server::FakeServer;

/// What the only article is about. No fact knows it.
pub(crate) const TOWN: &str = "Zorvelle";

/// The address of the article.
pub(crate) const TOWN_URL: &str = "https://wiki.example.org/wiki/Zorvelle";

/// A wiki and a server of a Kiwix book in the test process, with one article.
pub(crate) struct WikiServer {
    server: FakeServer,
    state: Arc<Visits>,
}

/// What the server received, and whether it fails.
#[derive(Default)]
struct Visits {
    requests: Mutex<Vec<HeaderMap>>,
    failure: Mutex<Option<StatusCode>>,
}

impl WikiServer {
    pub(crate) async fn start() -> Self {
        let state = Arc::<Visits>::default();
        let app = Router::new()
            .fallback(respond)
            .with_state(Arc::clone(&state));
        let server = FakeServer::start(app).await;
        Self { server, state }
    }

    /// Returns the URL below which `api.php` and `rest.php` are.
    pub(crate) fn wiki(&self) -> String {
        format!("{}/w/", self.server.url())
    }

    /// Returns the URL of the server of Kiwix, whose book is called `towns`.
    pub(crate) fn kiwix(&self) -> String {
        format!("{}/kiwix", self.server.url())
    }

    /// Returns the headers of all requests.
    pub(crate) fn requests(&self) -> Vec<HeaderMap> {
        self.state.requests.lock().unwrap().clone()
    }

    /// Rejects all further requests with this status, and requests a retry in 100 seconds.
    pub(crate) fn fail(&self, status: u16) {
        let status = StatusCode::from_u16(status).unwrap();
        *self.state.failure.lock().unwrap() = Some(status);
    }
}

async fn respond(
    State(state): State<Arc<Visits>>,
    uri: Uri,
    headers: HeaderMap,
    Query(parameters): Query<HashMap<String, String>>,
) -> Response {
    state.requests.lock().unwrap().push(headers);
    let failure = *state.failure.lock().unwrap();
    if let Some(status) = failure {
        return (status, [("retry-after", "100")]).into_response();
    }
    let is_about_town = |name: &str| {
        let words = parameters.get(name).map(|words| words.to_lowercase());
        words.is_some_and(|words| words == TOWN.to_lowercase())
    };
    match uri.path() {
        "/w/rest.php/v1/search/page" if is_about_town("q") => {
            axum::Json(json!({"pages": [{"title": TOWN}]})).into_response()
        }
        "/w/rest.php/v1/search/page" => axum::Json(json!({"pages": []})).into_response(),
        "/w/api.php" if parameters.contains_key("titles") => axum::Json(page()).into_response(),
        "/w/api.php" => axum::Json(json!({"query": {"search": []}})).into_response(),
        "/kiwix/suggest" if is_about_town("term") => {
            axum::Json(json!([{"value": TOWN, "kind": "path", "path": TOWN}])).into_response()
        }
        "/kiwix/suggest" => axum::Json(json!([])).into_response(),
        "/kiwix/raw/towns/content/Zorvelle" => Html(document()).into_response(),
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}

fn page() -> Value {
    json!({"query": {
        "pages": [{
            "title": TOWN,
            "canonicalurl": TOWN_URL,
            "extract": sentences().join(" "),
            "revisions": [{"revid": 7}],
        }],
        "rightsinfo": {
            "url": "https://creativecommons.org/licenses/by-sa/4.0/deed.en",
            "text": "Creative Commons Attribution-Share Alike 4.0",
        },
    }})
}

fn document() -> String {
    let link = format!("<link rel=\"canonical\" href=\"{TOWN_URL}\">");
    let text = sentences().join("</p><p>");
    format!("<html><head><title>{TOWN}</title>{link}</head><body><p>{text}</p></body></html>")
}

const BUILDINGS: [&str; 24] = [
    "lighthouse",
    "chapel",
    "windmill",
    "theatre",
    "library",
    "tunnel",
    "market hall",
    "aqueduct",
    "observatory",
    "granary",
    "bakery",
    "cathedral",
    "fortress",
    "gatehouse",
    "monastery",
    "palace",
    "prison",
    "school",
    "stadium",
    "station",
    "synagogue",
    "warehouse",
    "hospital",
    "brewery",
];
/// Each is the beginning of the names of three districts.
const DISTRICTS: [&str; 8] = ["Arv", "Bel", "Cor", "Dun", "Est", "Fal", "Gor", "Hul"];
const FIRST: [&str; 8] = [
    "Tomas", "Judith", "Oskar", "Renata", "Viktor", "Lidia", "Gustav", "Paula",
];
const LAST: [&str; 3] = ["Zeller", "Ibsen", "Quint"];

/// Returns the article: sentences about the builders of buildings.
pub(crate) fn sentences() -> Vec<String> {
    let built = BUILDINGS.iter().enumerate().map(|(index, building)| {
        let (first, last) = (FIRST[index % FIRST.len()], LAST[index / FIRST.len()]);
        let ending = ["an", "mouth", "wick"][index / DISTRICTS.len()];
        let district = format!("{}{ending}", DISTRICTS[index % DISTRICTS.len()]);
        format!("The {building} of {district} was built by {first} {last}.")
    });
    built.collect()
}

/// Returns a question about a sentence of the article.
pub(crate) fn question_about(number: u64, sentence: &str) -> Option<Value> {
    let (building, builder) = sentence
        .strip_prefix("The ")?
        .strip_suffix('.')?
        .split_once(" was built by ")?;
    Some(json!({
        "prompt": format!("Who built the {building}?"),
        "solution": builder,
        "wrong_options": ["Anselm Moore", "Bruno Castell", "Clara Dietz"],
        "clarification": format!("{builder} built the {building}."),
        "sentence": number,
    }))
}
