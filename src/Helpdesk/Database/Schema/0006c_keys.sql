-- Keys for programs that read the figures. Written by Accounts.

create table api_keys (
    id integer generated always as identity primary key,
    name text not null unique,
    hash bytea not null unique,
    scopes text[] not null,
    created_at timestamptz not null default now(),
    created_by text not null,
    last_used_at timestamptz,
    revoked_at timestamptz
);
comment on table api_keys is 'Accounts: keys by their SHA-256 (a key is random, so a plain hash cannot be guessed back); the key itself is shown once';
