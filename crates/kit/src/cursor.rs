//! Pages of a list, by key and not by number.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::Time;
use crate::error::{Error, INVALID};

/// The most items that one page holds, whatever was asked for.
pub const MOST: u32 = 100;

/// Which page of a list is wanted: how many items, and after which one.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Page {
    /// Opaque: the `next` of the page before; absent for the first page.
    pub cursor: Option<String>,
    /// 1 to 100; 20 when absent.
    pub limit: Option<u32>,
}

impl Page {
    /// How many items to give: 1 to [`MOST`].
    #[must_use]
    pub fn size(&self) -> u32 {
        self.limit.unwrap_or(20).clamp(1, MOST)
    }

    /// The key of the last item of the page before, or nothing for the first page.
    ///
    /// # Errors
    /// `request/invalid` (422) when the cursor is not one that this list gave.
    pub fn after<K: DeserializeOwned>(&self) -> Result<Option<K>, Error> {
        let Some(cursor) = &self.cursor else { return Ok(None) };
        // No key of ours holds U+0000, which no database takes.
        let bytes = || {
            let bytes = URL_SAFE_NO_PAD.decode(cursor).ok()?;
            let nul = bytes.contains(&0) || bytes.windows(6).any(|w| w == b"\\u0000");
            (!nul).then_some(bytes)
        };
        let read = || serde_json::from_slice(&bytes()?).ok();
        read().map(Some).ok_or_else(|| {
            INVALID.err().field(
                "cursor",
                "This is not a cursor of this list. Leave it out to start at the first page.",
            )
        })
    }
}

impl Page {
    /// The place to read on from in a list of what happened, the newest first: before all there is for the first page.
    /// The list gives `(micros, id)` as the key of a row.
    ///
    /// # Errors
    /// As [`Page::after`].
    pub fn before(&self) -> Result<(Time, Uuid), Error> {
        const LAST: i64 = i64::MAX / 2;
        let (micros, id) = self.after::<(i64, Uuid)>()?.unwrap_or((LAST, Uuid::max()));
        Ok((Time::from_micros(micros.clamp(0, LAST)), id))
    }
}

/// The cursor that stands for `key`, the sort key of the last item shown.
#[must_use]
pub fn encode(key: &impl Serialize) -> String {
    URL_SAFE_NO_PAD.encode(serde_json::to_vec(key).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gives_back_the_key_it_was_made_of() {
        let page = Page { cursor: Some(encode(&("zelda", 7))), limit: Some(500) };
        assert_eq!(page.after::<(String, i64)>().unwrap(), Some(("zelda".into(), 7)));
        assert_eq!(page.size(), MOST);
        let odd = Page { cursor: Some(encode(&("a\u{0}b", 7))), limit: None };
        assert!(odd.after::<(String, i64)>().is_err());
        let (first, id) = Page::default().before().unwrap();
        assert!(first > Time::from_micros(0) && id == Uuid::max());
        let beyond = Page { cursor: Some(encode(&(i64::MIN, Uuid::nil()))), limit: None };
        assert_eq!(beyond.before().unwrap(), (Time::from_micros(0), Uuid::nil()));
    }

    #[test]
    fn refuses_what_it_did_not_make() {
        let page = Page { cursor: Some("%%%".into()), limit: None };
        assert_eq!(page.after::<i64>().unwrap_err().kind().slug, "request/invalid");
    }
}
