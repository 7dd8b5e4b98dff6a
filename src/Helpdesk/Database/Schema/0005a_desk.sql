-- The correction desk: the review queue, who has which message in hand, notes, bulk corrections, full-text search, who read what.

create table bulk_corrections (
    id bigint generated always as identity primary key,
    person_id integer not null references people,
    kind text not null check (kind in ('category', 'set aside', 'restore')),
    category_id smallint references categories,
    selection text not null,
    message_ids bigint[] not null,
    newest_correction bigint not null,
    prepared_at timestamptz not null default now(),
    made_at timestamptz,
    undone_at timestamptz,
    undone_by integer references people,
    check ((kind = 'category') = (category_id is not null))
);
comment on table bulk_corrections is 'Corrections: a selection with its preview, and whether it was made and undone; the events themselves are in corrections';
comment on column bulk_corrections.newest_correction is 'what was the newest correction of all when the preview was shown; messages corrected since are left alone';

alter table corrections add column bulk_id bigint references bulk_corrections;
create index corrections_bulk on corrections (bulk_id) where bulk_id is not null;
create index corrections_person on corrections (person_id, id desc);

create table claims (
    message_id bigint primary key references messages on delete cascade,
    person_id integer not null references people on delete cascade,
    until timestamptz not null
);
comment on table claims is 'Corrections: which message is on whose desk, and until when nobody else gets it';
create index claims_person on claims (person_id);

create table skips (
    message_id bigint not null references messages on delete cascade,
    person_id integer not null references people on delete cascade,
    until timestamptz not null,
    primary key (person_id, message_id)
);
comment on table skips is 'Corrections: what a person put off; others still get it';

create table notes (
    id bigint generated always as identity primary key,
    message_id bigint not null references messages on delete cascade,
    person_id integer not null references people,
    text text not null,
    made_at timestamptz not null default now()
);
comment on table notes is 'Corrections: what a person left for a colleague about a message';
create index notes_message on notes (message_id, id);

create table message_reads (
    person_id integer not null references people,
    message_id bigint not null references messages on delete cascade,
    day date not null,
    first_at timestamptz not null default now(),
    primary key (person_id, message_id, day)
);
comment on table message_reads is 'Accounts: who read which message, once a day';
create index message_reads_message on message_reads (message_id);

create table message_exports (
    id bigint generated always as identity primary key,
    person_id integer not null references people,
    selection text not null,
    messages integer not null,
    made_at timestamptz not null default now()
);
comment on table message_exports is 'Accounts: who took which list of messages away as a file';

-- The review queue. Only triggers and the reorder write it, so that no way of guessing or correcting can forget it.

create table review_queue (
    message_id bigint primary key references messages on delete cascade,
    month date not null,
    category_id smallint,
    confidence real not null,
    effect real not null
);
comment on table review_queue is 'Corrections: messages a person has not decided, best first; triggers on guesses, corrections and parked_mail keep it';
comment on column review_queue.effect is 'how far the answer may move the table: for each category the probability that the cell is wrong about this mail, in units of the cell''s own noise (the root of its count)';
create index review_queue_effect on review_queue (effect desc, message_id);
create index review_queue_confidence on review_queue (confidence, effect desc, message_id);

create table cell_weights (
    month date not null,
    category_id smallint not null references categories,
    weight real not null,
    primary key (month, category_id)
);
comment on table cell_weights is 'Corrections: one over the root of each cell''s count when the queue was last ordered; smaller for months already closed';

create function review_effect(of_month date, guessed smallint, labels smallint[], scores real[]) returns real
language sql stable as $$
    select coalesce(sum((case when l.category_id = guessed then 1 - l.score else l.score end) * coalesce(w.weight, 1)), 1)::real
    from unnest(labels, scores) as l (category_id, score)
    left join cell_weights w on w.month = of_month and w.category_id = l.category_id
$$;

create view open_for_review as
select m.id as message_id, m.month, g.category_id, coalesce(g.confidence, 0)::real as confidence, g.scores, o.category_ids
from messages m
left join lateral (
    select category_id, confidence, scores, source, model_id from guesses where message_id = m.id order by id desc limit 1
) g on true
left join models o on o.id = g.model_id
where m.automatic is null and not m.internal and (g.source = 'model' or (g.source is null and m.parked))
    and not exists (select from effective_corrections c where c.message_id = m.id and c.kind = 'category')
    and coalesce((select c.kind from effective_corrections c where c.message_id = m.id and c.kind in ('set aside', 'restore') order by c.id desc limit 1), 'restore') = 'restore';
comment on view open_for_review is 'messages that count and whose category no person and no rule has decided';

create function queue_for_review(ids bigint[]) returns void
language sql as $$
    delete from review_queue q where q.message_id = any(ids) and not exists (select from open_for_review o where o.message_id = q.message_id);
    insert into review_queue (message_id, month, category_id, confidence, effect)
    select message_id, month, category_id, confidence, review_effect(month, category_id, category_ids, scores)
    from open_for_review where message_id = any(ids)
    order by message_id
    on conflict (message_id) do update set category_id = excluded.category_id, confidence = excluded.confidence, effect = excluded.effect;
$$;

create function queue_added_for_review() returns trigger
language plpgsql as $$
begin
    perform queue_for_review(array(select distinct message_id from added));
    return null;
end
$$;

create trigger queue_for_review after insert on guesses referencing new table as added for each statement execute function queue_added_for_review();
create trigger queue_for_review after insert on corrections referencing new table as added for each statement execute function queue_added_for_review();
create trigger queue_for_review after insert on parked_mail referencing new table as added for each statement execute function queue_added_for_review();

select queue_for_review(array(select id from messages));

-- Full-text search, filled behind the intake: making the words of a mail costs more than all else that storing it does.

create table search_texts (
    message_id bigint primary key references message_texts on delete cascade,
    words tsvector not null
);
comment on table search_texts is 'Corrections: the stemmed words of each message; A subject, B people and addresses, C text, D attachment names';
create index search_texts_words on search_texts using gin (words);

-- Marks that divide words for people divide them here too; PostgreSQL's parser would keep host names, addresses and "-06" whole.
create function search_part(part text, most integer) returns tsvector
language sql immutable as $$
    select to_tsvector('english', translate(left(part, most), '@._/-<>:+=\', '           '))
$$;

create function search_words(subject text, people text, body text, attachments text) returns tsvector
language sql immutable as $$
    select setweight(search_part(subject, 10000), 'A') || setweight(search_part(people, 20000), 'B')
        || setweight(search_part(body, 100000), 'C') || setweight(search_part(attachments, 20000), 'D')
$$;

create index messages_received on messages (received_at desc, id desc);
