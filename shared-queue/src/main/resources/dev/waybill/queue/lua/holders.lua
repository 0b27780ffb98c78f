-- Who holds these claims.
--
-- ARGV     2... tokens
-- returns  {now in ms, then for each: consumer ('' if the claim is gone), end of the lease in ms}
local result = { string.format('%.0f', millis()) }
for i = 2, #ARGV do
  local head = call('LINDEX', PREFIX .. 'claim:' .. ARGV[i], 0)
  result[#result + 1] = head and sub(head, 2) or ''
  result[#result + 1] = call('ZSCORE', LEASE, ARGV[i]) or '0'
end
return result
