-- Gives pointers back untouched, to the front of their lanes; counts nothing.
--
-- ARGV     2 token, then ids
-- returns  the stale ids
-- crash    sent again, what was released is stale
local mine, stale = take(ARGV[2], ids_from(3))
if #mine > 0 then
  to_front(mine)
  settle()
end
return stale
