-- corrected -> monthly series: what every message counts as, and the monthly figures, kept in the transaction that changes them.
-- Written by Reporting, through triggers on the tables of the rooms before it.

create function standing_of(set_aside boolean, automatic text, internal boolean, parked boolean, category_id smallint) returns text
language sql immutable parallel safe
return case
    when set_aside then 'set aside'
    when automatic is not null then 'automatic'
    when internal then 'internal'
    when parked and category_id is null then 'parked'
    else 'counted'
end;
comment on function standing_of is 'why a message is counted or not; said here and nowhere else';

create view judged_standings as
select m.id as message_id, m.month, m.mailbox_id,
    coalesce(p.category_id, g.category_id) as category_id,
    case when p.category_id is not null then 'person' else g.source end as source,
    g.confidence,
    standing_of(coalesce(a.kind = 'set aside', false), m.automatic, m.internal, m.parked, coalesce(p.category_id, g.category_id)) as standing
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
comment on view judged_standings is 'each message judged anew from its guesses and corrections: what message_standings must say';

create table message_standings (
    message_id bigint primary key,
    month date not null,
    mailbox_id smallint not null,
    category_id smallint,
    source text,
    confidence real,
    standing text not null
) with (fillfactor = 80);
comment on table message_standings is 'Reporting: the standing of each message, written by triggers only; no foreign key, since it must see a message go';

create index message_standings_month on message_standings (month);

create table unfolded_changes (
    at timestamptz not null default now(),
    month date not null,
    category_id smallint,
    mailbox_id smallint not null,
    source text,
    standing text not null,
    change integer not null
);
comment on table unfolded_changes is 'Reporting: changes of the figures not yet folded into monthly_totals; only ever inserted, so no batch waits for another';

create table figure_changes (
    at timestamptz not null,
    month date not null,
    category_id smallint,
    mailbox_id smallint not null,
    source text,
    standing text not null,
    change integer not null
);
comment on table figure_changes is 'Reporting: every change of the figures with its moment: what was known at any time';
create index figure_changes_month on figure_changes (month, at);

create table monthly_totals (
    month date not null,
    category_id smallint,
    mailbox_id smallint not null,
    source text,
    standing text not null,
    count bigint not null,
    unique nulls not distinct (month, category_id, mailbox_id, source, standing)
);
comment on table monthly_totals is 'Reporting: the figures folded so far; a reader adds unfolded_changes';

create view figure_history as
select at, month, category_id, mailbox_id, source, standing, change from figure_changes
union all
select at, month, category_id, mailbox_id, source, standing, change from unfolded_changes;
comment on view figure_history is 'every change of the figures; summed up to a moment it says what was known then';

create view monthly_figures as
select month, category_id, mailbox_id, source, standing, sum(count)::integer as count
from (
    select month, category_id, mailbox_id, source, standing, count from monthly_totals
    union all
    select month, category_id, mailbox_id, source, standing, change from unfolded_changes
) f
group by month, category_id, mailbox_id, source, standing
having sum(count) <> 0;
comment on view monthly_figures is 'the one source of every current figure, with whose judgement it is';

create or replace view monthly_counts as
select month, category_id, mailbox_id, standing, sum(count)::integer as count
from monthly_figures
group by month, category_id, mailbox_id, standing
having sum(count) <> 0;
comment on view monthly_counts is 'the one source of every figure: received = counted + automatic + internal + duplicate + set aside + parked';

create or replace view standings as
select s.message_id, s.month, s.mailbox_id, m.thread, m.received_at, s.category_id, s.source, s.confidence, s.standing
from message_standings s
join messages m on m.id = s.message_id;
comment on view standings is 'each message with the category that counts (the latest correction, else the latest guess), whose it is, and why it is counted or not';

create view further_deliveries as
select d.message_id, f.mailbox_id
from deliveries d
join folders f on f.id = d.folder_id
where not d.brought and not d.rematched;
comment on view further_deliveries is 'the duplicates: deliveries of a message that another delivery brought';

-- What happens to a message of a closed month; the closed month itself never changes.
create table touched_messages (
    message_id bigint not null,
    month date not null,
    touched_at timestamptz not null default now(),
    primary key (message_id, month)
);
comment on table touched_messages is 'Reporting: messages of closed months that came or changed after the closing; restatement items are found among them';
create index touched_messages_month on touched_messages (month);

create view closed_months as
select distinct on (month) month, id as publication_id, version, published_at
from publications
where origin in ('closed', 'restated')
order by month, version desc;
comment on view closed_months is 'the months that are closed, each with its publication in force';

