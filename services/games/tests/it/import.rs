//! Importing lists: repeated, broken off, in any order, with bad rows.

use std::collections::BTreeSet;
use std::io::Write as _;

use games::ops::import::import;
use serde_json::Value;
use testkit::{World, both_engines};

use crate::*;

/// Every work as its title and its releases.
async fn catalogue(world: &World) -> BTreeSet<(String, Vec<String>)> {
    let mut browser = world.browser();
    let mut out = BTreeSet::new();
    for card in all_works(world).await {
        // The door counts requests a minute.
        world.clock.advance(std::time::Duration::from_secs(1));
        let path = format!("/api/v1/games/works/{}", card["id"].as_str().unwrap());
        let work = browser.get(&path).await.expect(200);
        let releases = work["releases"].as_array().unwrap().iter();
        let told =
            |r: &Value| format!("{} / {} / {} / {}", r["title"], r["platform"], r["region"], r["date"]);
        let mut releases: Vec<String> = releases.map(told).collect();
        releases.sort();
        out.insert((card["title"].as_str().unwrap().to_owned(), releases));
    }
    out
}

/// How many releases the catalogue has.
async fn releases(world: &World) -> i64 {
    world.browser().get("/api/v1/games/facts").await.expect(200)["releases"].as_i64().unwrap()
}

