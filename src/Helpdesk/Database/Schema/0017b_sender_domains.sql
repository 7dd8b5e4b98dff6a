-- stored -> corrected: the list of messages by the sender's domain, or one above it, among ten millions.
-- Written by Messages.
-- usable from: 0015_doubtful_cells

-- Turned round, a domain begins with the one above it, and a beginning is what an index finds.
create function turned_domain(address text) returns text
language sql immutable parallel safe
return reverse(lower(split_part(address, '@', 2)));
create index message_texts_domain on message_texts (turned_domain(from_address) text_pattern_ops);
