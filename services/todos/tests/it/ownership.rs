//! What belongs to somebody else is not there, on every route (row S3-15, SEC-16), and hints reach their member alone.

use chassis::http::Route;
use http::Method;
use testkit::both_engines;
use uuid::Uuid;

use crate::*;

/// A body that the route would accept for something of one's own.
fn acceptable(route: &Route) -> Option<String> {
    let body = match (route.method.as_str(), route.path.rsplit('/').next()) {
        ("PATCH", _) if route.path.contains("/lists/") => json!({ "name": "Mine now" }),
        ("PATCH", _) => json!({ "title": "Mine now" }),
        ("POST", Some("moves")) => json!({ "before": null }),
        _ => return None,
    };
    Some(body.to_string())
}

/// The routes of todos: those that name one thing, and those that do not.
fn routes(world: &World) -> (Vec<Route>, Vec<Route>) {
    let ours = world.house.face.table.iter().filter(|route| route.right == Some("todos.own")).cloned();
    ours.partition(|route| route.path.contains("{id}"))
}

both_engines! {
    async fn nobody_reaches_what_is_of_others(engine) {
        let world = world(engine).await;
        let (mut ira, mut eve) = (member(&world), member(&world));
        let item = add(&mut ira, "Book the venue").await;
        let list = ira.post(LISTS, json!({ "name": "Premiere" })).await.expect(201);
        let trashed = add(&mut ira, "Old posters").await;
        let _ = ira.delete(&path(&trashed)).await.expect(200);
        add(&mut eve, "Something of her own").await;
        let (of_one, _) = routes(&world);
        assert!(of_one.len() >= 10, "{of_one:?}");
        for route in of_one {
            let id = match route.path.as_str() {
                _ if route.classic => item["number"].to_string(),
                path if path.contains("/lists/") => list["id"].as_str().unwrap().to_owned(),
                path if path.contains("/trash/") || path.ends_with("/restorations") => trashed["id"].as_str().unwrap().to_owned(),
                _ => item["id"].as_str().unwrap().to_owned(),
            };
            let method: Method = route.method.parse().unwrap();
            let answer = eve.send(method, &route.path.replace("{id}", &id), acceptable(&route), &[]).await;
            assert_eq!(answer.status, 404, "{} {}: {}", route.method, route.path, answer.text);
        }
        assert_eq!(ira.get(&path(&item)).await.expect(200), item);
        assert_eq!(titles(&mut ira, "state=trash").await, ["Old posters"]);
        world.check_promises().await;
    }

    async fn nobody_lists_finds_or_empties_what_is_of_others(engine) {
        let world = world(engine).await;
        let (mut ira, mut eve) = (member(&world), member(&world));
        let item = make(&mut ira, json!({ "title": "Book the venue", "labels": ["venue"] })).await;
        let trashed = add(&mut ira, "Old posters").await;
        let _ = ira.delete(&path(&trashed)).await.expect(200);
        let (_, of_all) = routes(&world);
        for route in of_all.iter().filter(|route| route.method == "GET") {
            let answer = eve.get(&route.path).await;
            assert!(answer.status.is_success() && !answer.text.contains("venue"), "{}: {}", route.path, answer.text);
        }
        let query = format!("list={}", item["list"].as_str().unwrap());
        assert_eq!(titles(&mut eve, &query).await, Vec::<String>::new());
        assert_eq!(eve.delete(TRASH).await.expect(200), json!({ "deleted": 0 }));
        let own = add(&mut eve, "Her own").await;
        for (target, wrong) in [
            (ITEMS.to_owned(), json!({ "title": "x", "list": item["list"] })),
            (format!("{}/moves", path(&own)), json!({ "before": item["id"] })),
        ] {
            assert!(eve.post(&target, wrong).await.is_problem(422, "request/invalid"), "{target}");
        }
        assert!(eve.patch(&path(&own), json!({ "list": item["list"] })).await.is_problem(422, "request/invalid"));
        assert_eq!(titles(&mut ira, "state=trash").await, ["Old posters"]);
        world.check_promises().await;
    }

    async fn strangers_are_asked_to_sign_in(engine) {
        let world = world(engine).await;
        let (of_one, of_all) = routes(&world);
        for route in of_one.iter().chain(&of_all) {
            let target = route.path.replace("{id}", &Uuid::nil().to_string());
            let answer = world.browser().send(route.method.parse().unwrap(), &target, Some("{}".into()), &[]).await;
            assert_eq!(answer.status, 401, "{} {target}: {}", route.method, answer.text);
        }
    }
}
