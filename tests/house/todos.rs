//! To-dos in the whole house: a newcomer's first list, and the page that hears of changes made elsewhere.

use serde_json::json;
use testkit::every_shape;

use crate::bell::{OURS, connect, next, serve, subscribe};
use crate::*;

const ITEMS: &str = "/api/v1/todos/items";

every_shape! {
    async fn a_newcomer_has_a_list_and_both_faces_show_the_same(shape) {
        let world = house(shape, false).await;
        let (mut ira, mut eve) = (world.browser(), world.browser());
        sign_up(&mut ira, "ira@example.org").await;
        sign_up(&mut eve, "eve@example.org").await;
        let lists = ira.get("/api/v1/todos/lists").await.expect(200);
        assert_eq!(lists["items"][0]["name"], "To do");
        let item = ira.post(ITEMS, json!({ "title": "Book the venue" })).await.expect(201);
        let classic = ira.get("/todos").await.expect(200);
        assert_eq!(classic, json!([{ "id": item["number"], "title": "Book the venue", "completed": false }]));
        assert_eq!(eve.get("/todos").await.expect(200), json!([]));
        let id = item["id"].as_str().unwrap();
        assert!(eve.get(&format!("{ITEMS}/{id}")).await.is_problem(404, "todos/no-such-item"));
        world.check_promises().await;
    }

    async fn whoever_runs_the_house_sees_what_was_deleted_for_ever_and_nobody_else(shape) {
        let world = house(shape, false).await;
        let mut ira = world.browser();
        sign_up(&mut ira, "ira@example.org").await;
        let item = ira.post(ITEMS, json!({ "title": "Old posters" })).await.expect(201);
        let id = item["id"].as_str().unwrap();
        let _ = ira.delete(&format!("{ITEMS}/{id}")).await.expect(200);
        assert_eq!(ira.delete(&format!("/api/v1/todos/trash/{id}")).await.status, 204);
        assert!(ira.get("/api/v1/todos/audit").await.is_problem(403, "request/not-allowed"));
        let token = world.terminal.token("First administrator");
        let setup = json!({ "token": token, "password": PASSWORD });
        let _ = ira.post("/api/v1/accounts/setup", setup).await.expect(200);
        let audit = ira.get("/api/v1/todos/audit").await.expect(200);
        assert_eq!(audit["items"][0]["action"], "item.delete");
        assert!(!audit.to_string().contains("posters"), "the audit holds no words of people");
        world.check_promises().await;
    }

    async fn open_pages_hear_of_a_change_and_only_their_member_s(shape) {
        let world = house(shape, false).await;
        let (mut ira, mut eve) = (world.browser(), world.browser());
        let me = sign_up(&mut ira, "ira@example.org").await;
        sign_up(&mut eve, "eve@example.org").await;
        let topic = format!("todos.items.{}", me["id"].as_str().unwrap());
        let at = serve(&world).await;
        let mut page = connect(at, &ira, OURS).await.unwrap();
        subscribe(&mut page, &topic, None).await;
        assert_eq!(next(&mut page).await.unwrap()["ok"], true);
        let item = ira.post(ITEMS, json!({ "title": "Book the venue" })).await.expect(201);
        assert_eq!(next(&mut page).await.unwrap()["data"], json!({ "changed": [item["id"]] }));
        let mut foreign = connect(at, &eve, OURS).await.unwrap();
        subscribe(&mut foreign, &topic, None).await;
        assert_eq!(next(&mut foreign).await.unwrap()["error"], "/problems/request/not-allowed");
    }

    /// Rows S3-06, S3-07 and S3-09 to S3-15: nothing but a base URL and a token.
    async fn a_client_of_the_todo_system_works_unchanged(shape) {
        let world = house(shape, false).await;
        let credentials = json!({ "email": "ira@example.org", "password": PASSWORD });
        let registered = world.browser().post("/auth/register", credentials.clone()).await.expect(201);
        assert_eq!(registered["token_type"], "bearer");
        let token = world.browser().post("/auth/login", credentials).await.expect(200)["access_token"].clone();
        let mut client = world.browser().with("authorization", &format!("Bearer {}", token.as_str().unwrap()));
        assert_eq!(client.get("/todos").await.expect(200), json!([]));
        let todo = client.post("/todos", json!({ "title": "Book the venue" })).await.expect(201);
        assert_eq!(todo, json!({ "id": 1, "title": "Book the venue", "completed": false }));
        let done = client.patch("/todos/1", json!({ "completed": true })).await.expect(200);
        assert_eq!(done, json!({ "id": 1, "title": "Book the venue", "completed": true }));
        assert_eq!(client.get("/todos/").await.expect(200), json!([done]));
        assert_eq!(client.delete("/todos/1").await.status, 204);
        let gone = client.get("/todos/1").await;
        assert_eq!((gone.status.as_u16(), gone.json()), (404, json!({ "detail": "todo not found" })));
        let bare = world.browser().get("/todos").await;
        assert_eq!((bare.status.as_u16(), bare.json()), (401, json!({ "detail": "missing credentials" })));
        let bad = world.browser().with("authorization", "Bearer nonsense").get("/todos").await;
        assert_eq!((bad.status.as_u16(), bad.json()), (401, json!({ "detail": "invalid token" })));
        world.check_promises().await;
    }
}
