-- usable from: 0003a_ingestion
-- What was erased or disclosed and why: by the retention clocks, or because a person asked. Written by Privacy.

create table privacy_acts (
    id bigint generated always as identity primary key,
    kind text not null check (kind in ('text erased', 'originals erased', 'person erased', 'person exported')),
    reference text,
    done_by text not null,
    before timestamptz,
    messages integer not null,
    redacted integer not null default 0,
    done_at timestamptz not null,
    check ((kind in ('person erased', 'person exported')) = (reference is not null)),
    check ((kind in ('text erased', 'originals erased')) = (before is not null))
);
comment on table privacy_acts is 'Privacy: each erasure and each disclosure, with its reason and extent and without whose text it was; appended, never changed';
comment on column privacy_acts.reference is 'the number of the request in the organisation''s own register; never a name or an address';
comment on column privacy_acts.done_by is 'the user of the machine that ran the verb, or the worker';
comment on column privacy_acts.before is 'mail received before this moment was erased by a clock';
comment on column privacy_acts.redacted is 'mails of others in which the person''s address and name were blacked out';

-- What other rooms made of a text goes with it, or is made anew from what is left of it.
create function forget_what_was_made_of_texts() returns trigger language plpgsql as $$
begin
    if to_regclass('search_texts') is not null then
        execute 'delete from search_texts where message_id = any($1)' using array(select message_id from old_rows);
    end if;

    if tg_op = 'DELETE' and to_regclass('notes') is not null then
        execute 'delete from notes where message_id = any($1)' using array(select message_id from old_rows);
    end if;

    return null;
end $$;
create trigger texts_changed after update on message_texts referencing old table as old_rows for each statement execute function forget_what_was_made_of_texts();
create trigger texts_went after delete on message_texts referencing old table as old_rows for each statement execute function forget_what_was_made_of_texts();

create index message_texts_from_address on message_texts (lower(from_address));
