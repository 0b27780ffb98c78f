-- Ends a pause.
--
-- returns  1, or 0 if the queue was not paused
-- crash    sent again, it answers 0
return call('HDEL', PREFIX .. 'control', 'paused')
