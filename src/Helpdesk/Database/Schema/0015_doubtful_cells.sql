-- corrected -> monthly series: the front page asks at each visit which cells of a month hold doubtful mail.
-- Written by Reporting.
-- usable from: 0014_categories

create index message_standings_doubtful on message_standings (month, confidence) include (category_id) where standing = 'counted' and source = 'model';
