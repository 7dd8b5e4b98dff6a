-- monthly series -> table: months that are closed, restated and proved. Written by Reporting.

alter table publications drop constraint publications_origin_check;
alter table publications add check (origin in ('imported', 'closed', 'restated'));
alter table publications add column published_by text;
alter table publications add column sign_off text;
alter table publications add column note text;
comment on column publications.sign_off is 'why the month was closed though the checklist held something open, and what that was';

create table published_members (
    publication_id integer not null references publications,
    message_id bigint not null,
    mailbox_id smallint not null,
    category_id smallint,
    source text,
    standing text not null,
    copies integer not null,
    primary key (publication_id, message_id)
);
comment on table published_members is 'Reporting: which messages a published month was counted from, and as what; frozen';
comment on column published_members.copies is 'further deliveries of the message, the memo line of duplicates';

create table published_memo (
    publication_id integer not null references publications,
    standing text not null,
    count integer not null,
    primary key (publication_id, standing)
);
comment on table published_memo is 'Reporting: why mail of a published month was not counted, frozen: received = counted + these';

create table restatement_notes (
    id bigint generated always as identity primary key,
    message_id bigint not null,
    month date not null,
    category_id smallint,
    standing text not null,
    copies integer not null,
    reason text not null,
    person text not null,
    noted_at timestamptz not null default now()
);
comment on table restatement_notes is 'Reporting: items an author left as they are, with the reason; a further change of the message makes a new item';

create view restatement_items as
select m.month, m.publication_id, coalesce(p.message_id, s.message_id, t.message_id) as message_id, t.touched_at,
    p.category_id as published_category_id, p.standing as published_standing, coalesce(p.copies, 0) as published_copies,
    s.category_id, s.standing, s.mailbox_id, s.source, coalesce(d.copies, 0) as copies,
    case
        when s.message_id is null then 'erased, or moved to another month'
        when p.message_id is null then 'late mail'
        when s.standing = 'set aside' then 'set aside by staff'
        when p.standing = 'set aside' then 'restored by staff'
        when p.standing = 'parked' then 'read or labelled after the closing'
        when s.source = 'person' then 'corrected'
        when s.category_id is distinct from p.category_id then 'judged anew'
        when s.standing is distinct from p.standing then 'counted by another rule'
        else 'delivered once more'
    end as why,
    exists (
        select 1 from restatement_notes n
        where n.message_id = t.message_id and n.month = m.month and n.category_id is not distinct from s.category_id
            and n.standing = coalesce(s.standing, 'gone') and n.copies = coalesce(d.copies, 0)
    ) as noted
from closed_months m
join touched_messages t using (month)
left join published_members p on p.publication_id = m.publication_id and p.message_id = t.message_id
left join message_standings s on s.message_id = t.message_id and s.month = m.month
left join lateral (select count(*)::integer as copies from further_deliveries f where f.message_id = t.message_id) d on s.message_id is not null
where (p.category_id, p.standing, coalesce(p.copies, 0)) is distinct from (s.category_id, s.standing, coalesce(d.copies, 0));
comment on view restatement_items is 'what would change a closed month: published, now, and why';

create table sign_offs (
    month date not null,
    item text not null,
    person text not null,
    reason text not null,
    signed_at timestamptz not null default now(),
    primary key (month, item)
);
comment on table sign_offs is 'Reporting: points of a month''s checklist that somebody answered for by name';

create table cell_checks (
    month date not null,
    category_id smallint not null references categories,
    person text not null,
    checked_at timestamptz not null default now(),
    primary key (month, category_id)
);
comment on table cell_checks is 'Reporting: cells with doubtful mail that somebody has looked at';

create table figure_notes (
    month date not null,
    category_id smallint not null references categories,
    decision text not null check (decision in ('kept', 'dropped')),
    text text not null,
    person text not null,
    decided_at timestamptz not null default now(),
    primary key (month, category_id)
);
comment on table figure_notes is 'Reporting: what the author said of a figure that stands out; kept notes are printed';

create table series_breaks (
    id integer generated always as identity primary key,
    month date not null check (extract(day from month) = 1),
    note text not null,
    person text not null,
    added_at timestamptz not null default now()
);
comment on table series_breaks is 'Reporting: from which month figures cannot be compared with those before, and why';

create table reconciliation_notes (
    month date not null,
    category_id smallint not null references categories,
    text text not null,
    person text not null,
    noted_at timestamptz not null default now(),
    primary key (month, category_id)
);
comment on table reconciliation_notes is 'Reporting: why a figure counted from messages differs from the one published before this system';

create table telephone_calls (
    id integer generated always as identity primary key,
    called_on date not null,
    category_id smallint references categories,
    note text not null default '',
    person text not null,
    logged_at timestamptz not null default now(),
    withdrawn_at timestamptz,
    withdrawn_by text
);
comment on table telephone_calls is 'Reporting: the telephone log; a wrong entry is withdrawn, not deleted';
create index telephone_calls_day on telephone_calls (called_on);

create table editions (
    id integer generated always as identity primary key,
    month date not null,
    number integer not null,
    made_at timestamptz not null,
    report jsonb not null,
    unique (month, number)
);
comment on table editions is 'Reporting: the report of a closed month as it was printed, whole; a new one when a published month in its window is restated';

create table edition_files (
    edition_id integer not null references editions,
    name text not null,
    bytes bytea not null,
    primary key (edition_id, name)
);
comment on table edition_files is 'Reporting: the files of an edition, byte for byte as first made';

create table edition_posts (
    id integer generated always as identity primary key,
    edition_id integer not null references editions,
    way text not null check (way in ('folder', 'mail')),
    target text not null,
    attempts integer not null default 0,
    failure text,
    posted_at timestamptz,
    unique (edition_id, way, target)
);
comment on table edition_posts is 'Reporting: which files go where, and whether they went';
