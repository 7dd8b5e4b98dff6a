-- monthly series -> table: a closed month may print the adjusted counts in the place of the counted ones. Written by Reporting.
-- usable from: 0020_first_reading

create table published_estimates (
    publication_id integer primary key references publications,
    method text not null,
    models text[] not null,
    answers integer not null,
    sampled integer not null
);
comment on table published_estimates is 'Reporting: the published versions that print adjusted counts, and what these were made from; frozen';
comment on column published_estimates.answers is 'how many mails of the month people had answered';
comment on column published_estimates.sampled is 'how many of them were drawn by chance and answered blind';

create table published_estimate_cells (
    publication_id integer not null references published_estimates,
    category_id smallint not null references categories,
    counted integer not null check (counted >= 0),
    answered integer not null check (answered between 0 and counted),
    adjusted double precision not null,
    low integer not null,
    high integer not null check (high >= low),
    primary key (publication_id, category_id)
);
comment on table published_estimate_cells is 'Reporting: beside each printed estimate what was counted, and between what the truth lies; frozen';
comment on column published_estimate_cells.counted is 'how many mails the version counts in the category; published_members has them one by one';
comment on column published_estimate_cells.answered is 'how many of these a person put there';
