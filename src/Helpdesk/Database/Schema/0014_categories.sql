-- The report's rows change over the years: what each was called, what belongs in it, and who changed it.
-- Written by Reporting.
-- usable from: 0013_further_deliveries

create table category_names (
    name text primary key,
    category_id smallint not null references categories,
    since timestamptz not null default now()
);
comment on table category_names is 'Reporting: every name a category ever had, so that a model that learned an old one still finds its row';
insert into category_names (name, category_id) select name, id from categories;

create table category_changes (
    id bigint generated always as identity primary key,
    changed_at timestamptz not null default now(),
    person text not null,
    change text not null
);
comment on table category_changes is 'Reporting: who changed the rows of the report, and how; only ever added to';

comment on table category_guides is 'Reporting: what belongs in each category; beside the review queue and on the page of categories';
