-- text -> category: doubt, rules and proposed models. Written by Classification.
-- usable from: 0008_privacy

alter table guesses add column doubtful boolean not null default false;
comment on column guesses.doubtful is 'below the least confidence of its category when it was made: it counts under its best guess, and a person should look';

-- The review queue knows it too, so that nobody has to look a guess up to find what is doubtful.

alter table review_queue add column doubtful boolean not null default false;
comment on column review_queue.doubtful is 'the model itself left it to people: below its threshold for the category';
create index review_queue_doubtful on review_queue (message_id) where doubtful;

create or replace view open_for_review as
select m.id as message_id, m.month, g.category_id, coalesce(g.confidence, 0)::real as confidence, g.scores, o.category_ids, coalesce(g.doubtful, true) as doubtful
from messages m
left join lateral (
    select category_id, confidence, scores, source, model_id, doubtful from guesses where message_id = m.id order by id desc limit 1
) g on true
left join models o on o.id = g.model_id
where m.automatic is null and not m.internal and (g.source = 'model' or (g.source is null and m.parked))
    and not exists (select from effective_corrections c where c.message_id = m.id and c.kind = 'category')
    and coalesce((select c.kind from effective_corrections c where c.message_id = m.id and c.kind in ('set aside', 'restore') order by c.id desc limit 1), 'restore') = 'restore';

create or replace function queue_for_review(ids bigint[]) returns void
language sql as $$
    delete from review_queue q where q.message_id = any(ids) and not exists (select from open_for_review o where o.message_id = q.message_id);
    insert into review_queue (message_id, month, category_id, confidence, effect, doubtful)
    select message_id, month, category_id, confidence, review_effect(month, category_id, category_ids, scores), doubtful
    from open_for_review where message_id = any(ids)
    order by message_id
    on conflict (message_id) do update set category_id = excluded.category_id, confidence = excluded.confidence, effect = excluded.effect, doubtful = excluded.doubtful;
$$;

create table rules (
    id integer generated always as identity primary key,
    name text not null check (name <> ''),
    kind text not null check (kind in ('mailbox', 'sender', 'subject', 'header')),
    pattern text not null check (pattern <> ''),
    category_id smallint not null references categories,
    origin text not null check (origin <> ''),
    made_at timestamptz not null default now(),
    ended_at timestamptz,
    end_reason text
);
comment on table rules is 'Classification: what is certain before the model is asked; a rule is ended, never deleted, because guesses name it';
create unique index rules_name on rules (name) where ended_at is null;
create index guesses_rule on guesses (rule, guessed_at) where rule is not null;

create table model_proposals (
    id integer generated always as identity primary key,
    version text not null,
    folder text not null,
    made_at timestamptz not null default now(),
    newest_correction bigint not null,
    people_labels integer not null,
    report text not null,
    may_serve boolean not null,
    state text not null default 'waiting' check (state in ('waiting', 'promoted', 'declined', 'superseded')),
    decided_at timestamptz,
    decided_by text
);
comment on table model_proposals is 'Classification: models trained by the job, each with its judgement, until an administrator decides';
comment on column model_proposals.newest_correction is 'the newest correction it learned from; the next is trained when enough are newer';
create unique index model_proposals_waiting on model_proposals (state) where state = 'waiting';
