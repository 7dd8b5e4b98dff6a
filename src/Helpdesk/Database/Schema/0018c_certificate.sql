-- mailbox -> stored: a month's certificate for a page, as last counted where nothing happened since. Written by Mailboxes.
-- usable from: 0017c_month_counts

create function certificate_known(of_month date) returns setof certificates language plpgsql stable as $$
declare
    since timestamptz := (select min(counted_at) - interval '10 minutes' from certificate_counts where month = of_month);
begin
    if since is null
        or exists (select from figure_history where month = of_month and at > since)
        -- What went is little; the offset keeps PostgreSQL from beginning with the month's mail instead.
        or exists (select from (select message_id from deliveries where gone_at > since offset 0) d join messages m on m.id = d.message_id where m.month = of_month)
    then
        return query select * from certificate_of(of_month);
    else
        return query select * from certificates where month = of_month;
    end if;
end $$;
comment on function certificate_known is 'the certificate of one month for whoever looks: as last counted, or counted now where something changed in the ten minutes before or since';
