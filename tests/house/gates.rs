//! Every route × role × owner × origin, from the route table itself: a route that is added is tested by that.

use accounts::model::Role;
use accounts::operator::Operator;
use chassis::http::Route;
use http::Method;
use testkit::every_shape;

use crate::*;

/// What every role's account is called.
const ROLES: [Role; 4] = [Role::User, Role::Moderator, Role::Admin, Role::SuperAdmin];
/// Routes that end the session that asks; they would spoil the rest of a row.
const ENDS: [&str; 3] = ["/api/v1/accounts/sessions/current", "/auth/logout", "/api/users/logout"];

/// An address of this route that names nothing.
fn nowhere(route: &Route) -> String {
    let parts = route.path.split('/').map(|part| match part {
        "{id}" if route.classic => "999999999",
        "{id}" => "00000000-0000-0000-0000-000000000000",
        "{user_id}" => "999999999",
        part if part.starts_with('{') => "nothing",
        part => part,
    });
    parts.collect::<Vec<_>>().join("/")
}

async fn call(browser: &mut Browser, route: &Route, path: &str, headers: &[(&str, &str)]) -> testkit::Answer {
    let method: Method = route.method.parse().unwrap();
    // Classic routes take what they know of a body and leave the rest.
    let classic = json!({
        "name": "No", "username": "nobody", "email": "no@example.org", "title": "No", "completed": true,
        "password": "12345678", "current_password": "12345678", "new_password": "87654321",
    });
    let body = if route.classic { classic } else { json!({}) };
    let body = (method != Method::GET).then(|| body.to_string());
    browser.send(method, path, body, headers).await
}

/// A browser of somebody with this role.
async fn with_role(world: &World, role: Role) -> Browser {
    let operator = Operator::new(world.house_of("accounts").host(), world.db("accounts")).unwrap();
    let email = format!("{role}@example.org");
    operator.create_user(&email, role.name(), PASSWORD).await.unwrap();
    let mut browser = world.browser();
    let login = json!({ "login": email, "password": PASSWORD });
    let _ = browser.post("/api/v1/accounts/sessions", login).await.expect(201);
    browser
}

/// Whether the gate itself refused, as opposed to the handler behind it.
fn gate_refused(route: &Route, answer: &testkit::Answer) -> bool {
    let slug = answer.json()["type"].as_str().unwrap_or_default().to_owned();
    match answer.status.as_u16() {
        401 => route.classic || slug == "/problems/request/sign-in-needed",
        403 => {
            slug == "/problems/request/not-allowed"
                || (route.classic && answer.text.contains("for the right"))
        }
        _ => false,
    }
}

