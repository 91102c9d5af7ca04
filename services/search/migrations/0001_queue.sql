-- up
-- Documents that were heard of and are not in the index yet; of each only the newest version.
create table search.queue(
    kind text collate "C" not null,
    id uuid not null,
    version bigint not null,
    body jsonb not null,
    primary key(kind, id)
);
-- Orders what search itself publishes.
create table search.house(
    one bigint primary key check (one = 1),
    version bigint not null
);
insert into search.house(one, version) values(1, 0);
-- down
drop table search.house;
drop table search.queue;
