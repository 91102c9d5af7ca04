//! What open pages are told: the topics of the one WebSocket. A message is a hint to ask again, never the truth.

/// A kind of topic; a topic is its prefix and a key.
#[derive(Clone, Copy, Debug)]
pub struct Topic {
    /// Such as `todos.items.`.
    pub prefix: &'static str,
    /// What the key is, in one word, such as `user`.
    pub key: &'static str,
    /// What a message on it means.
    pub about: &'static str,
    /// The `data` of a message, as it looks.
    pub sample: &'static str,
}

/// A member's notes.
pub const NOTES: Topic = Topic {
    prefix: "notify.notes.",
    key: "user",
    about: "This member has a new note (`note` names it), or read some (`unread` counts what is left).",
    sample: r#"{"unread":3}"#,
};

/// A member's to-dos.
pub const ITEMS: Topic = Topic {
    prefix: "todos.items.",
    key: "user",
    about: "These items or lists of this member were made, changed or deleted.",
    sample: r#"{"changed":["0191e5a0-0000-7000-8000-000000000001"]}"#,
};

/// All that there are.
pub const TOPICS: [Topic; 2] = [NOTES, ITEMS];