every_shape! {
    /// SEC-16: exactly those pass whose role has the right that the gate names.
    async fn every_route_opens_for_exactly_its_roles(shape) {
        let world = house(shape, false).await;
        let mut browsers = Vec::new();
        for role in ROLES {
            browsers.push((role, with_role(&world, role).await));
        }
        let table: Vec<Route> = world.house.face.table.iter().filter(|r| !ENDS.contains(&r.path.as_str())).cloned().collect();
        assert!(table.len() > 80, "{}", table.len());
        for route in &table {
            let path = nowhere(route);
            let stranger = call(&mut world.browser(), route, &path, &[]).await;
            assert!(stranger.status.as_u16() < 500, "{} {path}: {}", route.method, stranger.text);
            assert_eq!(gate_refused(route, &stranger), route.right.is_some(), "{} {path} for strangers: {}", route.method, stranger.text);
            let Some(right) = route.right else { continue };
            for (role, browser) in &mut browsers {
                let answer = call(browser, route, &path, &[]).await;
                let may = role.rights([].into_iter()).iter().any(|held| held == right);
                assert!(answer.status.as_u16() < 500, "{} {path}: {}", route.method, answer.text);
                assert_eq!(gate_refused(route, &answer), !may, "{} {path} for {role}: {}", route.method, answer.text);
            }
            // The clock stands still, so that a minute's limits would be used up.
            world.clock.advance(std::time::Duration::from_secs(30));
        }
        world.check_promises().await;
    }

    /// SEC-12, decision D30: nothing that another site makes a browser send is done with its cookies.
    async fn no_other_site_can_change_anything(shape) {
        let world = house(shape, false).await;
        let mut admin = with_role(&world, Role::Admin).await;
        let foreign = [
            ("origin", "https://evil.example"),
            ("origin", "null"),
            ("origin", "http://127.0.0.1:8081"),
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-site", "same-site"),
        ];
        let mut tried = 0;
        for route in world.house.face.table.iter().filter(|route| route.method != "GET") {
            let path = nowhere(route);
            for (name, value) in foreign {
                let mut headers = vec![(name, value), ("content-type", "text/plain")];
                if name != "origin" {
                    headers.push(("origin", ""));
                }
                let answer = call(&mut admin, route, &path, &headers).await;
                assert!(answer.is_problem(403, "request/foreign-origin"), "{} {path} {name}: {value}: {}", route.method, answer.text);
                tried += 1;
            }
            let bare = call(&mut admin, route, &path, &[("origin", "")]).await;
            let refused = bare.is_problem(403, "request/foreign-origin");
            assert_eq!(refused, !route.classic, "{} {path} without any header: {}", route.method, bare.text);
            world.clock.advance(std::time::Duration::from_secs(30));
        }
        assert!(tried > 200, "{tried}");
    }

    /// SEC-16, S3-15, S4 and S5: what somebody owns is nobody else's, on every route that names it.
    async fn what_is_mine_is_not_yours(shape) {
        let world = house(shape, false).await;
        let (mut ira, mut eve) = (world.browser(), world.browser());
        let me = sign_up(&mut ira, "ira@example.org").await;
        sign_up(&mut eve, "eve@example.org").await;
        let items = "/api/v1/todos/items";
        let item = ira.post(items, json!({ "title": "Mine" })).await.expect(201);
        let trashed = ira.post(items, json!({ "title": "Trashed" })).await.expect(201);
        let trashed = trashed["id"].as_str().unwrap();
        let _ = ira.delete(&format!("{items}/{trashed}")).await.expect(200);
        let list = ira.post("/api/v1/todos/lists", json!({ "name": "Mine" })).await.expect(201);
        let sessions = ira.get("/api/v1/accounts/sessions").await.expect(200);
        let whose = |route: &Route| -> Option<String> {
            let named = [
                ("/api/v1/accounts/sessions/{id}", sessions["items"][0]["id"].as_str()),
                ("/api/v1/todos/items/{id}", item["id"].as_str()),
                ("/api/v1/todos/lists/{id}", list["id"].as_str()),
                ("/api/v1/todos/trash/{id}", Some(trashed)),
            ];
            let (number, item_number) = (me["number"].to_string(), item["number"].to_string());
            let path = &route.path;
            if let Some((start, id)) = named.iter().find(|(start, _)| path.starts_with(start)) {
                return Some(path.replace(start, &start.replace("{id}", (*id)?)));
            }
            match path.as_str() {
                "/todos/{id}" => Some(format!("/todos/{item_number}")),
                "/users/{user_id}" | "/users/{user_id}/password" | "/api/users/{user_id}" => {
                    Some(path.replace("{user_id}", &number))
                }
                _ => None,
            }
        };
        let before = (ira.get(&format!("{items}?state=trash")).await.text, ira.get("/todos").await.text);
        let members: Vec<&str> = vec!["accounts.self", "todos.own", "notify.read"];
        let mut tried = 0;
        for route in world.house.face.table.iter().filter(|r| r.path.contains('{')) {
            if !route.right.is_some_and(|right| members.contains(&right)) {
                continue;
            }
            let path = whose(route).unwrap_or_else(|| panic!("say in this test whose {} is", route.path));
            let answer = call(&mut eve, route, &path, &[]).await;
            assert!(matches!(answer.status.as_u16(), 403 | 404), "{} {path}: {} {}", route.method, answer.status, answer.text);
            assert!(!answer.text.contains("Mine") && !answer.text.contains("ira@"), "{}", answer.text);
            tried += 1;
        }
        assert!(tried > 10, "{tried}");
        let after = (ira.get(&format!("{items}?state=trash")).await.text, ira.get("/todos").await.text);
        assert_eq!(before, after);
        world.check_promises().await;
    }
}
