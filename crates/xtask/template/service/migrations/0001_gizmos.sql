-- up
create table demo.gizmos(
    id uuid primary key,
    user_id uuid not null,
    name text collate "C" not null,
    version bigint not null,
    created_at timestamptz not null
);
create index gizmos_of_a_member on demo.gizmos(user_id, created_at, id);
-- down
-- loses data
drop table demo.gizmos;
