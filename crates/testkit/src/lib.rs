//! What tests stand on: both engines, a clock that is moved by hand, a whole house in a folder.

pub mod browser;
pub mod clock;
pub mod fakes;
pub mod ground;
pub mod mischief;
pub mod post;
pub mod wire;
pub mod world;

pub use browser::{Answer, Browser};
pub use clock::TestClock;
pub use ground::{Engine, Ground};
pub use post::{Office, Terminal};
pub use wire::Wire;
pub use world::{Setting, Shape, World};

/// Runs `task` for 0, 1, … at the same time on all cores; gives what each gave, in order.
///
/// # Panics
/// When one of them panics.
#[expect(clippy::disallowed_methods, reason = "a race needs tasks of its own")]
pub async fn crowd<F>(many: usize, task: impl Fn(usize) -> F) -> Vec<F::Output>
where
    F: Future<Output: Send> + Send + 'static,
{
    let tasks: Vec<_> = (0..many).map(|n| tokio::spawn(task(n))).collect();
    let mut all = Vec::with_capacity(many);
    for task in tasks {
        all.push(task.await.expect("nobody in the crowd panics"));
    }
    all
}

/// Writes a test that runs in every shape of the house: one process and two, on SQLite and on PostgreSQL.
///
/// `every_shape! { async fn a_flow(shape) { … } }`: `shape` is a [`Shape`].
#[macro_export]
macro_rules! every_shape {
    ($($(#[$meta:meta])* async fn $name:ident($shape:ident) $body:block)+) => {
        $(mod $name {
            #[allow(unused_imports, clippy::allow_attributes, reason = "small tests use little of it")]
            use super::*;

            $(#[$meta])*
            async fn body($shape: $crate::Shape) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                body($crate::Engine::Sqlite.into()).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn two_processes() {
                body($crate::Shape { engine: $crate::Engine::Sqlite, split: true }).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                if $crate::ground::postgres_is_there(stringify!($name)) {
                    body($crate::Engine::Postgres.into()).await;
                }
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn two_processes_on_postgres() {
                if $crate::ground::postgres_is_there(stringify!($name)) {
                    body($crate::Shape { engine: $crate::Engine::Postgres, split: true }).await;
                }
            }
        })+
    };
}

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
