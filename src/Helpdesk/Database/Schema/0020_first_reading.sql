-- mailbox -> stored: a first reading takes a third less of the database's processor time. Written by Corrections and Messages.
-- usable from: 0015_doubtful_cells

-- As a table in the query, and not as a number called for each message, the formula is planned with it; a call cost twice all else that queueing does.
create function review_effects(of_month date, guessed smallint, labels smallint[], scores real[]) returns table (effect real)
language sql stable as $$
    select coalesce(sum((case when l.category_id = guessed then 1 - l.score else l.score end) * coalesce(w.weight, 1)), 1)::real
    from unnest(labels, scores) as l (category_id, score)
    left join cell_weights w on w.month = of_month and w.category_id = l.category_id
$$;
comment on function review_effects is 'how far an answer about a message may move the table; one row';

create or replace function review_effect(of_month date, guessed smallint, labels smallint[], scores real[]) returns real
language sql stable as $$ select effect from review_effects(of_month, guessed, labels, scores) $$;

create or replace function queue_for_review(ids bigint[]) returns void language plpgsql
set plan_cache_mode = force_generic_plan set enable_seqscan = off set jit = off as $$
begin
    delete from review_queue q where q.message_id = any(ids) and not exists (select from open_for_review o where o.message_id = q.message_id);
    insert into review_queue (message_id, month, category_id, confidence, effect, doubtful)
    select o.message_id, o.month, o.category_id, o.confidence, e.effect, o.doubtful
    from open_for_review o
    cross join lateral review_effects(o.month, o.category_id, o.category_ids, o.scores) e
    where o.message_id = any(ids)
    order by o.message_id
    on conflict (message_id) do update set category_id = excluded.category_id, confidence = excluded.confidence, effect = excluded.effect, doubtful = excluded.doubtful;
end $$;

-- lz4 packs the texts six times as fast as PostgreSQL's own way and a little less tightly; a server that was built without it keeps its own.
do $$
begin
    alter table message_texts alter column body set compression lz4, alter column new_text set compression lz4;
exception when feature_not_supported then
    raise notice 'this server was built without lz4';
end $$;
