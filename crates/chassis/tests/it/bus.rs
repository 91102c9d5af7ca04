//! Events: published with the change, numbered without gaps, heard once.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use chassis::bus::{self, Consumer, Following, Log, Runner};
use chassis::db::migrate::Migration;
use chassis::db::{Db, Exec, Statement};
use chassis::{args, random, transact};
use kit::{Event, Kind};
use serde::{Deserialize, Serialize};
use testkit::{Engine, Ground, both_engines};
use uuid::Uuid;

const SHOP: &[Migration] = &[Migration {
    name: "0001_items",
    text: "-- up
create table shop.items(id uuid primary key, version bigint not null);
-- down
drop table shop.items;",
}];
const DESK: &[Migration] = &[Migration {
    name: "0001_seen",
    text: "-- up
create table desk.seen(n bigint not null);
-- down
drop table desk.seen;",
}];

static PUT: Statement = Statement::new(
    "shop",
    "insert into shop.items(id, version) values($1, 1) on conflict(id) do update set version = items.version + 1 returning version",
    "test",
);
static SEE: Statement = Statement::new("desk", "insert into desk.seen(n) values($1)", "test");
static SEEN: Statement = Statement::new("desk", "select n from desk.seen order by n", "test");
static SET_BACK: Statement = Statement::new("desk", "update desk.cursors set pos = 0", "test");
static PARKED: Statement = Statement::new("desk", "select pos, reason from desk.parked order by pos", "test");
static EPOCH: Statement = Statement::new("shop", "update shop.log_head set epoch = 2", "test");

#[derive(Clone, Serialize, Deserialize)]
struct ItemSold {
    item: Uuid,
    n: i64,
}
impl Event for ItemSold {
    const TYPE: &'static str = "shop.item.sold.v1";
    fn aggregate(&self) -> Uuid {
        self.item
    }
}

async fn shop(engine: Engine) -> (Ground, Db, Db) {
    let ground = Ground::new(engine, &[("shop", SHOP), ("desk", DESK)]).await;
    let (shop, desk) = (ground.db("shop", SHOP).await, ground.db("desk", DESK).await);
    (ground, shop, desk)
}

async fn sell(db: &Db, item: Uuid, n: i64) {
    transact!(db, |tx| {
        let (version,): (i64,) = tx.one(&PUT, args![item]).await?;
        tx.publish(version, None, &ItemSold { item, n }).await?;
        Ok(())
    })
    .unwrap();
}

async fn seen(db: &Db) -> Vec<i64> {
    db.all::<(i64,)>(&SEEN, args![]).await.unwrap().into_iter().map(|row| row.0).collect()
}

async fn follow(shop: &Db, desk: &Db, consumer: Consumer) -> Runner {
    let following = Following { consumer, db: desk.clone(), source: Log::Here(shop.clone()) };
    let runner = Runner::new(vec![shop.clone(), desk.clone()], vec![following]);
    runner.enroll().await.unwrap();
    runner
}

fn sees() -> Consumer {
    Consumer::on::<ItemSold>("desk.see").apply(|tx, heard| {
        Box::pin(async move {
            tx.exec(&SEE, args![heard.event.n]).await?;
            Ok(())
        })
    })
}

const WRONG: Kind = Kind::new(500, "desk/wrong", "Wrong");

