//! Items stand where they are put, whoever moves them at the same time.

use testkit::both_engines;

use crate::*;

async fn five(browser: &mut Browser) -> Vec<Value> {
    let mut items = Vec::new();
    for title in ["a", "b", "c", "d", "e"] {
        items.push(add(browser, title).await);
    }
    items
}

both_engines! {
    async fn before_another_or_last(engine) {
        let world = world(engine).await;
        let mut browser = member(&world);
        let items = five(&mut browser).await;
        let _ = place(&mut browser, &items[4], &items[0]["id"]).await.expect(200);
        assert_eq!(titles(&mut browser, "").await, ["e", "a", "b", "c", "d"]);
        let _ = place(&mut browser, &items[1], &Value::Null).await.expect(200);
        assert_eq!(titles(&mut browser, "").await, ["e", "a", "c", "d", "b"]);
        let _ = place(&mut browser, &items[2], &items[2]["id"]).await.expect(200);
        assert_eq!(titles(&mut browser, "").await, ["e", "a", "c", "d", "b"]);
        let unknown = json!("0191e5a0-0000-7000-8000-000000000009");
        assert!(place(&mut browser, &items[0], &unknown).await.is_problem(422, "request/invalid"));
        let _ = browser.delete(&path(&items[3])).await.expect(200);
        assert!(place(&mut browser, &items[0], &items[3]["id"]).await.is_problem(422, "request/invalid"));
        world.check_promises().await;
    }

    async fn on_the_list_of_the_other(engine) {
        let world = world(engine).await;
        let mut browser = member(&world);
        let list = browser.post(LISTS, json!({ "name": "Second" })).await.expect(201);
        let there = make(&mut browser, json!({ "title": "there", "list": list["id"] })).await;
        let here = add(&mut browser, "here").await;
        let moved = place(&mut browser, &here, &there["id"]).await.expect(200);
        assert_eq!(moved["list"], list["id"]);
        let query = format!("list={}", list["id"].as_str().unwrap());
        assert_eq!(titles(&mut browser, &query).await, ["here", "there"]);
        // A change of list puts it last.
        let back = browser.patch(&path(&here), json!({ "list": there["list"] })).await.expect(200);
        assert_eq!(back["list"], list["id"]);
        let home = browser.get(LISTS).await.expect(200)["items"][0]["id"].clone();
        let back = browser.patch(&path(&there), json!({ "list": home })).await.expect(200);
        assert_eq!(back["list"], home);
        assert_eq!(titles(&mut browser, "").await, ["there", "here"]);
        world.check_promises().await;
    }

    async fn again_and_again_into_the_same_gap(engine) {
        let world = world(engine).await;
        let mut browser = member(&world);
        let items = five(&mut browser).await;
        let mut expected = vec![0, 1, 2, 3, 4];
        for turn in 0..90 {
            let (moved, before) = (expected[4], expected[1]);
            let _ = place(&mut browser, &items[moved], &items[before]["id"]).await.expect(200);
            expected.remove(4);
            expected.insert(1, moved);
            if turn % 30 == 29 {
                let wanted: Vec<&str> = expected.iter().map(|n| items[*n]["title"].as_str().unwrap()).collect();
                assert_eq!(titles(&mut browser, "").await, wanted);
            }
        }
        world.check_promises().await;
    }

    async fn many_at_the_same_time_leave_an_order(engine) {
        let world = world(engine).await;
        let mut browser = member(&world);
        let items = five(&mut browser).await;
        let statuses = testkit::crowd(40, |n| {
            let (mut browser, item, before) = (browser.clone(), items[n % 5].clone(), items[(n * 3 + 1) % 5]["id"].clone());
            async move { place(&mut browser, &item, &before).await.status.as_u16() }
        }).await;
        assert!(statuses.iter().all(|status| *status == 200), "{statuses:?}");
        let mut left = titles(&mut browser, "").await;
        left.sort();
        assert_eq!(left, ["a", "b", "c", "d", "e"]);
        world.check_promises().await;
    }

    async fn two_who_put_something_before_the_same_both_succeed(engine) {
        let world = world(engine).await;
        let mut browser = member(&world);
        let items = five(&mut browser).await;
        let statuses = testkit::crowd(2, |n| {
            let (mut browser, item, before) = (browser.clone(), items[3 + n].clone(), items[0]["id"].clone());
            async move { place(&mut browser, &item, &before).await.status.as_u16() }
        }).await;
        assert_eq!(statuses, [200, 200]);
        let order = titles(&mut browser, "").await;
        assert!(order == ["d", "e", "a", "b", "c"] || order == ["e", "d", "a", "b", "c"], "{order:?}");
        world.check_promises().await;
    }
}