-- Folds when a thousand changes wait: rarely enough not to be felt by a batch, often enough that a reader adds few rows.
create function fold_changes(waiting integer default 1000) returns void language plpgsql as $$
begin
    if (select count(*) from (select 1 from unfolded_changes limit waiting) w) < waiting then
        return;
    end if;

    -- "fold" in ASCII. Whoever folds is alone and nobody waits: the next one finds what this one left.
    if not pg_try_advisory_xact_lock(x'666f6c64'::bigint) then
        return;
    end if;

    with taken as (
        delete from unfolded_changes returning *
    ),
    history as (
        insert into figure_changes (at, month, category_id, mailbox_id, source, standing, change)
        select at, month, category_id, mailbox_id, source, standing, sum(change)
        from taken
        group by at, month, category_id, mailbox_id, source, standing
        having sum(change) <> 0
    )
    insert into monthly_totals (month, category_id, mailbox_id, source, standing, count)
    select month, category_id, mailbox_id, source, standing, sum(change)
    from taken
    group by month, category_id, mailbox_id, source, standing
    having sum(change) <> 0
    order by month, category_id, mailbox_id, source, standing
    on conflict (month, category_id, mailbox_id, source, standing) do update set count = monthly_totals.count + excluded.count;
end $$;
comment on function fold_changes is 'moves waiting changes into the totals and the history, in the caller''s transaction';

-- The messages' rows are locked in the order of their ids before anything is read: two transactions that touch the same
-- messages wait for each other and never deadlock, and the later one sees what the earlier one said.
-- Its plan is made once and by index only: a plan made while the tables were empty would read them whole ever after.
create function restand(ids bigint[]) returns void language plpgsql
set plan_cache_mode = force_generic_plan set enable_seqscan = off set jit = off as $$
begin
    perform 1 from message_standings where message_id = any(ids) order by message_id for update;

    with changed as materialized (
        select message_id,
            b.month as old_month, b.mailbox_id as old_mailbox, b.category_id as old_category, b.source as old_source, b.standing as old_standing,
            a.month, a.mailbox_id, a.category_id, a.source, a.confidence, a.standing
        from (select * from message_standings where message_id = any(ids)) b
        full join (select * from judged_standings where message_id = any(ids)) a using (message_id)
        where (b.month, b.mailbox_id, b.category_id, b.source, b.confidence, b.standing)
            is distinct from (a.month, a.mailbox_id, a.category_id, a.source, a.confidence, a.standing)
    ),
    gone as (
        delete from message_standings using changed c where message_standings.message_id = c.message_id and c.month is null
    ),
    written as (
        insert into message_standings (message_id, month, mailbox_id, category_id, source, confidence, standing)
        select message_id, month, mailbox_id, category_id, source, confidence, standing from changed where month is not null
        on conflict (message_id) do update set month = excluded.month, mailbox_id = excluded.mailbox_id, category_id = excluded.category_id,
            source = excluded.source, confidence = excluded.confidence, standing = excluded.standing
    ),
    touched as (
        insert into touched_messages (message_id, month)
        select c.message_id, m.month
        from changed c, unnest(array[c.old_month, c.month]) as t (month)
        join closed_months m using (month)
        order by c.message_id
        on conflict do nothing
    ),
    moves as (
        select old_month as month, old_category as category_id, old_mailbox as mailbox_id, old_source as source, old_standing as standing, -1 as change
        from changed where old_month is not null
        union all
        select month, category_id, mailbox_id, source, standing, 1 from changed where month is not null
        union all
        select v.month, v.category_id, d.mailbox_id, v.source, 'duplicate', v.change
        from changed c
        join further_deliveries d using (message_id)
        cross join lateral (values (c.old_month, c.old_category, c.old_source, -1), (c.month, c.category_id, c.source, 1)) as v (month, category_id, source, change)
        where v.month is not null
    )
    insert into unfolded_changes (month, category_id, mailbox_id, source, standing, change)
    select month, category_id, mailbox_id, source, standing, sum(change)
    from moves
    group by month, category_id, mailbox_id, source, standing
    having sum(change) <> 0;
end $$;
comment on function restand is 'judges messages anew and moves the figures by the difference, once';

create function messages_came() returns trigger language plpgsql as $$
begin
    with come as (
        insert into message_standings (message_id, month, mailbox_id, standing)
        select id, month, mailbox_id, standing_of(false, automatic, internal, parked, null) from new_rows
        returning message_id, month, mailbox_id, standing
    ),
    touched as (
        insert into touched_messages (message_id, month)
        select message_id, month from come join closed_months using (month)
    )
    insert into unfolded_changes (month, mailbox_id, standing, change)
    select month, mailbox_id, standing, count(*) from come group by month, mailbox_id, standing;
    return null;
end $$;

create function messages_changed() returns trigger language plpgsql as $$
begin
    perform restand((select array_agg(id) from old_rows));
    return null;
end $$;

create function messages_judged() returns trigger language plpgsql as $$
begin
    perform restand((select array_agg(distinct message_id) from judged_rows));
    return null;
end $$;

create function messages_corrected() returns trigger language plpgsql as $$
begin
    perform restand((select array_agg(distinct message_id) from judged_rows));
    perform fold_changes();
    return null;
end $$;

create function deliveries_came() returns trigger language plpgsql as $$
begin
    perform delivered(array(select (message_id, folder_id, 1)::delivery_change from new_rows where not brought and not rematched));
    perform fold_changes();
    return null;
