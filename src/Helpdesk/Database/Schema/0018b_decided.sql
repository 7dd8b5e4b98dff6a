-- stored -> corrected: what people changed, counted month by month as answers come. Written by Corrections.
-- usable from: 0017c_month_counts

create table decided_months (
    month date primary key,
    counted_at timestamptz not null
);
comment on table decided_months is 'Corrections: the months whose decided_counts were counted, and when';

create table decided_counts (
    month date not null references decided_months on delete cascade,
    said smallint not null references categories,
    guessed smallint references categories,
    count integer not null,
    unique nulls not distinct (month, said, guessed)
);
comment on table decided_counts is 'Corrections: counted mail that people decided, by what they said and what had been guessed, as of counted_at';

-- A message is guessed once and decided later, so that every change here changes a figure too.
-- Ten minutes back: a change bears the time at which its transaction began, and is seen when it ends.
create function count_decided(first date, last date) returns void language plpgsql as $$
declare
    changed date[];
begin
    -- "deci" in ASCII: of two who look at once the second finds what the first one counted.
    perform pg_advisory_xact_lock(x'64656369'::bigint);
    changed := array(
        select f.month
        from (select distinct month from monthly_figures where source = 'person' union select month from decided_months) f
        left join decided_months d on d.month = f.month
        where f.month between first and last
            and (d.month is null or exists (select from figure_history h where h.month = f.month and h.source = 'person' and h.at > d.counted_at - interval '10 minutes'))
    );
    delete from decided_months where month = any(changed);
    insert into decided_months (month, counted_at) select month, now() from unnest(changed) c (month);
    insert into decided_counts (month, said, guessed, count)
    select s.month, s.category_id, g.category_id, count(*)
    from message_standings s
    left join lateral (select category_id from guesses where message_id = s.message_id order by id desc limit 1) g on true
    where s.month = any(changed) and s.standing = 'counted' and s.source = 'person' and s.category_id is not null
    group by s.month, s.category_id, g.category_id;
end $$;
comment on function count_decided is 'counts the months anew in which people decided something since';
