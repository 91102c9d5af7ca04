//! Migrations: up, down, status, and what they refuse.

use chassis::args;
use chassis::db::migrate::{Migration, down, status, up};
use chassis::db::{Exec, Statement};
use testkit::{Ground, both_engines};

const ONE: Migration = Migration {
    name: "0001_a",
    text: "-- up\ncreate table demo.a(id bigint primary key);\n-- number a\n-- down\ndrop table demo.a;",
};
const TWO: Migration = Migration {
    name: "0002_b",
    text: "-- up\nalter table demo.a add column b text;\n-- down\n-- loses data\nalter table demo.a drop column b;",
};
const BROKEN: Migration =
    Migration { name: "0002_b", text: "-- up\ncreate table demo.c(id bigint);\ncreate tabel;\n-- down\n" };

/// The migrations that chassis has in every schema.
const CHASSIS: usize = 3;

static COUNT_C: Statement = Statement::new("demo", "select count(*) from demo.c", "test");

both_engines! {
    async fn goes_up_and_down(engine) {
        let ground = Ground::new(engine, &[]).await;
        let db = ground.bare_db("demo");
        assert_eq!(up(&db, &[ONE]).await.unwrap(), CHASSIS + 1);
        assert_eq!(up(&db, &[ONE, TWO]).await.unwrap(), 1);
        assert_eq!(up(&db, &[ONE, TWO]).await.unwrap(), 0);
        let standing = status(&db, &[ONE, TWO]).await.unwrap();
        assert!(standing.iter().all(|s| s.applied_at.is_some()));
        let refused = down(&db, &[ONE, TWO], false).await.unwrap_err();
        assert!(refused.to_string().contains("--force"), "{refused}");
        assert_eq!(down(&db, &[ONE, TWO], true).await.unwrap(), "0002_b");
        assert_eq!(down(&db, &[ONE, TWO], false).await.unwrap(), "0001_a");
        assert_eq!(up(&db, &[ONE, TWO]).await.unwrap(), 2);
    }

    async fn two_processes_that_start_at_once_do_it_once(engine) {
        let ground = Ground::new(engine, &[]).await;
        let (one, two) = (ground.bare_db("demo"), ground.bare_db("demo"));
        let (a, b) = tokio::join!(up(&one, &[ONE, TWO]), up(&two, &[ONE, TWO]));
        assert_eq!(a.unwrap() + b.unwrap(), CHASSIS + 2);
    }

    async fn refuses_newer_data(engine) {
        let ground = Ground::new(engine, &[]).await;
        let db = ground.bare_db("demo");
        up(&db, &[ONE, TWO]).await.unwrap();
        let refused = up(&db, &[ONE]).await.unwrap_err().to_string();
        assert!(refused.contains("newer than this program") && refused.contains("0002_b"), "{refused}");
    }

    async fn refuses_a_file_that_was_changed(engine) {
        let ground = Ground::new(engine, &[]).await;
        let db = ground.bare_db("demo");
        up(&db, &[ONE]).await.unwrap();
        let changed = Migration { name: ONE.name, text: "-- up\ncreate table demo.z(id bigint);\n-- down\n" };
        assert!(up(&db, &[changed]).await.unwrap_err().to_string().contains("was changed"));
    }

    async fn a_broken_file_leaves_nothing(engine) {
        let ground = Ground::new(engine, &[]).await;
        let db = ground.bare_db("demo");
        let refused = up(&db, &[ONE, BROKEN]).await.unwrap_err().to_string();
        assert!(refused.contains("0002_b of demo failed"), "{refused}");
        assert!(db.one::<(i64,)>(&COUNT_C, args![]).await.is_err());
        assert_eq!(up(&db, &[ONE, TWO]).await.unwrap(), 1);
    }
}
