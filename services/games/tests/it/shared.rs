//! What everybody sees alike is kept as bytes, and never shown once it is older than a commit (D16, P2, P3).

use std::time::Duration;

use serde_json::json;
use testkit::both_engines;

use crate::*;

const LISTS_AND_COUNTS: [&str; 4] = [
    "/api/v1/games/works?limit=5",
    "/api/v1/games/facets/platforms",
    "/api/v1/games/facets/years?sort=name",
    "/api/v1/games/facts",
];

both_engines! {
    async fn what_was_shown_is_shown_again_without_a_statement(engine) {
        let (world, mut staff) = kept(engine).await;
        import_list(world.db("games"), &list("console.jsonl")).await;
        let (mut browser, tetris) = (world.browser(), path_of(&mut staff, "q=tetris&platform=Game%20Boy&limit=1").await);
        let places = LISTS_AND_COUNTS.into_iter().chain([tetris.as_str()]);
        for place in places {
            let first = browser.get(place).await;
            assert_eq!(first.status, 200, "{place}: {}", first.text);
            let before = world.db("games").statements();
            for caller in [&mut browser, &mut staff] {
                let again = caller.get(place).await;
                assert_eq!((&again.text, &again.headers["etag"]), (&first.text, &first.headers["etag"]));
                assert_eq!(again.headers["cache-control"], "public, max-age=0, must-revalidate");
                assert_eq!(again.headers["vary"], "Accept, Accept-Encoding");
            }
            assert_eq!(world.db("games").statements(), before, "{place}");
        }
    }

    async fn nothing_older_than_a_commit_is_ever_shown(engine) {
        let (world, mut staff) = kept(engine).await;
        import_list(world.db("games"), &list("console.jsonl")).await;
        let place = path_of(&mut staff, "q=tetris&platform=Game%20Boy&limit=1").await;
        let mut browser = world.browser();
        for n in 0..20 {
            let old: Vec<String> = vec![browser.get(&place).await.text, browser.get(LISTS_AND_COUNTS[0]).await.text];
            let title = format!("Aaa {n}");
            let changed = staff.patch(&place, json!({ "title": title })).await;
            assert_eq!(changed.status, 200, "{}", changed.text);
            assert_eq!(browser.get(&place).await.expect(200)["title"], json!(title));
            let first = browser.get(LISTS_AND_COUNTS[0]).await;
            assert_eq!(first.json()["items"][0]["title"], json!(title));
            assert!(!old.contains(&first.text));
        }
    }

    async fn what_another_process_writes_is_shown_within_a_second(engine) {
        let (world, mut staff) = kept(engine).await;
        import_list(world.db("games"), &list("console.jsonl")).await;
        let place = path_of(&mut staff, "q=tetris&platform=Game%20Boy&limit=1").await;
        let mut browser = world.browser();
        let _ = browser.get(&place).await.expect(200);
        let mut beside = world.browser_beside().await;
        for (name, value) in staff.cookies() {
            beside.hold(name, value);
        }
        let changed = beside.patch(&place, json!({ "title": "Aaa" })).await;
        assert_eq!(changed.status, 200, "{}", changed.text);
        world.clock.advance(Duration::from_secs(1));
        assert_eq!(browser.get(&place).await.expect(200)["title"], "Aaa");
    }

    async fn many_who_come_at_once_make_it_once(engine) {
        let (world, mut staff) = kept(engine).await;
        import_list(world.db("games"), &list("console.jsonl")).await;
        let place = path_of(&mut staff, "q=tetris&platform=Game%20Boy&limit=1").await;
        let before = world.db("games").statements();
        let answers = testkit::crowd(16, |_| {
            let (mut browser, place) = (world.browser(), place.clone());
            async move { browser.get(&place).await.status }
        });
        assert!(answers.await.iter().all(|status| *status == 200));
        // The work is read in five statements; its version may be asked for by each of those who came first.
        let ran = world.db("games").statements() - before;
        assert!((5..=5 + 16).contains(&ran), "{ran}");
    }

    async fn packed_and_plain_bytes_have_tags_of_their_own(engine) {
        let (world, mut staff) = kept(engine).await;
        import_list(world.db("games"), &list("console.jsonl")).await;
        let place = path_of(&mut staff, "q=tetris&platform=Game%20Boy&limit=1").await;
        let plain = world.browser().get(&place).await;
        let mut packing = world.browser().with("accept-encoding", "gzip, br");
        let packed = packing.get(&place).await;
        let tag = |answer: &testkit::Answer| answer.headers["etag"].to_str().unwrap().to_owned();
        assert!(plain.text.len() > 1024 && packed.headers["content-encoding"] == "gzip");
        assert_eq!(tag(&packed), format!("{}-gzip\"", tag(&plain).trim_end_matches('"')));
        for (held, gzip, status) in [(&packed, "gzip", 304), (&plain, "", 304), (&packed, "", 200), (&plain, "gzip", 200)] {
            let mut caller = world.browser().with("if-none-match", &tag(held)).with("accept-encoding", gzip);
            let answer = caller.get(&place).await;
            assert_eq!(answer.status, status, "{gzip}");
            assert_eq!(answer.text.is_empty(), status == 304);
        }
        // Whoever read the packed bytes may change what they showed, once.
        let mut editor = staff.clone().with("if-match", &tag(&packed));
        assert_eq!(editor.patch(&place, json!({ "title": "Aaa" })).await.status, 200);
        assert!(editor.patch(&place, json!({ "title": "Aab" })).await.is_problem(412, "request/changed-meanwhile"));
    }

    async fn what_is_mine_is_kept_nowhere(engine) {
        let (world, mut staff) = kept(engine).await;
        import_list(world.db("games"), &list("console.jsonl")).await;
        let mine = format!("{}/mine", path_of(&mut staff, "q=tetris&platform=Game%20Boy&limit=1").await);
        let (own, stranger) = (staff.get(&mine).await, world.browser().get(&mine).await);
        assert_eq!(own.headers["cache-control"], "no-store");
        assert_ne!(own.text, stranger.text);
        let before = world.db("games").statements();
        let _ = staff.get(&mine).await.expect(200);
        assert!(world.db("games").statements() > before);
    }
}
