use proptest::collection::{btree_map, vec};
use proptest::prelude::{Just, Strategy, any, prop_oneof};
use serde_json::{Value, json};

/// Generates any JSON value up to some depth.
pub(crate) fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(|number| json!(number)),
        ".{0,12}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Value::from),
            btree_map(".{0,6}", inner, 0..4).prop_map(|fields| json!(fields)),
        ]
    })
}

/// Returns JSON pointers to all values in this one.
pub(crate) fn pointers(value: &Value) -> Vec<String> {
    let mut found = vec![String::new()];
    let fields: Vec<(String, &Value)> = match value {
        Value::Object(fields) => fields
            .iter()
            .map(|(name, value)| (name.clone(), value))
            .collect(),
        Value::Array(values) => {
            let values = values.iter().enumerate();
            values
                .map(|(place, value)| (place.to_string(), value))
                .collect()
        }
        _ => Vec::new(),
    };
    for (name, value) in fields {
        let name = name.replace('~', "~0").replace('/', "~1");
        let below = pointers(value).into_iter();
        found.extend(below.map(|pointer| format!("/{name}{pointer}")));
    }
    found
}

/// Replaces the value at a pointer, or removes it.
pub(crate) fn replace(whole: &mut Value, pointer: &str, value: Option<&Value>) {
    if let Some(value) = value {
        *whole.pointer_mut(pointer).expect("the pointer is valid") = value.clone();
        return;
    }
    let Some((parent, name)) = pointer.rsplit_once('/') else {
        return;
    };
    let name = name.replace("~1", "/").replace("~0", "~");
    match whole.pointer_mut(parent).expect("the pointer is valid") {
        Value::Object(fields) => drop(fields.remove(&name)),
        Value::Array(values) => drop(values.remove(name.parse().expect("an index"))),
        _ => panic!("the parent is a container"),
    }
}
