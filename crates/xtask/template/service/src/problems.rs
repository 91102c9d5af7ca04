//! Every way in which demo says no.

use kit::Kind;

/// The caller has no such gizmo. One of somebody else is told the same way.
pub const NO_SUCH_GIZMO: Kind = Kind::new(404, "demo/no-such-gizmo", "There is no such gizmo");
/// A member has as many gizmos as fit.
pub const TOO_MANY_GIZMOS: Kind = Kind::new(409, "demo/too-many-gizmos", "No more gizmos fit");
