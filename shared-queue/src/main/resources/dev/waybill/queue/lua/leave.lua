-- Ends a replica's lease: its parts are free.
--
-- ARGV     2 replica
-- returns  1 if it had one
-- crash    sent again, it changes nothing
return call('ZREM', PREFIX .. 'parts:replicas', ARGV[2])
