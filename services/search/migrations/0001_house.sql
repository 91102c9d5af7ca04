-- up
create table search.house(
    one bigint primary key check (one = 1),
    id uuid not null,
    version bigint not null
);
-- down
drop table search.house;
