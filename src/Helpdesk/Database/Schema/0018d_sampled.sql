-- stored -> how sure it is: some mail of a month, found without going through all of it.
-- Written by Messages.
-- usable from: 0017c_month_counts

create index messages_sampled on messages (month, id) where id % 32 = 0;
