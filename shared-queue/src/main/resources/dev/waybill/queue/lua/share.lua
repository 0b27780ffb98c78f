-- Renews a replica's lease on its parts, gives some up, and takes free ones up to its fair share.
--
-- ARGV     2 replica, 3 lease in ms, 4 number of parts, 5 how many it holds, then part and token of each, then those it gives up
-- returns  how many replicas are alive, then part and token of each that the replica holds now
-- crash    sent again, it renews again; what it took is named in the next answer
--
-- `parts` is a HASH part → token and replica; `replicas` a ZSET replica → end of its lease. A part whose replica's lease has ended is
-- free. A part that the replica holds and nobody took meanwhile stays its own. When the first one that comes holds parts already, Redis
-- was wiped, and the others have not said yet what they hold: for the time of a lease nobody who holds any takes more. ZREM first, so
-- that it passes at maxmemory.
local PARTS, REPLICAS = PREFIX .. 'parts', PREFIX .. 'parts:replicas'
local replica, count, held = ARGV[2], tonumber(ARGV[4]), {}
local first_given_up = 6 + 2 * tonumber(ARGV[5])
call('ZREM', REPLICAS, replica)
for i = 6, first_given_up - 1, 2 do
  held[ARGV[i]] = ARGV[i + 1]
end
for i = first_given_up, #ARGV, 2 do
  held[ARGV[i]] = nil
  if call('HGET', PARTS, ARGV[i]) == ARGV[i + 1] .. ' ' .. replica then
    call('HDEL', PARTS, ARGV[i])
  end
end
local now = millis()
call('ZREMRANGEBYSCORE', REPLICAS, '-inf', now)
call('ZADD', REPLICAS, now + tonumber(ARGV[3]), replica)
local alive, replicas = {}, call('ZRANGE', REPLICAS, 0, -1)
for i = 1, #replicas do
  alive[replicas[i]] = true
end

local owners, all = {}, call('HGETALL', PARTS)
for i = 1, #all, 2 do
  owners[all[i]] = all[i + 1]
end
local mine, free, kept = { #replicas }, {}, {}
for i = 0, count - 1 do
  local part = tostring(i)
  local token, owner = match(owners[part] or '', '^(%d+) (.*)$')
  if owner == replica then
    mine[#mine + 1], mine[#mine + 2] = part, token
  elseif not owner or not alive[owner] then
    if held[part] and not owner then
      kept[#kept + 1], kept[#kept + 2] = part, held[part] .. ' ' .. replica
      mine[#mine + 1], mine[#mine + 2] = part, held[part]
    else
      free[#free + 1] = part
    end
  end
end

local share, taken = math.ceil(count / #replicas) - (#mine - 1) / 2, {}
local wiped = tonumber(owners['wiped'])
if not wiped then
  wiped = next(held) and now or 0
  kept[#kept + 1], kept[#kept + 2] = 'wiped', string.format('%.0f', wiped)
end
if next(held) and now - wiped < tonumber(ARGV[3]) then
  share = 0
end
if share > 0 and #free > 0 then
  local last = tonumber(owners['token'] or 0)
  local token = string.format('%.0f', math.max(last + 1, micros()))
  taken[1], taken[2] = 'token', token
  for i = 1, math.min(share, #free) do
    taken[#taken + 1], taken[#taken + 2] = free[i], token .. ' ' .. replica
    mine[#mine + 1], mine[#mine + 2] = free[i], token
  end
end
if #kept > 0 then
  call('HSET', PARTS, unpack(kept))
end
if #taken > 0 then
  call('HSET', PARTS, unpack(taken))
end
return mine