end $$;

create function deliveries_changed() returns trigger language plpgsql as $$
begin
    perform delivered(array(
        select (message_id, folder_id, 1)::delivery_change from new_rows where not brought and not rematched
        union all
        select (message_id, folder_id, -1)::delivery_change from old_rows where not brought and not rematched));
    return null;
end $$;

create function deliveries_went() returns trigger language plpgsql as $$
begin
    perform delivered(array(select (message_id, folder_id, -1)::delivery_change from old_rows where not brought and not rematched));
    return null;
end $$;

create type delivery_change as (message_id bigint, folder_id integer, change integer);

create function delivered(changes delivery_change[]) returns void language plpgsql as $$
begin
    if cardinality(changes) = 0 then
        return;
    end if;

    perform 1 from message_standings where message_id in (select message_id from unnest(changes)) order by message_id for update;

    with moves as (
        select s.message_id, s.month, s.category_id, f.mailbox_id, s.source, c.change
        from unnest(changes) c
        join message_standings s on s.message_id = c.message_id
        join folders f on f.id = c.folder_id
    ),
    touched as (
        insert into touched_messages (message_id, month)
        select distinct message_id, month from moves join closed_months using (month)
        order by message_id
        on conflict do nothing
    )
    insert into unfolded_changes (month, category_id, mailbox_id, source, standing, change)
    select month, category_id, mailbox_id, source, 'duplicate', sum(change)
    from moves
    group by month, category_id, mailbox_id, source
    having sum(change) <> 0;
end $$;
comment on function delivered is 'counts duplicates that came (+1) or went (-1) where their message stands now';

create trigger messages_came after insert on messages
    referencing new table as new_rows for each statement execute function messages_came();
create trigger messages_changed after update on messages
    referencing old table as old_rows for each statement execute function messages_changed();
create trigger messages_went after delete on messages
    referencing old table as old_rows for each statement execute function messages_changed();
create trigger guesses_came after insert on guesses
    referencing new table as judged_rows for each statement execute function messages_judged();
create trigger guesses_went after delete on guesses
    referencing old table as judged_rows for each statement execute function messages_judged();
create trigger corrections_came after insert on corrections
    referencing new table as judged_rows for each statement execute function messages_corrected();
create trigger corrections_went after delete on corrections
    referencing old table as judged_rows for each statement execute function messages_corrected();
create trigger deliveries_came after insert on deliveries
    referencing new table as new_rows for each statement execute function deliveries_came();
create trigger deliveries_changed after update on deliveries
    referencing old table as old_rows new table as new_rows for each statement execute function deliveries_changed();
create trigger deliveries_went after delete on deliveries
    referencing old table as old_rows for each statement execute function deliveries_went();

-- What the database held before: known since the message was stored.
create function fill_standings() returns void language sql as $$
    truncate message_standings, unfolded_changes, figure_changes, monthly_totals;
    insert into message_standings (message_id, month, mailbox_id, category_id, source, confidence, standing)
    select message_id, month, mailbox_id, category_id, source, confidence, standing from judged_standings;
    insert into unfolded_changes (at, month, category_id, mailbox_id, source, standing, change)
    select coalesce(d.at, now()), s.month, s.category_id, s.mailbox_id, s.source, s.standing, count(*)
    from message_standings s
    left join (select message_id, min(stored_at) as at from deliveries group by message_id) d using (message_id)
    group by coalesce(d.at, now()), s.month, s.category_id, s.mailbox_id, s.source, s.standing;
    insert into unfolded_changes (at, month, category_id, mailbox_id, source, standing, change)
    select d.stored_at, s.month, s.category_id, f.mailbox_id, s.source, 'duplicate', count(*)
    from deliveries d
    join message_standings s using (message_id)
    join folders f on f.id = d.folder_id
    where not d.brought and not d.rematched
    group by d.stored_at, s.month, s.category_id, f.mailbox_id, s.source;
    select fold_changes(0);
$$;
comment on function fill_standings is 'builds standings and figures from the facts; history then starts with what is known now';
select fill_standings();

create view recount as
select month, category_id, mailbox_id, source, standing, sum(count)::integer as count
from (
    select month, category_id, mailbox_id, source, standing, count(*) as count
    from judged_standings
    group by month, category_id, mailbox_id, source, standing
    union all
    select j.month, j.category_id, d.mailbox_id, j.source, 'duplicate', count(*)
    from further_deliveries d
    join judged_standings j using (message_id)
    group by j.month, j.category_id, d.mailbox_id, j.source
) c
group by month, category_id, mailbox_id, source, standing;
comment on view recount is 'the figures counted anew from every message and delivery, to hold monthly_figures against';

create table recounts (
    id bigint generated always as identity primary key,
    counted_at timestamptz not null default now(),
    figures integer not null,
    differences integer not null
);
comment on table recounts is 'Reporting: each nightly recount, with the number of figures that differed';