both_engines! {
    async fn is_heard_once_however_often_it_is_read(engine) {
        let (_ground, shop, desk) = shop(engine).await;
        for n in 0..250 {
            sell(&shop, random::uuid(shop.now()), n).await;
        }
        let runner = follow(&shop, &desk, sees()).await;
        runner.settle().await.unwrap();
        assert_eq!(seen(&desk).await, (0..250).collect::<Vec<_>>());
        desk.exec(&SET_BACK, args![]).await.unwrap();
        runner.settle().await.unwrap();
        assert_eq!(seen(&desk).await.len(), 250);
    }

    async fn a_refused_change_publishes_nothing(engine) {
        let (_ground, shop, desk) = shop(engine).await;
        let item = random::uuid(shop.now());
        let refused: kit::Result<()> = transact!(shop, |tx| {
            let (version,): (i64,) = tx.one(&PUT, args![item]).await?;
            tx.publish(version, None, &ItemSold { item, n: 1 }).await?;
            Err(WRONG.err())
        });
        assert!(refused.is_err());
        sell(&shop, item, 2).await;
        follow(&shop, &desk, sees()).await.settle().await.unwrap();
        assert_eq!(seen(&desk).await, [2]);
        assert_eq!(bus::head(&shop).await.unwrap().head, 1);
    }

    async fn poison_is_parked_and_so_is_what_follows_of_the_same_thing(engine) {
        let (_ground, shop, desk) = shop(engine).await;
        let (bad, good) = (random::uuid(shop.now()), random::uuid(shop.now()));
        for (item, n) in [(good, 1), (bad, 2), (good, 3), (bad, 4), (good, 5)] {
            sell(&shop, item, n).await;
        }
        let tries = Arc::new(AtomicU32::new(0));
        let count = tries.clone();
        let consumer = Consumer::on::<ItemSold>("desk.see").apply(move |tx, heard| {
            let count = count.clone();
            Box::pin(async move {
                tx.exec(&SEE, args![heard.event.n]).await?;
                if heard.event.n == 2 {
                    count.fetch_add(1, Ordering::SeqCst);
                    return Err(WRONG.err());
                }
                Ok(())
            })
        });
        follow(&shop, &desk, consumer).await.settle().await.unwrap();
        assert_eq!(seen(&desk).await, [1, 3, 5]);
        assert_eq!(tries.load(Ordering::SeqCst), 5);
        let parked: Vec<(i64, String)> = desk.all(&PARKED, args![]).await.unwrap();
        assert_eq!(parked.iter().map(|p| p.0).collect::<Vec<_>>(), [2, 4]);
        assert!(parked[0].1.contains("desk/wrong") && parked[1].1.contains("earlier event"));
    }

    async fn what_is_away_is_waited_for(engine) {
        let (_ground, shop, desk) = shop(engine).await;
        sell(&shop, random::uuid(shop.now()), 1).await;
        let asked = Arc::new(AtomicU32::new(0));
        let count = asked.clone();
        let consumer = Consumer::on::<ItemSold>("desk.see")
            .prepare(move |heard| {
                let away = count.fetch_add(1, Ordering::SeqCst) == 0;
                Box::pin(async move {
                    if away { Err(kit::error::UNAVAILABLE.err()) } else { Ok(Some(heard.event.n * 10)) }
                })
            })
            .apply(|tx, _, tenfold| {
                Box::pin(async move {
                    tx.exec(&SEE, args![tenfold]).await?;
                    Ok(())
                })
            });
        let runner = follow(&shop, &desk, consumer).await;
        assert!(runner.settle().await.is_err());
        assert_eq!(seen(&desk).await, [0_i64; 0]);
        runner.settle().await.unwrap();
        assert_eq!(seen(&desk).await, [10]);
    }

    async fn who_is_born_late_begins_at_the_head(engine) {
        let (_ground, shop, desk) = shop(engine).await;
        sell(&shop, random::uuid(shop.now()), 1).await;
        follow(&shop, &desk, sees()).await.settle().await.unwrap();
        let late = Consumer::on::<ItemSold>("desk.see_late").apply(|tx, heard| {
            Box::pin(async move {
                tx.exec(&SEE, args![heard.event.n * 100]).await?;
                Ok(())
            })
        });
        let runner = follow(&shop, &desk, late).await;
        sell(&shop, random::uuid(shop.now()), 2).await;
        runner.settle().await.unwrap();
        assert_eq!(seen(&desk).await, [1, 200]);
    }

    async fn another_epoch_stops_the_reader(engine) {
        let (_ground, shop, desk) = shop(engine).await;
        sell(&shop, random::uuid(shop.now()), 1).await;
        let runner = follow(&shop, &desk, sees()).await;
        runner.settle().await.unwrap();
        shop.exec(&EPOCH, args![]).await.unwrap();
        let stopped = runner.settle().await.unwrap_err();
        assert!(format!("{stopped:?}").contains("has to rebuild"), "{stopped:?}");
        // A house opens all the same; whoever mends lets it read the log again, and nothing is done twice.
        let runner = follow(&shop, &desk, sees()).await;
        let standing = runner.standing().await.unwrap();
        assert!(standing[0].stopped() && runner.rewind(&standing[0]).await.unwrap());
        sell(&shop, random::uuid(shop.now()), 2).await;
        runner.settle().await.unwrap();
        assert!(!runner.standing().await.unwrap()[0].stopped());
        assert_eq!(seen(&desk).await, [1, 2]);
    }

    async fn wakes_its_readers(engine) {
        let (_ground, shop, desk) = shop(engine).await;
        let (stop, stopped) = tokio::sync::watch::channel(false);
        let tasks = follow(&shop, &desk, sees()).await.start(&stopped);
        sell(&shop, random::uuid(shop.now()), 7).await;
        let heard = async {
            while seen(&desk).await.is_empty() {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(std::time::Duration::from_secs(20), heard).await.expect("heard");
        stop.send(true).unwrap();
        for task in tasks {
            task.await.unwrap();
        }
    }
}

/// On PostgreSQL transactions commit in another order than they began.
mod two_sessions {
    use super::*;

    async fn ground() -> Option<(Ground, Db, Db)> {
        if testkit::ground::postgres_is_there("two_sessions") {
            Some(shop(Engine::Postgres).await)
        } else {
            None
        }
    }

    async fn begin_sale(db: &Db, n: i64) -> chassis::db::Tx {
        let tx = db.begin().await.unwrap();
        let item = random::uuid(db.now());
        let (version,): (i64,) = tx.one(&PUT, args![item]).await.unwrap();
        tx.publish(version, None, &ItemSold { item, n }).await.unwrap();
        tx
    }

    async fn commit(tx: chassis::db::Tx) {
        tx.finish(true).await.unwrap();
    }

    async fn order(db: &Db) -> Vec<i64> {
        let head = bus::head(db).await.unwrap().head;
        let events = bus::read(db, 0, head, ItemSold::TYPE).await.unwrap();
        assert!(events.iter().map(|e| e.pos).eq(1..=head), "gaps");
        events.iter().map(|e| serde_json::from_str::<ItemSold>(&e.body).unwrap().n).collect()
    }

    #[tokio::test]
    async fn a_late_commit_comes_later_and_is_not_lost() {
        let Some((_ground, shop, desk)) = ground().await else { return };
        let runner = follow(&shop, &desk, sees()).await;
        let late = begin_sale(&shop, 1).await;
        commit(begin_sale(&shop, 2).await).await;
        runner.settle().await.unwrap();
        assert_eq!(seen(&desk).await, [2]);
        commit(late).await;
        runner.settle().await.unwrap();
        assert_eq!((seen(&desk).await, order(&shop).await), (vec![1, 2], vec![2, 1]));
    }

    #[tokio::test]
    async fn a_roll_back_leaves_no_gap() {
        let Some((_ground, shop, _)) = ground().await else { return };
        commit(begin_sale(&shop, 1).await).await;
        drop(begin_sale(&shop, 2).await);
        commit(begin_sale(&shop, 3).await).await;
        assert_eq!(bus::sequence(&shop).await.unwrap(), 2);
        assert_eq!(order(&shop).await, [1, 3]);
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn two_sequencers_never_number_twice() {
        let Some((ground, shop, _)) = ground().await else { return };
        let other = ground.bare_db("shop");
        let sell_all = async {
            for n in 0..60 {
                sell(&shop, random::uuid(shop.now()), n).await;
            }
        };
        let number = |db: Db| async move {
            let mut numbered = 0;
            while numbered < 60 && bus::head(&db).await.unwrap().head < 60 {
                numbered += bus::sequence(&db).await.unwrap();
                tokio::task::yield_now().await;
            }
            numbered
        };
        let ((), one, two) =
            tokio::join!(sell_all, tokio::spawn(number(shop.clone())), tokio::spawn(number(other)));
        assert_eq!(one.unwrap() + two.unwrap(), 60);
        assert_eq!(order(&shop).await, (0..60).collect::<Vec<_>>());
    }
}
