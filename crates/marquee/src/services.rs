//! The services of this program, in the order in which they open.

use chassis::host::Service;

/// All services.
pub(crate) fn all() -> Vec<Service> {
    vec![accounts::service(), notify::service(), search::service(), games::service(), todos::service()]
}
