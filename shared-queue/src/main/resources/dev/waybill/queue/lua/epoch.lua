-- Tells by what a Redis is known that has lost nothing: the queue's epoch, the run of the server, and the totals.
--
-- ARGV     2 an id for an epoch that begins now
-- returns  {id of the epoch, run id of the server or '', enqueued, acked, retried, died}
-- crash    sent again, it answers the same
--
-- A Redis that was wiped has no id and takes the new one. It writes only then; a removal first, so that it passes at maxmemory. A user
-- who may not call INFO is told of no server.
local EPOCH = PREFIX .. 'epoch'
local id = call('GET', EPOCH)
if not id then
  id = ARGV[2]
  call('DEL', EPOCH)
  call('SET', EPOCH, id)
end
local info = redis.pcall('INFO', 'server')
local totals = call('HMGET', PREFIX .. 'stats', 'enqueued', 'acked', 'retried', 'died')
return {
  id, type(info) == 'string' and match(info, 'run_id:(%x+)') or '',
  totals[1] or '0', totals[2] or '0', totals[3] or '0', totals[4] or '0',
}
