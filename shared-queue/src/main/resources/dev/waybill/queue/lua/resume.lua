-- Ends the hold of a mailbox and fills it up from its lanes.
--
-- ARGV     2 mailbox
-- returns  1, or 0 if it was not held
-- crash    sent again, it answers 0
if call('ZREM', HELD, ARGV[2]) == 0 then
  return 0
end
call('HDEL', PREFIX .. 'held:reason', ARGV[2])
refill(ARGV[2])
settle()
return 1
