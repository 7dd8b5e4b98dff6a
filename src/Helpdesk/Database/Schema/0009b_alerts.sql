-- usable from: 0003a_ingestion
-- Alerts by mail: each is sent until it is sent, once. And what tells of unusually few mails without reading every delivery.

alter table alerts add column mailed_at timestamptz;
comment on column alerts.mailed_at is 'when the alert went out by mail; null while no mail could be sent or none is set up';

alter table alerts add column clearance_mailed_at timestamptz;
comment on column alerts.clearance_mailed_at is 'when its all-clear went out by mail';

-- Block ranges: deliveries come in the order of time nearly always, and such an index costs an intake nothing.
create index deliveries_received_at on deliveries using brin (received_at) with (pages_per_range = 32, autosummarize = on);
