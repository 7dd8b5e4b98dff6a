-- stored -> corrected: what people said, as events that are only ever added to.

create table corrections (
    id bigint generated always as identity primary key,
    message_id bigint not null references messages,
    kind text not null check (kind in ('category', 'set aside', 'restore', 'undo')),
    category_id smallint references categories,
    undoes bigint references corrections,
    person_id integer references people,
    made_at timestamptz not null default now(),
    note text,
    check ((kind = 'category') = (category_id is not null)),
    check ((kind = 'undo') = (undoes is not null))
);
comment on table corrections is 'Corrections: what a person said of a message; appended, never overwritten; an undo is another event';
create index corrections_message on corrections (message_id, id desc);
create unique index corrections_undone_once on corrections (undoes);

create view effective_corrections as
select c.*
from corrections c
where c.kind <> 'undo' and not exists (select 1 from corrections u where u.undoes = c.id);
comment on view effective_corrections is 'the corrections that nobody has undone';

create or replace view standings as
select m.id as message_id, m.month, m.mailbox_id, m.thread, m.received_at,
    coalesce(p.category_id, g.category_id) as category_id,
    case when p.category_id is not null then 'person' else g.source end as source,
    g.confidence,
    case
        when a.kind = 'set aside' then 'set aside'
        when m.automatic is not null then 'automatic'
        when m.internal then 'internal'
        when m.parked and p.category_id is null and g.category_id is null then 'parked'
        else 'counted'
    end as standing
from messages m
left join lateral (
    select category_id, source, confidence from guesses where message_id = m.id order by id desc limit 1
) g on true
left join lateral (
    select category_id from effective_corrections where message_id = m.id and kind = 'category' order by id desc limit 1
) p on true
left join lateral (
    select kind from effective_corrections where message_id = m.id and kind in ('set aside', 'restore') order by id desc limit 1
) a on true;
comment on view standings is 'each message with the category that counts (the latest correction, else the latest guess), whose it is, and why it is counted or not';
