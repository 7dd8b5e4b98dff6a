-- A mailbox's number is taken once, where it used to be taken at each poll until they ran out at 32,767; what was used up is given back.
-- Written by Mailboxes.
-- usable from: 0015_doubtful_cells

select setval(pg_get_serial_sequence('mailboxes', 'id'), coalesce(max(id), 1), max(id) is not null) from mailboxes;
