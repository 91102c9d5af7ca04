-- up
-- A row that says something new gives its titles up.
create index keys_of_a_release on games.match_keys(release);
-- down
drop index games.keys_of_a_release;