both_engines! {
    async fn takes_good_rows_and_puts_bad_ones_aside(engine) {
        let world = world(engine).await;
        let folder = tempfile::tempdir().unwrap();
        let mut seen = vec![];
        let report = import(world.db("games"), folder.path(), &list("console.jsonl"), |p| seen.push(p)).await.unwrap();
        assert_eq!((report.progress.rows, report.progress.taken, report.progress.bad), (200, 188, 12));
        assert_eq!(seen.last(), Some(&report.progress));
        assert!(report.rejected.iter().any(|bad| bad.reason.contains("UTF-8")));
        let kept = std::fs::read_to_string(report.kept_aside.unwrap()).unwrap();
        assert_eq!(kept.lines().count(), 12);
        world.check_promises().await;
    }

    async fn two_imports_of_one_file_at_once_take_it_once(engine) {
        let world = world(engine).await;
        let (folder, db) = (tempfile::tempdir().unwrap(), world.db("games"));
        let file = list("console.jsonl");
        let (a, b) = tokio::join!(import(db, folder.path(), &file, |_| ()), import(db, folder.path(), &file, |_| ()));
        for refused in [&a, &b].into_iter().filter_map(|report| report.as_ref().err()) {
            assert_eq!(refused.kind(), games::problems::IMPORT_RUNS);
        }
        assert!(a.is_ok() || b.is_ok());
        let again = import_list(db, &file).await;
        assert_eq!(again.progress.taken, 0);
        world.check_promises().await;
    }

    async fn a_repeated_import_changes_nothing(engine) {
        let world = filled(engine).await;
        world.settle().await;
        let before = (catalogue(&world).await, world.newest_event(TOLD).await);
        for name in LISTS {
            let report = import_list(world.db("games"), &list(name)).await;
            assert_eq!(report.progress.taken, 0, "{name}");
            assert_eq!(report.progress.known + report.progress.bad, report.progress.rows);
        }
        world.settle().await;
        assert_eq!((catalogue(&world).await, world.newest_event(TOLD).await), before);
        world.check_promises().await;
    }

    async fn the_order_of_lists_does_not_matter(engine) {
        let (one, other) = (world(engine).await, world(engine).await);
        let mut doubts = [0, 0];
        for name in LISTS {
            doubts[0] = import_list(one.db("games"), &list(name)).await.doubts;
        }
        for name in LISTS.into_iter().rev() {
            doubts[1] = import_list(other.db("games"), &list(name)).await.doubts;
        }
        assert_eq!(catalogue(&one).await, catalogue(&other).await);
        assert_eq!(doubts[0], doubts[1]);
        one.check_promises().await;
        other.check_promises().await;
    }

    async fn goes_on_where_it_was_broken_off(engine) {
        let world = world(engine).await;
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("long.jsonl");
        let mut text = std::fs::File::create(&file).unwrap();
        for n in 0..2_500 {
            writeln!(text, "{{\"title\":\"Game {n}\",\"platform\":\"Nintendo - Game Boy\",\"year\":1990}}").unwrap();
        }
        drop(text);
        let db = world.db("games").clone();
        let target = file.clone();
        // The task ends in the middle: its third batch never begins.
        let broken = tokio::time::timeout(std::time::Duration::from_secs(60), async {
            let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
            let mut stop = Some(stop);
            tokio::select! {
                _ = import(&db, &target, &target, |p| if p.taken >= 1_000 { drop(stop.take()); }) => false,
                _ = stopped => true,
            }
        });
        assert!(broken.await.unwrap());
        let between = releases(&world).await;
        assert!((1_000..2_500).contains(&between), "{between}");
        let report = import(world.db("games"), folder.path(), &file, |_| ()).await.unwrap();
        assert_eq!((report.progress.taken, report.progress.known), (2_500, 0));
        assert_eq!(releases(&world).await, 2_500);
        world.check_promises().await;
    }

    async fn a_corrected_row_replaces_the_old_one(engine) {
        let world = world(engine).await;
        let folder = tempfile::tempdir().unwrap();
        let row = |year| format!("{{\"title\":\"Ico\",\"platform\":\"Sony - PlayStation 2\",\"year\":{year}}}\n");
        for (name, year) in [("old.jsonl", 2000), ("new.jsonl", 2001)] {
            let file = folder.path().join(name);
            std::fs::write(&file, row(year)).unwrap();
            assert_eq!(import_list(world.db("games"), &file).await.progress.taken, 1);
        }
        assert_eq!(releases(&world).await, 1);
        let mut browser = world.browser();
        let works = browser.get("/api/v1/games/works").await.expect(200);
        assert_eq!((&works["total"], &works["items"][0]["year"]), (&1.into(), &2001.into()));
        world.check_promises().await;
    }

    async fn two_works_that_turn_out_to_be_one_are_merged(engine) {
        let world = world(engine).await;
        let folder = tempfile::tempdir().unwrap();
        let row = |platform: &str, year, developer: &str| format!("{{\"title\":\"Gem\",\"platform\":\"{platform}\",\"year\":{year},\"developer\":\"{developer}\"}}\n");
        let apart = folder.path().join("apart.jsonl");
        std::fs::write(&apart, row("Sega - Saturn", 1995, "Left") + &row("Atari - Lynx", 1990, "Right")).unwrap();
        assert_eq!(import_list(world.db("games"), &apart).await.doubts, 1);
        let mut browser = world.browser();
        let works = browser.get("/api/v1/games/works").await.expect(200);
        let ids: Vec<String> = (0..2).map(|n| works["items"][n]["id"].as_str().unwrap().to_owned()).collect();
        let link = folder.path().join("link.jsonl");
        std::fs::write(&link, row("Sony - PlayStation", 1995, "Left/Right")).unwrap();
        let report = import_list(world.db("games"), &link).await;
        assert_eq!((report.works, report.doubts), (1, 0));
        for id in ids {
            let work = browser.get(&format!("/api/v1/games/works/{id}")).await.expect(200);
            assert_eq!(work["releases"].as_array().unwrap().len(), 3, "both ids lead to it");
        }
        world.check_promises().await;
    }

    async fn a_file_that_is_no_list_is_refused(engine) {
        let world = world(engine).await;
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("photo.png");
        std::fs::write(&file, b"\x89PNG\r\n").unwrap();
        for path in [file, folder.path().join("missing.csv")] {
            let error = import(world.db("games"), folder.path(), &path, |_| ()).await.unwrap_err();
            assert_eq!(error.kind(), games::problems::NOT_A_LIST);
        }
    }
}
