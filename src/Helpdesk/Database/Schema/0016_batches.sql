-- mailbox -> stored: what every batch of a first reading does, by index whatever the planner knows. Written by Messages and Corrections.
-- usable from: 0015_doubtful_cells

-- In a first reading the tables have no statistics yet, and with the planner's guesses each batch would read all mail there is
-- or be compiled for longer than it runs. The offset keeps a thread's few messages first.
create function threads_of(hashes bytea[]) returns table (message_id_hash bytea, thread bytea, category_id smallint, category text, by_person boolean)
language sql stable set enable_seqscan = off set enable_hashjoin = off set jit = off as $$
    select known.message_id_hash, known.thread, latest.id, latest.name, latest.by_person
    from (select distinct message_id_hash, thread from messages where message_id_hash = any(hashes)) known
    left join lateral (
        select c.id, c.name, s.source = 'person' as by_person
        from (select id, received_at from messages where messages.thread = known.thread offset 0) m
        join message_standings s on s.message_id = m.id
        join categories c on c.id = s.category_id
        order by s.source = 'person' desc, m.received_at desc, m.id desc
        limit 1
    ) latest on true
$$;
comment on function threads_of is 'for each known Message-ID (hashed) its thread, and what that was taken for last: by the latest answer of a person, else by the latest guess';

-- The same as before, with plans that are made once for a connection and not for each batch.
create or replace function queue_for_review(ids bigint[]) returns void language plpgsql
set plan_cache_mode = force_generic_plan set enable_seqscan = off set jit = off as $$
begin
    delete from review_queue q where q.message_id = any(ids) and not exists (select from open_for_review o where o.message_id = q.message_id);
    insert into review_queue (message_id, month, category_id, confidence, effect, doubtful)
    select message_id, month, category_id, confidence, review_effect(month, category_id, category_ids, scores), doubtful
    from open_for_review where message_id = any(ids)
    order by message_id
    on conflict (message_id) do update set category_id = excluded.category_id, confidence = excluded.confidence, effect = excluded.effect, doubtful = excluded.doubtful;
end $$;
