-- A further delivery of mail that is not counted is no duplicate of an enquiry: where duplicates count, it still does not.
-- Written by Reporting.

create function further_standing(standing text) returns text
language sql immutable parallel safe
return case standing when 'counted' then 'duplicate' else 'duplicate, ' || standing end;
comment on function further_standing is 'how a further delivery of a message with this standing is counted; the two reasons stay apart, since each is a setting';

create or replace function restand(ids bigint[]) returns void language plpgsql
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
        select v.month, v.category_id, d.mailbox_id, v.source, further_standing(v.standing), v.change
        from changed c
        join further_deliveries d using (message_id)
        cross join lateral (values
            (c.old_month, c.old_category, c.old_source, c.old_standing, -1), (c.month, c.category_id, c.source, c.standing, 1)
        ) as v (month, category_id, source, standing, change)
        where v.month is not null
    )
    insert into unfolded_changes (month, category_id, mailbox_id, source, standing, change)
    select month, category_id, mailbox_id, source, standing, sum(change)
    from moves
    group by month, category_id, mailbox_id, source, standing
    having sum(change) <> 0;
end $$;

create or replace function delivered(changes delivery_change[]) returns void language plpgsql as $$
begin
    if cardinality(changes) = 0 then
        return;
    end if;

    perform 1 from message_standings where message_id in (select message_id from unnest(changes)) order by message_id for update;

    with moves as (
        select s.message_id, s.month, s.category_id, f.mailbox_id, s.source, further_standing(s.standing) as standing, c.change
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
    select month, category_id, mailbox_id, source, standing, sum(change)
    from moves
    group by month, category_id, mailbox_id, source, standing
    having sum(change) <> 0;
end $$;

create or replace function fill_standings() returns void language sql as $$
    truncate message_standings, unfolded_changes, figure_changes, monthly_totals;
    insert into message_standings (message_id, month, mailbox_id, category_id, source, confidence, standing)
    select message_id, month, mailbox_id, category_id, source, confidence, standing from judged_standings;
    insert into unfolded_changes (at, month, category_id, mailbox_id, source, standing, change)
    select coalesce(d.at, now()), s.month, s.category_id, s.mailbox_id, s.source, s.standing, count(*)
    from message_standings s
    left join (select message_id, min(stored_at) as at from deliveries group by message_id) d using (message_id)
    group by coalesce(d.at, now()), s.month, s.category_id, s.mailbox_id, s.source, s.standing;
    insert into unfolded_changes (at, month, category_id, mailbox_id, source, standing, change)
    select d.stored_at, s.month, s.category_id, f.mailbox_id, s.source, further_standing(s.standing), count(*)
    from deliveries d
    join message_standings s using (message_id)
    join folders f on f.id = d.folder_id
    where not d.brought and not d.rematched
    group by d.stored_at, s.month, s.category_id, f.mailbox_id, s.source, further_standing(s.standing);
    select fold_changes(0);
$$;

create or replace view recount as
select month, category_id, mailbox_id, source, standing, sum(count)::integer as count
from (
    select month, category_id, mailbox_id, source, standing, count(*) as count
    from judged_standings
    group by month, category_id, mailbox_id, source, standing
    union all
    select j.month, j.category_id, d.mailbox_id, j.source, further_standing(j.standing), count(*)
    from further_deliveries d
    join judged_standings j using (message_id)
    group by j.month, j.category_id, d.mailbox_id, j.source, further_standing(j.standing)
) c
group by month, category_id, mailbox_id, source, standing;

-- What was counted before moves to its own standing now; what was known earlier stays known.
insert into unfolded_changes (month, category_id, mailbox_id, source, standing, change)
select s.month, s.category_id, d.mailbox_id, s.source, v.standing, sum(v.change)
from further_deliveries d
join message_standings s using (message_id)
cross join lateral (values ('duplicate', -1), (further_standing(s.standing), 1)) as v (standing, change)
where s.standing <> 'counted'
group by s.month, s.category_id, d.mailbox_id, s.source, v.standing;
