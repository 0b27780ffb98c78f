-- Who holds a part. Reads only.
--
-- ARGV     2 part
-- returns  the replica, or an empty text
local owner = match(call('HGET', PREFIX .. 'parts', ARGV[2]) or '', '^%d+ (.*)$')
local until_when = owner and call('ZSCORE', PREFIX .. 'parts:replicas', owner)
return until_when and tonumber(until_when) > millis() and owner or ''
