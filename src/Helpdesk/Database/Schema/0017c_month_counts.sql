-- corrected -> monthly series: a month's certificate and what people decided, read from that month's rows alone among ten millions.
-- Written by Reporting.
-- usable from: 0015_doubtful_cells

create index message_standings_decided on message_standings (month) where source = 'person';

-- A message and its standing have one month; said of both, each is read by its month.
create or replace function delivery_counts_of(of_month date)
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
    join message_standings s on s.message_id = m.id and s.month = of_month
    where m.month = of_month and not d.rematched
    group by f.mailbox_id
$$;
