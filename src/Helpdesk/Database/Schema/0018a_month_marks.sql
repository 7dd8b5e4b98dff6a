-- monthly series -> how sure it is: whether a month's guesses or answers changed, known without looking at its mail among ten millions.
-- Written by Quality.
-- usable from: 0017c_month_counts

create table month_marks (
    month date primary key,
    guess bigint not null,
    correction bigint not null
);
comment on table month_marks is 'Quality: the latest guess and correction about mail of each month, as far as marks_end says; whoever asks adds those behind it';

create table marks_end (
    guess bigint not null,
    correction bigint not null,
    next_guess bigint not null,
    next_correction bigint not null,
    next_at xid8 not null
);
comment on table marks_end is 'Quality: up to which guess and correction month_marks knows, in its one row, and how far it will go next';
comment on column marks_end.next_at is 'when the next end was noted no transaction of this number had begun: once all before it are over, every guess up to that end is seen or never will be';
create unique index marks_end_once on marks_end ((true));

-- What the database held before: no transaction that began an hour ago is still on its way.
insert into month_marks (month, guess, correction)
select s.month, coalesce(max(c.guess), 0), coalesce(max(c.correction), 0)
from (
    select message_id, id as guess, null::bigint as correction from guesses
    union all
    select message_id, null, id from corrections
) c
join message_standings s on s.message_id = c.message_id
group by s.month;
insert into marks_end (guess, correction, next_guess, next_correction, next_at)
select
    coalesce((select min(id) - 1 from guesses where guessed_at > now() - interval '1 hour'), (select max(id) from guesses), 0),
    coalesce((select min(id) - 1 from corrections where made_at > now() - interval '1 hour'), (select max(id) from corrections), 0),
    coalesce((select max(id) from guesses), 0), coalesce((select max(id) from corrections), 0), pg_snapshot_xmax(pg_current_snapshot());

-- Numbers are given before their rows are seen, so that a row with a smaller one may come later: an end waits for all that was on its way.
-- After a restore the numbers of transactions begin anew; nothing that was on its way then still is.
create function mark_months() returns void language plpgsql as $$
declare
    known marks_end;
    sight pg_snapshot := pg_current_snapshot();
begin
    select * into known from marks_end for update skip locked;
    if not found or (known.next_at > pg_snapshot_xmin(sight) and known.next_at <= pg_snapshot_xmax(sight)) then
        return;
    end if;

    insert into month_marks (month, guess, correction)
    select s.month, coalesce(max(c.guess), 0), coalesce(max(c.correction), 0)
    from (
        select message_id, id as guess, null::bigint as correction from guesses where id > known.guess and id <= known.next_guess
        union all
        select message_id, null, id from corrections where id > known.correction and id <= known.next_correction
    ) c
    join message_standings s on s.message_id = c.message_id
    group by s.month
    on conflict (month) do update set guess = greatest(month_marks.guess, excluded.guess), correction = greatest(month_marks.correction, excluded.correction);
    update marks_end set guess = next_guess, correction = next_correction,
        next_guess = coalesce((select max(id) from guesses), 0), next_correction = coalesce((select max(id) from corrections), 0), next_at = pg_snapshot_xmax(pg_current_snapshot());
end $$;
comment on function mark_months is 'moves the end of month_marks forward; nobody waits for it';
