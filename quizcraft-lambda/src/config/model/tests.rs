use super::*;

const VALID: [(&str, &str); 6] = [
    (API, "openai"),
    (NAME, "test-model"),
    (URL, "https://models.example.org/v1"),
    (KEY, "hush-secret"),
    (RESEARCH, "wikipedia"),
    (CONTACT, "hush@example.org"),
];

/// Reads [`VALID`] with these changes. A blank value counts as unset.
fn read(changes: &[(&str, &str)]) -> Result<Option<ModelConfig>, String> {
    let variable = |name: &str| {
        let all = VALID.iter().chain(changes).rev();
        let mut found = all.filter(|(key, _)| *key == name);
        found.next().map(|(_, value)| (*value).to_owned())
    };
    let mut environment = Environment::new(&variable);
    let model = model(&mut environment);
    let read = environment.finish(Some(model));
    read.map_err(|error| error.to_string())
}

#[track_caller]
fn assert_fault(changes: &[(&str, &str)], fault: &str) {
    let error = read(changes).unwrap_err();
    assert_eq!(error, format!("invalid environment: {fault}"));
    assert!(!error.contains("hush"), "{error}");
}

#[test]
fn there_is_no_model_without_its_variables() {
    let nothing = VALID.map(|(name, _)| (name, ""));
    assert!(read(&nothing).unwrap().is_none());
}

#[test]
fn a_model_has_defaults() {
    let model = read(&[]).unwrap().unwrap();
    assert_eq!(model.budget, Budget::default());
    assert_eq!(model.tokens_per_day, None);
    assert_eq!(model.wiki, BaseUrl::parse(MediaWiki::WIKIPEDIA).unwrap());
    assert_eq!(model.access.name(), "openai");
    assert!(!format!("{model:?}").contains("hush"), "{model:?}");
}

#[test]
fn all_values_are_read() {
    let model = read(&[
        (API, "anthropic"),
        (RESEARCH_URL, "https://wiki.example.org/w/"),
        (CALLS, "7"),
        (TOKENS, "9000"),
        (SECONDS, "60"),
        (TOKENS_PER_DAY, "9000"),
        (DRAFTS, "Draft"),
    ]);
    let model = model.unwrap().unwrap();
    assert_eq!(model.access.name(), "anthropic");
    let wiki = BaseUrl::parse("https://wiki.example.org/w/").unwrap();
    assert_eq!(model.wiki, wiki);
    let budget = Budget::new(7, 9_000, Duration::from_mins(1)).unwrap();
    assert_eq!(model.budget, budget);
    assert_eq!(model.tokens_per_day, NonZeroU64::new(9_000));
    let unlimited = read(&[(TOKENS_PER_DAY, "0")]).unwrap().unwrap();
    assert_eq!(unlimited.tokens_per_day, None);
}

#[test]
fn entries_of_a_deny_list_are_separated_by_commas_or_line_breaks() {
    assert_eq!(read(&[]).unwrap().unwrap().denied, DenyList::default());
    let expected = DenyList::new(["secret projects", "C#", "towns"]);
    for list in [
        "secret projects,C#,towns",
        "secret projects\n C# \r\n\ntowns\n",
        "secret projects, C#,\ntowns,",
    ] {
        let model = read(&[(DENY, list)]).unwrap().unwrap();
        assert_eq!(model.denied, expected, "{list}");
        assert!(!format!("{model:?}").contains("secret"));
    }
}

#[test]
fn only_the_api_of_openai_works_without_a_key() {
    let Access::OpenAi { key: None, .. } = read(&[(KEY, "")]).unwrap().unwrap().access else {
        panic!("expected a model without a key");
    };
    assert_fault(
        &[(API, "anthropic"), (KEY, "")],
        "MODEL_KEY_SECRET: missing",
    );
}

#[test]
fn variables_of_a_model_require_its_api() {
    assert_fault(
        &[(API, " ")],
        "MODEL_API: missing (required by MODEL, MODEL_URL, MODEL_KEY_SECRET, RESEARCH, RESEARCH_CONTACT)",
    );
    let mut nothing = VALID.map(|(name, _)| (name, "")).to_vec();
    nothing.push((TOKENS_PER_DAY, "1"));
    assert_fault(
        &nothing,
        "MODEL_API: missing (required by MODEL_TOKENS_PER_DAY)",
    );
}

#[test]
fn each_missing_or_invalid_variable_is_one_fault() {
    let url = "expected an https URL (http is accepted on loopback only)";
    let number = "expected a whole number from";
    for (name, value, fault) in [
        (NAME, "", "missing"),
        (
            NAME,
            "hush hush",
            "expected 1 to 80 visible ASCII characters",
        ),
        (URL, "", "missing"),
        (URL, "http://hush.example.org", url),
        (RESEARCH, "", "missing"),
        (RESEARCH, "hush", "expected wikipedia"),
        (RESEARCH_URL, "hush", url),
        (CONTACT, "", "missing"),
        (
            CONTACT,
            "hush",
            "expected an email address or an https URL of at most 200 characters",
        ),
        (CALLS, "2", &format!("{number} 3")),
        (CALLS, "hush", &format!("{number} 3")),
        (TOKENS, "5999", &format!("{number} 6000")),
        (SECONDS, "4", &format!("{number} 5")),
        (
            TOKENS_PER_DAY,
            "24999",
            "expected 0 or a whole number from MODEL_TOKENS (25000)",
        ),
        (
            DENY,
            "hush,, the",
            "entry 3 denies nothing: expected a word other than “the”, “of” and the like",
        ),
        (
            DENY,
            "towns, #hush",
            "entry 2 begins with #: expected no comments",
        ),
        (API, "hush", "expected openai, anthropic or bedrock"),
    ] {
        assert_fault(&[(name, value)], &format!("{name}: {fault}"));
    }
    assert!(
        read(&[(DRAFTS, "hush!")])
            .unwrap_err()
            .contains("DRAFT_TABLE: ")
    );
}

#[cfg(feature = "bedrock")]
#[test]
fn a_model_of_bedrock_needs_neither_url_nor_key() {
    let bedrock = [(API, "bedrock"), (URL, ""), (KEY, "")];
    let model = read(&bedrock).unwrap().unwrap();
    assert_eq!(model.access.name(), "bedrock");
    let url =
        "MODEL_URL: must not be set with MODEL_API=bedrock: the endpoint follows from AWS_REGION";
    let key = "MODEL_KEY_SECRET: must not be set with MODEL_API=bedrock: the role of the function has the permission";
    assert_fault(&[(API, "bedrock"), (KEY, "")], url);
    assert_fault(&[(API, "bedrock"), (URL, "")], key);
    assert_fault(&[(API, "bedrock")], &format!("{url}; {key}"));
}

#[cfg(not(feature = "bedrock"))]
#[test]
fn bedrock_requires_its_feature() {
    assert_fault(
        &[(API, "bedrock")],
        "MODEL_API: bedrock requires a worker that is built with the feature bedrock",
    );
}

#[test]
fn a_request_may_take_two_thirds_of_the_budget() {
    let model = read(&[(SECONDS, "60")]).unwrap().unwrap();
    assert_eq!(model.timeouts.total(), Duration::from_secs(40));
    assert_eq!(model.timeouts.connect(), Timeouts::default().connect());
}
