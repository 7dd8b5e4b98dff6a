-- mailbox -> message -> text -> category -> stored. Each table is written by one room, named in its comment.

create table categories (
    id smallint primary key,
    key text not null unique,
    name text not null unique,
    print_order smallint not null unique,
    first_month date,
    last_month date
);
comment on table categories is 'Reporting: the rows of the report, in print order, with the months they are in force';

insert into categories (id, key, name, print_order) values
    (1, 'applications', 'Applications', 1),
    (2, 'sub-committees', 'Sub-Committees', 2),
    (3, 'consultation', 'Consultation Correspondence', 3),
    (4, 'contact-info', 'Contact Info', 4),
    (5, 'general', 'General Queries', 5),
    (6, 'panel-board', 'Panel & Board Correspondence', 6),
    (7, 'modifications', 'Modifications', 7),
    (8, 'user-cio', 'User CIO Assessments', 8),
    (9, 'signifiers', 'Party/RDP Signifiers', 9),
    (10, 'training', 'Training Days/Seminars', 10),
    (11, 'other', 'Other', 11);

create table mailboxes (
    id smallint generated always as identity primary key,
    name text not null unique,
    created_at timestamptz not null default now()
);
comment on table mailboxes is 'Mailboxes: one row for each mailbox ever polled, by its configured name';

create table folders (
    id integer generated always as identity primary key,
    mailbox_id smallint not null references mailboxes,
    name text not null,
    uid_validity bigint,
    highest_uid bigint not null default 0,
    last_success_at timestamptz,
    unique (mailbox_id, name)
);
comment on table folders is 'Mailboxes: how far each folder has been read; moves in the transaction that stores the batch';

create table messages (
    id bigint generated always as identity primary key,
    fingerprint bytea not null unique,
    mailbox_id smallint not null references mailboxes,
    month date not null check (extract(day from month) = 1),
    received_at timestamptz not null,
    sent_at timestamptz,
    thread bytea not null,
    message_id_hash bytea,
    size bigint not null,
    automatic text,
    internal boolean not null,
    parked boolean not null
);
comment on table messages is 'Messages: the fact that stays: one row for each message, however often delivered; nothing personal in it';
comment on column messages.fingerprint is 'SHA-256 over Message-ID and content; the identity of a message';
comment on column messages.month is 'first day of the month of the server''s INTERNALDATE in the reporting zone, taken once';
comment on column messages.automatic is 'why the message is machine-made; null when a person wrote it';
comment on column messages.parked is 'it could not be read; its raw bytes wait in parked_mail';
create index messages_month on messages (month);
create index messages_thread on messages (thread);
create index messages_message_id_hash on messages (message_id_hash);

create table message_texts (
    message_id bigint primary key references messages on delete cascade,
    message_id_header text,
    from_name text not null,
    from_address text not null,
    recipients text[] not null,
    subject text not null,
    body text not null,
    new_text text not null,
    attachments text[] not null
);
comment on table message_texts is 'Messages: what people wrote; erased by retention and on request, the fact stays';

create table deliveries (
    folder_id integer not null references folders,
    uid_validity bigint not null,
    uid bigint not null,
    message_id bigint not null references messages,
    received_at timestamptz not null,
    brought boolean not null,
    rematched boolean not null,
    stored_at timestamptz not null default now(),
    primary key (folder_id, uid_validity, uid)
);
comment on table deliveries is 'Messages: one message at one place; folder, UIDVALIDITY and UID are its identity';
comment on column deliveries.brought is 'the delivery that brought the message; every other one is a duplicate';
comment on column deliveries.rematched is 'the same delivery under a new UIDVALIDITY, recognised by its fingerprint; not received again';
create index deliveries_message on deliveries (message_id);

create table parked_mail (
    message_id bigint primary key references messages on delete cascade,
    error_class text not null,
    error text not null,
    attempts integer not null,
    raw bytea not null,
    parked_at timestamptz not null default now()
);
comment on table parked_mail is 'Messages: mail that could not be read, its bytes kept, its error named';

create table models (
    id integer generated always as identity primary key,
    version text not null unique,
    category_ids smallint[] not null,
    first_used_at timestamptz not null default now()
);
comment on table models is 'Classification: every model that ever guessed, with the order of its scores';

create table guesses (
    id bigint generated always as identity primary key,
    message_id bigint not null references messages,
    category_id smallint not null references categories,
    confidence real not null check (confidence between 0 and 1),
    scores real[] not null,
    source text not null check (source in ('model', 'rule')),
    rule text,
    model_id integer not null references models,
    guessed_at timestamptz not null default now(),
    check ((source = 'rule') = (rule is not null))
);
comment on table guesses is 'Classification: what the model or a rule said; appended, never overwritten';
create index guesses_message on guesses (message_id, id desc);

create table publications (
    id integer generated always as identity primary key,
    month date not null check (extract(day from month) = 1),
    version integer not null,
    origin text not null check (origin in ('imported')),
    file_name text,
    published_at timestamptz not null default now(),
    unique (month, version)
);
comment on table publications is 'Reporting: each published month and its versions; imported ones have no messages behind them';

create table published_counts (
    publication_id integer not null references publications,
    category_id smallint not null references categories,
    count integer not null check (count >= 0),
    primary key (publication_id, category_id)
);
comment on table published_counts is 'Reporting: the figures of a published month, frozen';

create view standings as
select m.id as message_id, m.month, m.mailbox_id, m.thread, m.received_at, g.category_id, g.source, g.confidence,
    case
        when m.automatic is not null then 'automatic'
        when m.internal then 'internal'
        when m.parked and g.category_id is null then 'parked'
        else 'counted'
    end as standing
from messages m
left join lateral (
    select category_id, source, confidence from guesses where message_id = m.id order by id desc limit 1
) g on true;
comment on view standings is 'each message with the category that counts and why it is counted or not';

create view monthly_counts as
select month, category_id, mailbox_id, standing, count(*)::integer as count
from standings
group by month, category_id, mailbox_id, standing
union all
select s.month, s.category_id, f.mailbox_id, 'duplicate', count(*)::integer
from deliveries d
join standings s using (message_id)
join folders f on f.id = d.folder_id
where not d.brought and not d.rematched
group by s.month, s.category_id, f.mailbox_id;
comment on view monthly_counts is 'the one source of every figure: received = counted + automatic + internal + duplicate + parked';

create view latest_published_counts as
select p.month, c.category_id, c.count, p.version, p.origin
from publications p
join published_counts c on c.publication_id = p.id
where p.version = (select max(version) from publications l where l.month = p.month);
comment on view latest_published_counts is 'the figures in force of every published month';
