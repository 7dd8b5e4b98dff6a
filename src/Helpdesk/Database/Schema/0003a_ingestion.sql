-- What the reader of mailboxes remembers: completeness, failures, outages, alerts. Written by Mailboxes unless named otherwise.

alter table folders add column compared_at timestamptz;
comment on column folders.compared_at is 'when every UID of the folder was last compared with what is stored';

alter table deliveries add column gone_at timestamptz;
comment on column deliveries.gone_at is 'when the mail was found to be no longer there; it stays counted';

create table unfetched (
    folder_id integer not null references folders,
    uid_validity bigint not null,
    uid bigint not null,
    month date,
    received_at timestamptz,
    reason text not null,
    attempts integer not null default 1,
    first_seen_at timestamptz not null default now(),
    next_attempt_at timestamptz not null,
    gone_at timestamptz,
    primary key (folder_id, uid_validity, uid)
);
comment on table unfetched is 'Mailboxes: mail the server lists and does not hand out yet, and mail that went before we could read it';

create table mailbox_states (
    mailbox_id smallint primary key references mailboxes,
    failures integer not null default 0,
    next_attempt_at timestamptz,
    last_attempt_at timestamptz,
    last_success_at timestamptz,
    secret_expires_at timestamptz
);
comment on table mailbox_states is 'Mailboxes: how each mailbox fares; the pause after failures outlives a restart';

create table outages (
    id bigint generated always as identity primary key,
    mailbox_id smallint not null references mailboxes,
    error_class text not null,
    sentence text not null,
    began_at timestamptz not null,
    ended_at timestamptz
);
comment on table outages is 'Mailboxes: each time a mailbox could not be read, from its first failure to its next complete poll';
create unique index outages_one_open on outages (mailbox_id) where ended_at is null;

create table incidents (
    id bigint generated always as identity primary key,
    folder_id integer not null references folders,
    happened_at timestamptz not null default now(),
    old_uid_validity bigint not null,
    new_uid_validity bigint not null,
    matched integer,
    new integer,
    gone integer
);
comment on table incidents is 'Mailboxes: each change of UIDVALIDITY and what became of the mail; counts are null until the folder was read again';

create table alerts (
    id bigint generated always as identity primary key,
    key text not null,
    sentence text not null,
    raised_at timestamptz not null,
    cleared_at timestamptz
);
comment on table alerts is 'Mailboxes: what people were told, once when it began and once when it was over';
create unique index alerts_one_open on alerts (key) where cleared_at is null;

alter table parked_mail add column next_attempt_at timestamptz;
comment on column parked_mail.next_attempt_at is 'when it is tried again; null when it waits for a person';
create index parked_mail_due on parked_mail (next_attempt_at);

create view certificates as
with places as (
    select f.mailbox_id, m.month, d.message_id, d.brought, d.gone_at, m.parked, s.source,
        d.uid_validity is distinct from f.uid_validity as old_epoch
    from deliveries d
    join folders f on f.id = d.folder_id
    join messages m on m.id = d.message_id
    join standings s on s.message_id = d.message_id
    where not d.rematched
),
stored as (
    select mailbox_id, month,
        count(*) filter (where gone_at is null) as still_there,
        count(*) as stored,
        count(*) filter (where source is not null) as classified,
        count(*) filter (where source = 'person') as corrected,
        count(*) filter (where parked) as parked,
        count(*) filter (where gone_at is not null) as gone
    from places group by mailbox_id, month
),
missing as (
    select f.mailbox_id, u.month, count(*) filter (where u.gone_at is null) as waiting, count(*) filter (where u.gone_at is not null) as gone_unread
    from unfetched u join folders f on f.id = u.folder_id
    where u.month is not null group by f.mailbox_id, u.month
)
select coalesce(s.mailbox_id, m.mailbox_id) as mailbox_id, coalesce(s.month, m.month) as month,
    (coalesce(s.still_there, 0) + coalesce(m.waiting, 0))::integer as on_server,
    coalesce(s.stored, 0)::integer as stored,
    coalesce(s.classified, 0)::integer as classified,
    coalesce(s.corrected, 0)::integer as corrected,
    coalesce(s.parked, 0)::integer as parked,
    coalesce(m.waiting, 0)::integer as waiting,
    coalesce(s.gone, 0)::integer as gone_after_storing,
    coalesce(m.gone_unread, 0)::integer as gone_before_reading
from stored s full join missing m on m.mailbox_id = s.mailbox_id and m.month = s.month;
comment on view certificates is 'the certificate of completeness: for each mailbox and month what the server had and what became of it';
