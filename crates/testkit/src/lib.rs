//! What tests stand on: both engines, a clock that is moved by hand, a whole house in a folder.

pub mod clock;
pub mod ground;

pub use clock::TestClock;
pub use ground::{Engine, Ground};

/// Writes a test that runs once on SQLite and once on PostgreSQL.
///
/// `both_engines! { async fn finds_what_was_written(engine) { … } }`: `engine` is an [`Engine`]. Without
/// `MARQUEE_TEST_POSTGRES` the second says that it was not run, and fails when `CI=true`.
#[macro_export]
macro_rules! both_engines {
    ($($(#[$meta:meta])* async fn $name:ident($engine:ident) $body:block)+) => {
        $(mod $name {
            #[allow(unused_imports, clippy::allow_attributes, reason = "small tests use little of it")]
            use super::*;

            $(#[$meta])*
            async fn body($engine: $crate::Engine) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                body($crate::Engine::Sqlite).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                if $crate::ground::postgres_is_there(stringify!($name)) {
                    body($crate::Engine::Postgres).await;
                }
            }
        })+
    };
}
