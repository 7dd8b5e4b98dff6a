-- stored -> corrected: what doubtful means, said once for the review, the list, the checklist, the gauge and the topic watch.
-- Written by Corrections.
-- usable from: 0015_doubtful_cells

create function doubtful_mail(least_confidence real) returns table (message_id bigint, month date, category_id smallint)
language sql stable as $$
    select message_id, month, category_id from review_queue where confidence < least_confidence
    union all
    select message_id, month, category_id from review_queue where doubtful and confidence >= least_confidence
$$;
comment on function doubtful_mail is 'mail that nobody has decided and whose guess is below the least confidence in force, or was below its category''s own when it was made; parked mail has no category';

-- Each half reads one index, by month or whole; the second replaces that by message alone.

create index review_queue_below on review_queue (month, confidence) include (message_id, category_id);
create index review_queue_left on review_queue (month, confidence) include (message_id, category_id) where doubtful;
drop index review_queue_doubtful;
drop index message_standings_doubtful;
