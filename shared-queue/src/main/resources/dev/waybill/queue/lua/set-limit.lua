-- Gives a mailbox its own number of places and fills it up from its lanes; nothing is taken back when the number falls.
--
-- ARGV     2 mailbox, 3 limit, at least 1
-- returns  1
-- crash    sent again, it does the same
call('HDEL', LIMITS, ARGV[2])
call('HSET', LIMITS, ARGV[2], ARGV[3])
refill(ARGV[2])
settle()
return 1
