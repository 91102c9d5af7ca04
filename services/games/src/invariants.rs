//! What must always hold in the tables of games.

use chassis::host::Invariant;
use chassis::sql;

pub(crate) fn all() -> Vec<Invariant> {
    let mut all = works();
    all.extend(staff());
    all.extend(imports());
    all
}

/// Works, their releases, and how they hang on each other.
fn works() -> Vec<Invariant> {
    vec![
        Invariant {
            holds: "a work has releases exactly as long as it is not merged into another",
            broken_by: sql!(
                "select w.id from games.works w where (w.merged_into is null) <> (exists (select 1 from games.releases r where r.work = w.id))"
            ),
        },
        Invariant {
            holds: "a merged work leads to one that is not",
            broken_by: sql!(
                "select w.id from games.works w join games.works m on m.id = w.merged_into where m.merged_into is not null"
            ),
        },
        Invariant {
            holds: "a DLC, an expansion or a pack adds to a game that is none of these",
            broken_by: sql!(
                "select w.id from games.works w left join games.works p on p.id = w.parent where w.kind in (1, 2, 13) and (p.id is null or p.kind in (1, 2, 13))"
            ),
        },
        Invariant {
            holds: "an edition is not an edition of an edition",
            broken_by: sql!(
                "select w.id from games.works w join games.works b on b.id = w.version_parent where b.version_parent is not null"
            ),
        },
        Invariant {
            holds: "every release has the id of its source and a title to be compared by",
            broken_by: sql!(
                "select r.id from games.releases r where not exists (select 1 from games.external_ids e where e.release = r.id) or not exists (select 1 from games.match_keys k where k.release = r.id)"
            ),
        },
        Invariant {
            holds: "no work was changed later than the catalogue",
            broken_by: sql!(
                "select w.id from games.works w where w.changed > (select h.version from games.house h where h.one = 1)"
            ),
        },
    ]
}

/// What staff did and has to look at.
fn staff() -> Vec<Invariant> {
    vec![
        Invariant {
            holds: "a merged work hangs on nothing, nothing hangs on it, and it has neither locks nor history",
            broken_by: sql!(
                "select w.id from games.works w where w.merged_into is not null and (w.parent is not null or w.version_parent is not null or exists (select 1 from games.works b where b.parent = w.id or b.version_parent = w.id) or exists (select 1 from games.locked_fields l where l.work = w.id) or exists (select 1 from games.edits e where e.work = w.id))"
            ),
        },
        Invariant {
            holds: "what staff keeps apart are two works of the catalogue, and not in doubt",
            broken_by: sql!(
                "select k.work_a from games.kept_apart k join games.works a on a.id = k.work_a join games.works b on b.id = k.work_b where a.merged_into is not null or b.merged_into is not null or k.work_a >= k.work_b or exists (select 1 from games.doubts d where d.work_a = k.work_a and d.work_b = k.work_b)"
            ),
        },
        Invariant {
            holds: "works in doubt are two works of the catalogue",
            broken_by: sql!(
                "select d.work_a from games.doubts d join games.works a on a.id = d.work_a join games.works b on b.id = d.work_b where a.merged_into is not null or b.merged_into is not null or a.id = b.id"
            ),
        },
    ]
}

/// Lists that were read or are to be read.
fn imports() -> Vec<Invariant> {
    vec![
        Invariant {
            holds: "a finished import counted every row of its file",
            broken_by: sql!(
                "select i.id from games.imports i where i.finished_at is not null and i.taken + i.known + i.bad <> i.rows"
            ),
        },
        Invariant {
            holds: "an import is done exactly when it is finished",
            broken_by: sql!(
                "select i.id from games.imports i where (i.state = 'done') <> (i.finished_at is not null)"
            ),
        },
    ]
}
