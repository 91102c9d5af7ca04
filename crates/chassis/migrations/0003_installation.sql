-- up
-- Which life of this installation the rows belong to. A restore begins another: what was signed in, or on its way to
-- somebody, before the backup was made is over then, whatever its own rows say.
create table {s}.installation(
    one bigint primary key check (one = 1),
    epoch bigint not null,
    backup_at timestamptz,
    restored_at timestamptz
);
insert into {s}.installation(one, epoch) values(1, 1);
-- down
-- loses data
drop table {s}.installation;
