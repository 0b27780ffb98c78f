-- Leases up to n pointers, oldest first.
--
-- ARGV     2 n, 3 lease in ms, 4 consumer, 5 '1' if this consumer would take one suspect, alone
-- returns  {'paused'} | {'empty'} | {'skipped', pointers} | {'taken', token, ids, bodies, attempts, crashes}
-- crash    before: nothing happened. After, with the reply lost: the lease ends and reclaim takes the pointers back
--
-- First write: a pop, so that it passes at maxmemory. What lies in processing was left by a consumer that died between its
-- doorbell and its claim.
local CRASHES, ATTEMPTS = PREFIX .. 'crashes', PREFIX .. 'attempts'
if call('HEXISTS', PREFIX .. 'control', 'paused') == 1 then
  return { 'paused' }
end
local wanted = tonumber(ARGV[2])
local flag, items, skipped = '-', false, 0
if ARGV[5] == '1' then
  items = call('RPOP', PREFIX .. 'suspects', 1)
  flag = items and 'S' or '-'
end
if not items then
  items = call('RPOP', PROCESSING, wanted) or {}
  if #items < wanted then
    local more = call('RPOP', READY, wanted - #items) or {}
    for i = 1, #more do
      items[#items + 1] = more[i]
    end
  end
end
if #items == 0 then
  return { 'empty' }
end

if call('EXISTS', HELD) == 1 then
  local mailboxes, kept, back = {}, {}, {}
  for i = 1, #items do
    mailboxes[i] = mailbox_of(items[i])
  end
  local held = call('ZMSCORE', HELD, unpack(mailboxes))
  for i = 1, #items do
    if held[i] then
      back[#back + 1] = items[i]
      occupy(mailboxes[i], -1)
    else
      kept[#kept + 1] = items[i]
    end
  end
  if #back > 0 then
    to_front(back)
    items, skipped = kept, #back
  end
end

local crashes = call('EXISTS', CRASHES) == 1
if crashes and flag == '-' and #items > 0 then
  local counts, kept = call('HMGET', CRASHES, unpack(items)), {}
  for i = 1, #items do
    if counts[i] and tonumber(counts[i]) >= 2 then
      call('LPUSH', PREFIX .. 'suspects', items[i])
      skipped = skipped + 1
    else
      kept[#kept + 1] = items[i]
    end
  end
  items = kept
end

settle()
if #items == 0 then
  return { 'skipped', skipped }
end

-- The token rises even when a failover lost the counter, because the clock went on; %.0f, because tostring rounds to 14 digits.
local now = micros()
local last = tonumber(call('GET', PREFIX .. 'fence') or 0)
local token = string.format('%.0f', math.max(last + 1, now))
call('SET', PREFIX .. 'fence', token)
local marks = {}
for i = 1, #items do
  marks[2 * i - 1], marks[2 * i] = items[i], token
end
call('HSET', INFLIGHT, '', SENTINEL, unpack(marks))
call('RPUSH', PREFIX .. 'claim:' .. token, flag .. ARGV[4], unpack(items))
call('HSET', PREFIX .. 'claims', token, #items)
call('ZADD', LEASE, math.floor(now / 1000) + tonumber(ARGV[3]), token)
return {
  'taken',
  token,
  items,
  call('HMGET', BODY, unpack(items)),
  call('EXISTS', ATTEMPTS) == 1 and call('HMGET', ATTEMPTS, unpack(items)) or {},
  crashes and call('HMGET', CRASHES, unpack(items)) or {},
}
