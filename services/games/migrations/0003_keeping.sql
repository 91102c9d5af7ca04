-- up
-- The version of the catalogue at which a work was last changed: whoever holds a copy asks for what came after.
alter table games.works add column changed bigint not null default 0;
create index works_by_change on games.works(changed, id);
create index works_of_a_parent on games.works(parent) where parent is not null;
create index editions_of_a_work on games.works(version_parent) where version_parent is not null;
create index works_gone_into on games.works(merged_into) where merged_into is not null;
-- Search gets to know what can be filtered by from now on. `work_facets` is neither read nor written any more.
update games.works set told = 0;
-- What staff did to a work. An entry of a work that was merged goes with it; `made_on` says where it was made.
create table games.edits(
    id uuid primary key,
    -- In the order in which they were made.
    number bigint not null unique,
    work uuid not null references games.works(id),
    made_on uuid not null references games.works(id),
    at timestamptz not null,
    actor uuid not null,
    action text collate "C" not null,
    -- [{"field", "before", "after"}]
    changes jsonb not null
);
-- number edits
create index edits_of_a_work on games.edits(work, number);
-- Pairs of works of which staff said that they are two: no import lists them again or merges them.
create table games.kept_apart(
    work_a uuid not null references games.works(id),
    work_b uuid not null references games.works(id),
    kept_by uuid not null,
    kept_at timestamptz not null,
    primary key(work_a, work_b)
);
create index kept_apart_the_other_way on games.kept_apart(work_b, work_a);
create index doubts_by_reason on games.doubts(reason, work_a, work_b);
create index doubts_the_other_way on games.doubts(work_b, work_a);
-- waiting, running, done or failed; an import from the command line never waits.
alter table games.imports add column state text collate "C" not null default 'running';
alter table games.imports add column bytes bigint not null default 0;
-- Where an uploaded file lies until it was read.
alter table games.imports add column file text collate "C";
alter table games.imports add column asked_by uuid;
alter table games.imports add column error text collate "C";
create index imports_in_time on games.imports(started_at, id);
update games.imports set state = 'done' where finished_at is not null;
-- down
-- loses data
drop index games.imports_in_time;
alter table games.imports drop column error;
alter table games.imports drop column asked_by;
alter table games.imports drop column file;
alter table games.imports drop column bytes;
alter table games.imports drop column state;
drop index games.doubts_the_other_way;
drop index games.doubts_by_reason;
drop table games.kept_apart;
drop table games.edits;
drop index games.works_gone_into;
drop index games.editions_of_a_work;
drop index games.works_of_a_parent;
drop index games.works_by_change;
alter table games.works drop column changed;
