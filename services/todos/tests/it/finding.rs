//! Items are found by list, state, label, priority, due date and part of the title, in pages without gaps.

use std::time::Duration;

use testkit::both_engines;

use crate::*;

/// The clock of a test begins on Saturday, 21 November 2026, 17:00 UTC.
async fn with_due_dates(world: &World) -> Browser {
    let mut browser = member(world);
    let due =
        |date: &str, time: Option<&str>, zone: &str| json!({ "date": date, "time": time, "zone": zone });
    for (title, due) in [
        ("long ago", due("2026-11-01", None, "UTC")),
        ("an hour ago", due("2026-11-21", Some("16:00"), "UTC")),
        ("tonight", due("2026-11-21", Some("23:00"), "UTC")),
        // Already Sunday in Tokyo.
        ("Tokyo's Sunday", due("2026-11-22", None, "Asia/Tokyo")),
        ("London's Sunday", due("2026-11-22", None, "Europe/London")),
        ("on Friday", due("2026-11-27", None, "Europe/Berlin")),
        ("on Saturday", due("2026-11-28", None, "Europe/Berlin")),
        ("some day", Value::Null),
    ] {
        make(&mut browser, json!({ "title": title, "due": due })).await;
    }
    browser
}

both_engines! {
    async fn by_due_date_in_the_zone_of_each(engine) {
        let world = world(engine).await;
        let mut browser = with_due_dates(&world).await;
        assert_eq!(titles(&mut browser, "due=overdue").await, ["long ago", "an hour ago"]);
        assert_eq!(titles(&mut browser, "due=today").await, ["an hour ago", "tonight", "Tokyo's Sunday"]);
        let week = ["an hour ago", "tonight", "Tokyo's Sunday", "London's Sunday", "on Friday"];
        assert_eq!(titles(&mut browser, "due=week").await, week);
        assert_eq!(titles(&mut browser, "due=none").await, ["some day"]);
        assert_eq!(titles(&mut browser, "sort=due").await.last().unwrap(), "some day");
        let counts = browser.get(ITEMS).await.expect(200)["counts"].clone();
        assert_eq!(counts, json!({ "open": 8, "done": 0, "trash": 0, "overdue": 2, "today": 3 }));
        world.clock.advance(Duration::from_secs(7 * 3600));
        assert_eq!(titles(&mut browser, "due=overdue").await, ["long ago", "an hour ago", "tonight"]);
        world.check_promises().await;
    }

    async fn by_words_labels_and_priority(engine) {
        let world = world(engine).await;
        let mut browser = member(&world);
        for (title, labels, priority) in [
            ("Réserver la salle", json!(["venue"]), 3),
            ("100% of the posters", json!(["print", "venue"]), 0),
            ("Straße sperren", json!(["venues"]), 1),
        ] {
            make(&mut browser, json!({ "title": title, "labels": labels, "priority": priority })).await;
        }
        assert_eq!(titles(&mut browser, "q=RESERVER").await, ["Réserver la salle"]);
        assert_eq!(titles(&mut browser, "q=strasse").await, ["Straße sperren"]);
        assert_eq!(titles(&mut browser, "q=0%25").await, ["100% of the posters"]);
        assert_eq!(titles(&mut browser, "q=_").await, Vec::<String>::new());
        assert_eq!(titles(&mut browser, "label=Venue").await, ["Réserver la salle", "100% of the posters"]);
        assert_eq!(titles(&mut browser, "priority=3&label=venue").await, ["Réserver la salle"]);
        let labels = browser.get("/api/v1/todos/labels").await.expect(200);
        let expected = [("print", 1), ("venue", 2), ("venues", 1)].map(|(name, open)| json!({ "name": name, "open": open }));
        assert_eq!(labels, json!({ "items": expected, "next": null }));
    }

    async fn by_state_the_last_change_first(engine) {
        let world = world(engine).await;
        let mut browser = member(&world);
        let mut items = Vec::new();
        for title in ["one", "two", "three", "four"] {
            items.push(add(&mut browser, title).await);
        }
        for done in [2, 0] {
            let _ = finish(&mut browser, &items[done]).await.expect(200);
        }
        let _ = browser.delete(&path(&items[3])).await.expect(200);
        assert_eq!(titles(&mut browser, "state=open").await, ["two"]);
        assert_eq!(titles(&mut browser, "state=done").await, ["one", "three"]);
        assert_eq!(titles(&mut browser, "state=done&sort=order").await, ["one", "three"]);
        assert_eq!(titles(&mut browser, "state=done&sort=-created").await, ["three", "one"]);
        assert_eq!(titles(&mut browser, "state=trash").await, ["four"]);
        assert_eq!(titles(&mut browser, "").await, ["one", "two", "three"]);
        let counts = browser.get(ITEMS).await.expect(200)["counts"].clone();
        assert_eq!(counts, json!({ "open": 1, "done": 2, "trash": 1, "overdue": 0, "today": 0 }));
    }

    async fn in_pages_without_gaps_in_every_order(engine) {
        let world = world(engine).await;
        let mut browser = with_due_dates(&world).await;
        let second = browser.post(LISTS, json!({ "name": "Second" })).await.expect(201);
        make(&mut browser, json!({ "title": "elsewhere", "list": second["id"] })).await;
        for sort in ["order", "due", "-created"] {
            let whole = titles(&mut browser, &format!("sort={sort}")).await;
            let (mut query, mut seen) = (format!("{ITEMS}?limit=2&sort={sort}"), Vec::new());
            loop {
                let page = browser.get(&query).await.expect(200);
                seen.extend(page["items"].as_array().unwrap().iter().map(|item| item["title"].as_str().unwrap().to_owned()));
                let Some(next) = page["next"].as_str() else { break };
                query = format!("{ITEMS}?limit=2&sort={sort}&cursor={next}");
            }
            assert_eq!((seen.len(), seen), (9, whole), "{sort}");
        }
    }

    async fn what_cannot_be_asked_is_said(engine) {
        let world = world(engine).await;
        let mut browser = member(&world);
        for query in ["state=gone", "due=soon", "sort=title", "cursor=nonsense", "owner=1", "priority=high", "list=1"] {
            let answer = browser.get(&format!("{ITEMS}?{query}")).await;
            assert!(answer.is_problem(422, "request/invalid"), "{query}: {}", answer.text);
        }
        let long = "x".repeat(201);
        assert!(browser.get(&format!("{ITEMS}?q={long}")).await.is_problem(422, "request/invalid"));
    }
}
