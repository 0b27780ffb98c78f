-- A page of the dead pointers that match, oldest first: by time of death, then by id as bytes. Looks at a bounded number of them.
--
-- ARGV     2 youngest time of death in ms or '' at the start, 3 least age in ms (for the start), 4 and 5 time and id after which to
--          go on, 6 how many to look at, 7 how many to return, 8 mailbox or '', 9 reason or '', 10 kind or ''
-- returns  {youngest time of death, 1 if there is nothing behind this page, time and id of the last that was looked at,
--           ids, times, histories, bodies}
--
-- Histories and bodies are searched as text: quotes within a text are escaped, so that a field's name cannot hide in one. The
-- caller reads the kind of what is returned again, because a body need not be JSON.
local META = PREFIX .. 'dlq:meta'
local until_time = ARGV[2] ~= '' and tonumber(ARGV[2]) or millis() - tonumber(ARGV[3])
local last_time, last_id, look, limit = ARGV[4], ARGV[5], tonumber(ARGV[6]), tonumber(ARGV[7])

-- As Redis orders them; Lua's own order depends on the server's locale.
local function is_behind(a, b)
  for i = 1, math.max(#a, #b) do
    local x, y = string.byte(a, i) or -1, string.byte(b, i) or -1
    if x ~= y then
      return x > y
    end
  end
  return false
end

-- The rank of the first entry behind the last one, which may have left since.
local from, to = call('ZCOUNT', DLQ, '-inf', '(' .. last_time), call('ZCOUNT', DLQ, '-inf', last_time)
while from < to do
  local middle = math.floor((from + to) / 2)
  if is_behind(call('ZRANGE', DLQ, middle, middle)[1], last_id) then
    to = middle
  else
    from = middle + 1
  end
end

local entries = call('ZRANGE', DLQ, from, from + look - 1, 'WITHSCORES')
local done = #entries < 2 * look
local ids, times = {}, {}
for i = 1, #entries, 2 do
  if tonumber(entries[i + 1]) > until_time then
    done = true
    break
  end
  ids[#ids + 1], times[#times + 1] = entries[i], entries[i + 1]
end

local function holds(text, field, value)
  return text and find(text, '"' .. field .. '":' .. cjson.encode(value), 1, true)
end

local candidates, picked, picked_times = {}, {}, {}
local metas, bodies = {}, {}
for i = 1, #ids do
  if ARGV[8] == '' or mailbox_of(ids[i]) == ARGV[8] then
    candidates[#candidates + 1] = i
  end
end
if #candidates > 0 and (ARGV[9] ~= '' or ARGV[10] ~= '') then
  local names = {}
  for i = 1, #candidates do
    names[i] = ids[candidates[i]]
  end
  metas = ARGV[9] ~= '' and call('HMGET', META, unpack(names)) or {}
  bodies = ARGV[10] ~= '' and call('HMGET', BODY, unpack(names)) or {}
end
local looked = #ids
for i = 1, #candidates do
  if (ARGV[9] == '' or holds(metas[i], 'reason', ARGV[9])) and (ARGV[10] == '' or holds(bodies[i], 'kind', ARGV[10])) then
    picked[#picked + 1], picked_times[#picked_times + 1] = ids[candidates[i]], times[candidates[i]]
    if #picked == limit then
      looked = candidates[i]
      break
    end
  end
end
if looked > 0 then
  last_time, last_id = times[looked], ids[looked]
end
return {
  string.format('%.0f', until_time),
  done and looked == #ids and 1 or 0,
  last_time,
  last_id,
  picked,
  picked_times,
  #picked > 0 and call('HMGET', META, unpack(picked)) or {},
  #picked > 0 and call('HMGET', BODY, unpack(picked)) or {},
}
