//! Statements that list and count the catalogue.

use chassis::db::{Error, Exec};
use chassis::{args, record, sql};

use crate::model::WorkId;

record! {
    /// A work on a list.
    pub(crate) struct Listed {
        pub(crate) id: WorkId,
        pub(crate) number: i64,
        pub(crate) title: String,
        pub(crate) summary: String,
        pub(crate) sort_key: String,
    }
}

/// A facet's name and value, such as `("platform", "NES")`.
pub(crate) type Facet = (&'static str, String);

/// Three facets that a work must have; what is left over asks for `("all", "")`, which all works have.
#[derive(Clone, Debug)]
pub(crate) struct Wanted([Facet; 3]);

impl Wanted {
    pub(crate) fn new(facets: Vec<Facet>) -> Self {
        let mut facets = facets.into_iter();
        let mut next = || facets.next().unwrap_or(("all", String::new()));
        Self([next(), next(), next()])
    }

    /// Whether all works are wanted.
    pub(crate) fn everything(&self) -> bool {
        self.0[0].0 == "all"
    }
}

/// The works with these facets behind this place, by title.
pub(crate) async fn list(
    on: &impl Exec,
    Wanted([a, b, c]): &Wanted,
    (sort_key, id): (&str, WorkId),
    most: i64,
) -> Result<Vec<Listed>, Error> {
    on.all(
        sql!("select w.id, w.number, w.title, w.summary, f.sort_key from games.work_facets f join games.works w on w.id = f.work where f.name = $1 and f.value = $2 and (f.sort_key, f.work) > ($3, $4) and exists (select 1 from games.work_facets g where g.work = f.work and g.name = $5 and g.value = $6) and exists (select 1 from games.work_facets h where h.work = f.work and h.name = $7 and h.value = $8) order by f.sort_key, f.work limit $9"),
        args![a.0, a.1, sort_key, id, b.0, b.1, c.0, c.1, most],
    )
    .await
}

/// The works whose title starts so, with these facets, by title: what is left of search without search.
pub(crate) async fn list_by_start(
    on: &impl Exec,
    Wanted([a, b, c]): &Wanted,
    (start, end): (&str, &str),
    most: i64,
) -> Result<Vec<Listed>, Error> {
    on.all(
        sql!("select w.id, w.number, w.title, w.summary, f.sort_key from games.work_facets f join games.works w on w.id = f.work where f.name = $1 and f.value = $2 and f.sort_key >= $3 and f.sort_key < $4 and exists (select 1 from games.work_facets g where g.work = f.work and g.name = $5 and g.value = $6) and exists (select 1 from games.work_facets h where h.work = f.work and h.name = $7 and h.value = $8) order by f.sort_key, f.work limit $9"),
        args![a.0, a.1, start, end, b.0, b.1, c.0, c.1, most],
    )
    .await
}

/// How many works have these facets.
pub(crate) async fn count(on: &impl Exec, Wanted([a, b, c]): &Wanted) -> Result<i64, Error> {
    let (count,) = on
        .one(
            sql!("select count(*) from games.work_facets f where f.name = $1 and f.value = $2 and exists (select 1 from games.work_facets g where g.work = f.work and g.name = $3 and g.value = $4) and exists (select 1 from games.work_facets h where h.work = f.work and h.name = $5 and h.value = $6)"),
            args![a.0, a.1, b.0, b.1, c.0, c.1],
        )
        .await?;
    Ok(count)
}

/// How many works with these facets each platform has, the most first.
pub(crate) async fn platforms(
    on: &impl Exec,
    Wanted([a, b, c]): &Wanted,
    most: i64,
) -> Result<Vec<(String, i64)>, Error> {
    on.all(
        sql!("select p.value, count(*) from games.work_facets f join games.work_facets p on p.work = f.work and p.name = 'platform' where f.name = $1 and f.value = $2 and exists (select 1 from games.work_facets g where g.work = f.work and g.name = $3 and g.value = $4) and exists (select 1 from games.work_facets h where h.work = f.work and h.name = $5 and h.value = $6) group by p.value order by count(*) desc, p.value limit $7"),
        args![a.0, a.1, b.0, b.1, c.0, c.1, most],
    )
    .await
}

/// How many works each platform has, the most first.
pub(crate) async fn all_platforms(on: &impl Exec) -> Result<Vec<(String, i64)>, Error> {
    on.all(
        sql!("select value, count(*) from games.work_facets where name = 'platform' group by value order by count(*) desc, value limit 1000"),
        args![],
    )
    .await
}

/// How many works and releases there are.
pub(crate) async fn totals(on: &impl Exec) -> Result<(i64, i64), Error> {
    on.one(
        sql!("select (select count(*) from games.work_facets where name = 'all' and value = ''), (select count(*) from games.external_ids)"),
        args![],
    )
    .await
}
