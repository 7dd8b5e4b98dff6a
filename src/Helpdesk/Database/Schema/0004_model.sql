-- text -> category: doubt, rules and proposed models. Written by Classification.

alter table guesses add column doubtful boolean not null default false;
comment on column guesses.doubtful is 'below the least confidence of its category when it was made: it counts under its best guess, and a person should look';
create index guesses_doubtful on guesses (message_id) where doubtful;

create view doubtful_messages as
select g.message_id, g.category_id, g.confidence
from guesses g
where g.doubtful and not exists (select from guesses later where later.message_id = g.message_id and later.id > g.id);
comment on view doubtful_messages is 'messages whose latest guess is doubtful, whatever people said since';

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
    decided_at timestamptz
);
comment on table model_proposals is 'Classification: models trained by the job, each with its judgement, until an administrator decides';
comment on column model_proposals.newest_correction is 'the newest correction it learned from; the next is trained when enough are newer';
create unique index model_proposals_waiting on model_proposals (state) where state = 'waiting';
