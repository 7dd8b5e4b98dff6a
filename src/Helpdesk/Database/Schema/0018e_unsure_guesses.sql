-- stored -> corrected: the list of messages by doubt, from the unsure end, among ten millions.
-- Written by Classification and Messages.
-- usable from: 0017c_month_counts

-- Only what is unsure is in the index, so that sure guesses, most of all, are stored as before.
create index guesses_doubt on guesses (confidence, message_id) where confidence < 0.9::real;
-- Of parked mail nothing was guessed; it is the most doubtful of all.
create index messages_parked on messages (id) where parked;
