//! Facts that travel from the service that owns them to those that care.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::Time;

/// A fact that a service publishes, such as `accounts.user.registered.v1`.
///
/// Carries ids and facts that never change, never addresses or words of people (decision D3).
/// Fields are only ever added, with a default; another meaning is another type.
pub trait Event: Serialize + DeserializeOwned + Send + Sync + 'static {
    /// Its name on the wire: `<service>.<noun>.<past tense>.v<n>`.
    const TYPE: &'static str;

    /// The row that the publishing transaction updated, and whose version orders this event.
    fn aggregate(&self) -> Uuid;

    /// The service that publishes it: the first word of [`Event::TYPE`].
    #[must_use]
    fn source() -> &'static str {
        Self::TYPE.split('.').next().unwrap_or(Self::TYPE)
    }
}

/// An event as the log of its publisher holds it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Envelope {
    /// Its place in the publisher's log: 1, 2, 3 without gaps.
    pub pos: i64,
    /// Names this event for ever; consumers remember it.
    pub event_id: Uuid,
    /// The thing that it speaks of.
    pub aggregate: Uuid,
    /// The version that the thing had after the change.
    pub version: i64,
    /// [`Event::TYPE`].
    #[serde(rename = "type")]
    pub kind: String,
    /// When it was published.
    pub at: Time,
    /// Who caused it, when somebody did.
    pub actor: Option<Uuid>,
    /// The event as JSON text.
    pub body: String,
}
