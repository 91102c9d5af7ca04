//! `/todos` as the clients of the to-do system know it, error texts included (rows S3-09 to S3-16).

use http::Method;
use testkit::both_engines;

use crate::*;

const TODOS: &str = "/todos";

async fn todo(browser: &mut Browser, title: &str) -> Value {
    browser.post(TODOS, json!({ "title": title })).await.expect(201)
}

fn at(todo: &Value) -> String {
    format!("{TODOS}/{}", todo["id"])
}

both_engines! {
    /// Rows S3-10, S3-11 and S3-16: numbers as ids, a bare array by id, completed false at first.
    async fn lists_by_id_what_was_made(engine) {
        let world = world(engine).await;
        let mut browser = member(&world);
        assert_eq!(browser.get(TODOS).await.expect(200), json!([]));
        let (one, two) = (todo(&mut browser, "one").await, todo(&mut browser, "two").await);
        assert_eq!(one, json!({ "id": one["id"], "title": "one", "completed": false }));
        assert!(one["id"].as_i64() < two["id"].as_i64());
        let answer = browser.get("/todos/").await;
        assert_eq!(answer.headers["x-total-count"], "2");
        assert_eq!(answer.expect(200), json!([one, two]));
        // The same item, in the native shape.
        assert_eq!(titles(&mut browser, "").await, ["one", "two"]);
    }

    /// Row S3-11: a title has 1 to 200 characters.
    async fn refuses_what_is_no_title(engine) {
        let world = world(engine).await;
        let mut browser = member(&world);
        for wrong in [String::new(), "x".repeat(201)] {
            let answer = browser.post(TODOS, json!({ "title": wrong })).await;
            assert_eq!((answer.status.as_u16(), &answer.json()["detail"][0]["loc"]), (422, &json!(["body", "title"])));
        }
        assert_eq!(browser.post(TODOS, json!({})).await.status, 422);
        let longest = todo(&mut browser, &"x".repeat(200)).await;
        assert_eq!(browser.patch(&at(&longest), json!({ "title": "" })).await.status, 422);
    }

    /// Rows S3-12, S3-13 and S3-14: changed, shown, deleted.
    async fn changes_shows_and_deletes(engine) {
        let world = world(engine).await;
        let mut browser = member(&world);
        let one = todo(&mut browser, "one").await;
        let done = browser.patch(&at(&one), json!({ "completed": true })).await.expect(200);
        assert_eq!(done, json!({ "id": one["id"], "title": "one", "completed": true }));
        let renamed = browser.patch(&at(&one), json!({ "title": "first", "completed": false })).await.expect(200);
        assert_eq!(renamed, json!({ "id": one["id"], "title": "first", "completed": false }));
        assert_eq!(browser.get(&at(&one)).await.expect(200), renamed);
        let gone = browser.delete(&at(&one)).await;
        assert_eq!((gone.status.as_u16(), gone.text.as_str()), (204, ""));
        assert_eq!(browser.get(TODOS).await.expect(200), json!([]));
        // Our page can bring it back.
        assert_eq!(titles(&mut browser, "state=trash").await, ["first"]);
    }

    /// Rows S3-12 to S3-15: what is deleted, of somebody else or never was is not found, in these words.
    async fn says_that_a_todo_is_not_found(engine) {
        let world = world(engine).await;
        let (mut ira, mut eve) = (member(&world), member(&world));
        let (one, deleted) = (todo(&mut ira, "one").await, todo(&mut ira, "two").await);
        assert_eq!(ira.delete(&at(&deleted)).await.status, 204);
        let mut lost = vec![(ira, at(&deleted)), (eve.clone(), "/todos/999999".into()), (eve.clone(), "/todos/one".into())];
        lost.push((eve.clone(), at(&one)));
        for (mut browser, target) in lost {
            for method in [Method::GET, Method::PATCH, Method::DELETE] {
                let answer = browser.send(method.clone(), &target, Some("{}".into()), &[]).await;
                assert_eq!((answer.status.as_u16(), answer.json()), (404, json!({ "detail": "todo not found" })), "{method} {target}");
            }
        }
        assert_eq!(eve.get(TODOS).await.expect(200), json!([]));
    }

    /// Row S3-09: what nobody is told without a token, and with a bad one.
    async fn says_what_is_wrong_with_a_token(engine) {
        let world = world(engine).await;
        for (method, target) in [(Method::GET, TODOS), (Method::POST, TODOS), (Method::GET, "/todos/1"), (Method::PATCH, "/todos/1"), (Method::DELETE, "/todos/1")] {
            let bare = world.browser().send(method.clone(), target, Some("{}".into()), &[]).await;
            assert_eq!((bare.status.as_u16(), bare.json()), (401, json!({ "detail": "missing credentials" })));
            let bad = world.browser().send(method, target, Some("{}".into()), &[("authorization", "Bearer nonsense")]).await;
            assert_eq!((bad.status.as_u16(), bad.json()), (401, json!({ "detail": "invalid token" })));
        }
    }

    /// Row C16: a long list comes in pages, whose `Link` leads on.
    async fn goes_on_after_an_id(engine) {
        let world = world(engine).await;
        let mut browser = member(&world);
        let (one, two) = (todo(&mut browser, "one").await, todo(&mut browser, "two").await);
        let rest = browser.get(&format!("/todos?after={}", one["id"])).await;
        assert!(!rest.headers.contains_key("link"));
        assert_eq!(rest.expect(200), json!([two]));
    }
}
