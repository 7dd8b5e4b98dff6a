-- usable from: 0003a_ingestion
-- The certificate of completeness, counted month by month as months change, so that a page reads some rows. Written by Mailboxes.

create table certificate_counts (
    mailbox_id smallint not null references mailboxes,
    month date not null,
    still_there integer not null,
    stored integer not null,
    classified integer not null,
    corrected integer not null,
    parked integer not null,
    gone integer not null,
    counted_at timestamptz not null default now(),
    primary key (mailbox_id, month)
);
comment on table certificate_counts is 'Mailboxes: what became of the deliveries of each mailbox and month, as of counted_at or of the last change after it';

create index deliveries_gone on deliveries (gone_at) where gone_at is not null;

create function delivery_counts_of(of_month date)
returns table (mailbox_id smallint, still_there integer, stored integer, classified integer, corrected integer, parked integer, gone integer)
language sql stable as $$
    select f.mailbox_id,
        (count(*) filter (where d.gone_at is null))::integer,
        count(*)::integer,
        (count(*) filter (where s.source is not null))::integer,
        (count(*) filter (where s.source = 'person'))::integer,
        (count(*) filter (where m.parked))::integer,
        (count(*) filter (where d.gone_at is not null))::integer
    from messages m
    join deliveries d on d.message_id = m.id
    join folders f on f.id = d.folder_id
    join message_standings s on s.message_id = m.id
    where m.month = of_month and not d.rematched
    group by f.mailbox_id
$$;
comment on function delivery_counts_of is 'what became of a month''s deliveries, counted now';

-- Ten minutes back: a change bears the time at which its transaction began, and is seen when it ends.
create function count_certificates(everything boolean) returns void language plpgsql as $$
declare
    since timestamptz := (select max(counted_at) - interval '10 minutes' from certificate_counts);
    changed date[] := array(
        select k.month
        from (select month from monthly_totals union select month from unfolded_changes union select month from certificate_counts) k
        where everything or since is null
            or exists (select from figure_history h where h.month = k.month and h.at > since)
            or k.month in (select m.month from deliveries d join messages m on m.id = d.message_id where d.gone_at > since));
begin
    with counted as materialized (
        select c.month, n.* from unnest(changed) as c (month) cross join lateral delivery_counts_of(c.month) n
    ),
    left_over as (
        delete from certificate_counts k
        where k.month = any(changed) and not exists (select from counted c where c.mailbox_id = k.mailbox_id and c.month = k.month)
    )
    insert into certificate_counts (mailbox_id, month, still_there, stored, classified, corrected, parked, gone)
    select mailbox_id, month, still_there, stored, classified, corrected, parked, gone from counted
    order by mailbox_id, month
    on conflict (mailbox_id, month) do update set still_there = excluded.still_there, stored = excluded.stored, classified = excluded.classified,
        corrected = excluded.corrected, parked = excluded.parked, gone = excluded.gone, counted_at = excluded.counted_at;
end $$;
comment on function count_certificates is 'counts the months anew that changed since the last count, or all of them';

create view unread_counts as
select f.mailbox_id, u.month,
    (count(*) filter (where u.gone_at is null))::integer as waiting,
    (count(*) filter (where u.gone_at is not null))::integer as gone_unread
from unfetched u
join folders f on f.id = u.folder_id
where u.month is not null
group by f.mailbox_id, u.month;
comment on view unread_counts is 'for each mailbox and month the mail that was listed and not handed out';

create or replace view certificates as
select coalesce(s.mailbox_id, u.mailbox_id) as mailbox_id, coalesce(s.month, u.month) as month,
    coalesce(s.still_there, 0) + coalesce(u.waiting, 0) as on_server,
    coalesce(s.stored, 0) as stored,
    coalesce(s.classified, 0) as classified,
    coalesce(s.corrected, 0) as corrected,
    coalesce(s.parked, 0) as parked,
    coalesce(u.waiting, 0) as waiting,
    coalesce(s.gone, 0) as gone_after_storing,
    coalesce(u.gone_unread, 0) as gone_before_reading
from certificate_counts s
full join unread_counts u on u.mailbox_id = s.mailbox_id and u.month = s.month;
comment on view certificates is 'the certificate of completeness: for each mailbox and month what the server had and what became of it, as last counted';

create function certificate_of(of_month date) returns setof certificates language sql stable as $$
    select coalesce(s.mailbox_id, u.mailbox_id), of_month,
        coalesce(s.still_there, 0) + coalesce(u.waiting, 0), coalesce(s.stored, 0), coalesce(s.classified, 0), coalesce(s.corrected, 0), coalesce(s.parked, 0),
        coalesce(u.waiting, 0), coalesce(s.gone, 0), coalesce(u.gone_unread, 0)
    from delivery_counts_of(of_month) s
    full join (select * from unread_counts where month = of_month) u on u.mailbox_id = s.mailbox_id
$$;
comment on function certificate_of is 'the certificate of one month, counted now: what a closing relies on';

select count_certificates(true);
