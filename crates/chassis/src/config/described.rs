//! Tables of the configuration as they describe themselves: to editors, to `config print`, to the example file.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};
use utoipa::ToSchema;
use utoipa::openapi::{RefOr, Schema};

use super::Config;

/// A table of the configuration that is read into a type.
#[derive(Clone, Copy)]
pub struct Described {
    /// Its name.
    pub name: &'static str,
    secrets: &'static [&'static str],
    read: fn(&Config, &str) -> Result<Value, String>,
    schema: fn(&mut Schemas) -> Value,
}

type Schemas = Vec<(String, RefOr<Schema>)>;

impl Described {
    /// The table of this name, which is read into a `T`; `secrets` are shown to nobody.
    #[must_use]
    pub fn of<T>(name: &'static str, secrets: &'static [&'static str]) -> Self
    where
        T: DeserializeOwned + Serialize + ToSchema,
    {
        let read = |config: &Config, name: &str| {
            serde_json::to_value(config.table::<T>(name)?).map_err(|error| error.to_string())
        };
        let schema = |beside: &mut Schemas| {
            T::schemas(beside);
            serde_json::to_value(T::schema()).unwrap_or_default()
        };
        Self { name, secrets, read, schema }
    }

    /// The values in effect, by key; null for what is not set.
    ///
    /// # Errors
    /// As [`Config::table`].
    pub fn values(&self, config: &Config) -> Result<Map<String, Value>, String> {
        match (self.read)(config, self.name)? {
            Value::Object(values) => Ok(values),
            _ => Err(format!("[{}] is no table", self.name)),
        }
    }

    /// Whether the value of a key is nobody's business.
    #[must_use]
    pub fn is_secret(&self, key: &str) -> bool {
        self.secrets.contains(&key)
    }
}

/// A JSON Schema (2020-12) of a configuration file with these tables: every key with what it does and its default.
#[must_use]
pub fn schema(tables: &[Described]) -> Value {
    let (mut beside, mut properties) = (Schemas::new(), Map::new());
    for table in tables {
        let mut own = (table.schema)(&mut beside);
        mend(&mut own);
        if own.get("properties").is_some() {
            own["additionalProperties"] = false.into();
        }
        let defaults = table.values(&Config::default()).unwrap_or_default();
        for (key, property) in own["properties"].as_object_mut().into_iter().flatten() {
            match (defaults.get(key).filter(|default| !default.is_null()), property.as_object_mut()) {
                (Some(default), Some(property)) => drop(property.insert("default".into(), default.clone())),
                (None, Some(property)) => drop(property.remove("default")),
                _ => {}
            }
            if table.is_secret(key) {
                property["writeOnly"] = true.into();
            }
        }
        properties.insert(table.name.to_owned(), own);
    }
    let mut definitions = Map::new();
    for (name, schema) in beside {
        let mut schema = serde_json::to_value(schema).unwrap_or_default();
        mend(&mut schema);
        definitions.insert(name, schema);
    }
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "marquee.toml",
        "type": "object",
        "additionalProperties": false,
        "properties": properties,
        "$defs": definitions,
    })
}

/// Turns what OpenAPI says into what JSON Schema says about TOML: references lead elsewhere, and TOML has no null.
fn mend(schema: &mut Value) {
    match schema {
        Value::Object(parts) => {
            if let Some(Value::Array(types)) = parts.get_mut("type") {
                types.retain(|kind| kind != "null");
                if let [kind] = types.as_slice() {
                    let kind = kind.clone();
                    parts.insert("type".into(), kind);
                }
            }
            if let Some(Value::Array(options)) = parts.get_mut("oneOf") {
                options.retain(|option| option["type"] != "null");
                if let (1, Some(Value::Object(only))) = (options.len(), options.first().cloned()) {
                    parts.remove("oneOf");
                    for (key, value) in only {
                        parts.entry(key).or_insert(value);
                    }
                }
            }
            if let Some(Value::String(to)) = parts.get_mut("$ref") {
                *to = to.replace("#/components/schemas/", "#/$defs/");
            }
            parts.values_mut().for_each(mend);
        }
        Value::Array(parts) => parts.iter_mut().for_each(mend),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Default, Serialize, Deserialize, ToSchema)]
    #[serde(default, deny_unknown_fields)]
    struct Post {
        /// Where it goes.
        host: Option<String>,
        /// How it goes.
        way: Way,
        password: Option<String>,
    }

    #[derive(Default, Serialize, Deserialize, ToSchema)]
    #[serde(rename_all = "lowercase")]
    enum Way {
        /// On foot.
        #[default]
        Walk,
        Ride,
    }

    #[test]
    fn every_key_says_what_it_does_and_what_it_is_without_being_set() {
        let table = Described::of::<Post>("post", &["password"]);
        let schema = schema(&[table]);
        let post = &schema["properties"]["post"];
        assert_eq!(post["additionalProperties"], false);
        let host = &post["properties"]["host"];
        assert_eq!((&host["type"], &host["description"]), (&json!("string"), &json!("Where it goes.")));
        assert!(host.get("default").is_none());
        let way = &post["properties"]["way"];
        assert_eq!((&way["$ref"], &way["default"]), (&json!("#/$defs/Way"), &json!("walk")), "{schema:#}");
        assert!(schema["$defs"]["Way"].is_object(), "{schema:#}");
        assert_eq!(post["properties"]["password"]["writeOnly"], true);
        assert!(table.is_secret("password") && !table.is_secret("host"));
        let values = table.values(&Config::parse("[post]\nhost = 'a'").unwrap()).unwrap();
        assert_eq!((&values["host"], &values["password"]), (&json!("a"), &Value::Null));
        assert!(table.values(&Config::parse("[post]\nhots = 'a'").unwrap()).is_err());
    }
}
