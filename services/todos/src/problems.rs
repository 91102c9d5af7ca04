//! Every way in which todos says no.

use kit::Kind;

/// The caller has no such item. One of somebody else is told the same way.
pub const NO_SUCH_ITEM: Kind = Kind::new(404, "todos/no-such-item", "There is no such item");
/// The caller has no such list. One of somebody else is told the same way.
pub const NO_SUCH_LIST: Kind = Kind::new(404, "todos/no-such-list", "There is no such list");
/// An item has to be taken out of the trash before it is changed.
pub const IN_TRASH: Kind = Kind::new(409, "todos/in-trash", "This item is in the trash");
/// There is always a place for what has no other.
pub const DEFAULT_LIST: Kind = Kind::new(409, "todos/default-list", "This list stays");
/// A member has as many items as fit.
pub const TOO_MANY_ITEMS: Kind = Kind::new(409, "todos/too-many-items", "Your lists are full");
/// A member has as many lists as fit.
pub const TOO_MANY_LISTS: Kind = Kind::new(409, "todos/too-many-lists", "You have as many lists as fit");
