-- The held mailboxes.
--
-- returns  {mailbox and due (ms or 'inf') by turns, mailbox and reason by turns}
return { call('ZRANGE', HELD, 0, -1, 'WITHSCORES'), call('HGETALL', PREFIX .. 'held:reason') }
