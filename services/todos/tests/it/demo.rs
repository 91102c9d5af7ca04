//! To-dos of a house to look around in (decision D17).

use contracts::accounts::DemoAsked;
use testkit::both_engines;
use uuid::Uuid;

use crate::*;

async fn count(world: &World, user: Uuid) -> usize {
    let page = world.browser_of_member(user).get(ITEMS).await.expect(200);
    page["items"].as_array().unwrap().len()
}

both_engines! {
    async fn its_members_have_something_to_do_around_today(engine) {
        let world = world(engine).await;
        let (mira, jonas, busy) = (world.somebody(), world.somebody(), world.somebody());
        let _ = add(&mut world.browser_of_member(busy), "Something of my own").await;
        let asked = DemoAsked { user: mira, members: vec![mira, jonas, busy] };
        // Heard twice it is done once; who has something already keeps that and nothing else.
        for _ in 0..2 {
            world.accounts_tells(&asked).await;
            world.settle().await;
            assert_eq!((count(&world, mira).await, count(&world, jonas).await, count(&world, busy).await), (9, 9, 1));
        }
        let mut browser = world.browser_of_member(mira);
        let counts = browser.get(ITEMS).await.expect(200)["counts"].clone();
        assert!(counts["overdue"].as_i64().unwrap() >= 1, "{counts}");
        let lists = browser.get(LISTS).await.expect(200);
        let names: Vec<&str> = lists["items"].as_array().unwrap().iter().map(|l| l["name"].as_str().unwrap()).collect();
        assert_eq!(names, ["To do", "Venue"]);
        world.check_promises().await;
    }
}
