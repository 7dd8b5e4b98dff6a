-- How far the counts can be trusted: what was drawn by chance, what people said blind, how sure each cell is. Written by Quality.

create table audits (
    month date primary key check (extract(day from month) = 1),
    mails integer not null,
    drawn_at timestamptz not null default now()
);
comment on table audits is 'Quality: the months for which a sample was drawn, each once, with the mail there was then';

create table audit_draws (
    message_id bigint primary key references messages on delete cascade,
    month date not null references audits,
    category_id smallint not null references categories,
    stratum smallint not null,
    stratum_mails integer not null,
    turn integer not null,
    twice boolean not null
);
comment on table audit_draws is 'Quality: the sample of a month, drawn by chance and stratified by guess; never drawn anew';
comment on column audit_draws.category_id is 'the guess when it was drawn';
comment on column audit_draws.stratum_mails is 'how many mails of the month were in its stratum; the answered ones stand for them';
comment on column audit_draws.turn is 'in random order, so that half an audit is a smaller sample';
comment on column audit_draws.twice is 'two people answer it, to see how far people agree';
create index audit_draws_month on audit_draws (month, turn);

create table audit_answers (
    id bigint generated always as identity primary key,
    message_id bigint not null references audit_draws on delete cascade,
    person_id integer not null references people,
    category_id smallint references categories,
    answered_at timestamptz not null default now(),
    unique (message_id, person_id)
);
comment on table audit_answers is 'Quality: what a person said of a sampled mail without seeing the guess; null for no enquiry at all';

create table model_mixes (
    model_id integer primary key references models,
    mix double precision[] not null,
    calibrated boolean not null
);
comment on table model_mixes is 'Quality: the mix of categories a model was calibrated on, in the order of its scores; kept when the model is retired';

create table settling_queue (
    message_id bigint primary key references messages on delete cascade,
    month date not null,
    effect double precision not null,
    placed_at timestamptz not null default now()
);
comment on table settling_queue is 'Quality: which mails settle the table soonest, by their scores alone; the review hands these out first, and their answers teach';
create index settling_queue_effect on settling_queue (effect desc, message_id);

create table quality_months (
    month date primary key check (extract(day from month) = 1),
    stamp text not null,
    mix double precision[] not null,
    answers integer not null,
    blind_answers integer not null,
    doubtful_cells integer not null,
    answers_to_settle integer,
    settled_at timestamptz,
    settled_after integer,
    estimate jsonb not null,
    computed_at timestamptz not null default now()
);
comment on table quality_months is 'Quality: how sure each month is, as last computed; made anew when its mail, guesses or answers change';
comment on column quality_months.stamp is 'names all that the estimate was made from';
comment on column quality_months.answers_to_settle is 'about how many more answers make every cell firm; null when nobody can say';

create table quality_cells (
    month date not null references quality_months on delete cascade,
    category_id smallint not null references categories,
    raw integer not null,
    printed integer not null,
    adjusted double precision not null,
    low integer not null,
    high integer not null,
    may_be_off integer not null,
    firm boolean not null,
    primary key (month, category_id)
);
comment on table quality_cells is 'Quality: each cell with its adjusted count and 95 % interval';

create view audit_waiting as
select d.message_id, d.month
from audit_draws d
where not exists (select from audit_answers a where a.message_id = d.message_id);
comment on view audit_waiting is 'sampled mail that nobody has answered blind; the review does not hand it out, since it would show the guess';

create view doubtful_cells as
select c.month, c.category_id, c.may_be_off
from quality_cells c
join quality_months m using (month)
where m.blind_answers > 0 and not c.firm;
comment on view doubtful_cells is 'cells that may be off by more than 2 mails or 2 %, in months with an audit sample; a month without one is doubtful as a whole';

create view settling_goals as
select month, answers, doubtful_cells, answers_to_settle, settled_at, settled_after
from quality_months
where blind_answers > 0;
comment on view settling_goals is 'how far each audited month is from its target, every cell within 2 mails or 2 %';

create function waits_for_person(drawn bigint, twice boolean, person integer) returns boolean
language sql stable as $$
    select not exists (select from audit_answers a where a.message_id = drawn and a.person_id = person)
        and (select count(*) from audit_answers a where a.message_id = drawn) < case when twice then 2 else 1 end
$$;
comment on function waits_for_person is 'whether a sampled mail still wants an answer, and this person''s would be one';
