//! What repeats comes back once for each time that it is done.

use std::time::Duration;

use testkit::both_engines;

use crate::*;

async fn monthly(browser: &mut Browser) -> Value {
    let due = json!({ "date": "2027-01-31", "time": "09:00", "zone": "Europe/Berlin" });
    let repeat = json!({ "every": "month" });
    make(
        browser,
        json!({ "title": "Pay the rent", "due": due, "repeat": repeat, "labels": ["home"], "priority": 2 }),
    )
    .await
}

both_engines! {
    async fn finishing_makes_the_next_time_in_its_place(engine) {
        let world = world(engine).await;
        let mut browser = member(&world);
        add(&mut browser, "first").await;
        let rent = monthly(&mut browser).await;
        add(&mut browser, "last").await;
        let done = finish(&mut browser, &rent).await.expect(200);
        assert_eq!((&done["completed"], &done["due"]), (&json!(true), &rent["due"]));
        let open = found(&mut browser, "state=open").await;
        let next = &open[1];
        assert_eq!([&open[0]["title"], &next["title"], &open[2]["title"]], ["first", "Pay the rent", "last"]);
        assert_eq!(next["due"], json!({ "date": "2027-02-28", "time": "09:00", "zone": "Europe/Berlin" }));
        assert_eq!((&next["labels"], &next["priority"], &next["repeat"]), (&rent["labels"], &rent["priority"], &rent["repeat"]));
        assert!(next["number"].as_i64() > rent["number"].as_i64());
        // The 31st comes back after February, and summer time moves the instant but not the time of day.
        let _ = finish(&mut browser, next).await.expect(200);
        let after = found(&mut browser, "state=open&q=rent").await;
        assert_eq!((&after[0]["due"]["date"], &after[0]["due_at"]), (&json!("2027-03-31"), &json!("2027-03-31T07:00:00.000000Z")));
        world.check_promises().await;
    }

    async fn however_many_finish_it_at_the_same_time(engine) {
        let world = world(engine).await;
        let mut browser = member(&world);
        let rent = monthly(&mut browser).await;
        let statuses = testkit::crowd(12, |_| {
            let (mut browser, rent) = (browser.clone(), rent.clone());
            async move { finish(&mut browser, &rent).await.status.as_u16() }
        }).await;
        assert!(statuses.iter().all(|status| *status == 200), "{statuses:?}");
        assert_eq!(found(&mut browser, "state=done").await.len(), 1);
        assert_eq!(found(&mut browser, "state=open").await.len(), 1);
        world.check_promises().await;
    }

    async fn reopened_and_finished_again_it_has_one_next_time(engine) {
        let world = world(engine).await;
        let mut browser = member(&world);
        let rent = monthly(&mut browser).await;
        for completed in [true, false, true] {
            let _ = browser.patch(&path(&rent), json!({ "completed": completed })).await.expect(200);
        }
        assert_eq!(found(&mut browser, "state=open").await.len(), 1);
        world.check_promises().await;
    }

    async fn what_is_late_skips_what_has_gone_by(engine) {
        let world = world(engine).await;
        let mut browser = member(&world);
        let due = json!({ "date": "2026-11-22", "zone": "Asia/Tokyo" });
        let daily = make(&mut browser, json!({ "title": "Water", "due": due, "repeat": { "every": "day" } })).await;
        world.clock.advance(Duration::from_secs(5 * 86_400));
        let _ = finish(&mut browser, &daily).await.expect(200);
        // The clock shows 26 November, 17:00 UTC: the 27th has begun in Tokyo.
        assert_eq!(found(&mut browser, "state=open").await[0]["due"]["date"], "2026-11-27");
    }

    async fn what_was_changed_on_the_way_counts(engine) {
        let world = world(engine).await;
        let mut browser = member(&world);
        let rent = monthly(&mut browser).await;
        let due = json!({ "date": "2027-02-15", "zone": "Europe/Berlin" });
        let body = json!({ "completed": true, "due": due, "title": "Pay the new rent" });
        let _ = browser.patch(&path(&rent), body).await.expect(200);
        let next = found(&mut browser, "state=open").await;
        assert_eq!((&next[0]["title"], &next[0]["due"]["date"]), (&json!("Pay the new rent"), &json!("2027-03-15")));
        let ended = json!({ "completed": true, "repeat": null });
        let _ = browser.patch(&path(&next[0]), ended).await.expect(200);
        assert_eq!(found(&mut browser, "state=open").await.len(), 0);
        world.check_promises().await;
    }
}
