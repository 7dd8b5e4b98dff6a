-- stored -> corrected: which texts a search does not find yet, so that nobody looks for the few among ten millions.
-- Written by Corrections, through triggers on message_texts.
-- usable from: 0015_doubtful_cells

create table search_backlog (
    message_id bigint primary key
);
comment on table search_backlog is 'Corrections: texts whose words are still to be made; no foreign key, since a text that goes meanwhile is left out when its turn comes';

create function await_search() returns trigger language plpgsql as $$
begin
    insert into search_backlog (message_id) select message_id from new_rows on conflict do nothing;
    return null;
end $$;
create trigger texts_await_search after insert on message_texts referencing new table as new_rows for each statement execute function await_search();
create trigger texts_await_search_again after update on message_texts referencing new table as new_rows for each statement execute function await_search();

insert into search_backlog (message_id)
select t.message_id from message_texts t where not exists (select from search_texts s where s.message_id = t.message_id);
