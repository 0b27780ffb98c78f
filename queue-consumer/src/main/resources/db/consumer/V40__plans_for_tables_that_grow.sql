-- What is done for each mail is planned once for a session. By statistics of a table that is almost empty, it is cheapest to read all of
-- it, and so it goes on until the next statistics, also when thousands of rows came meanwhile. Without statistics PostgreSQL takes a
-- table for larger than it is and goes by the index. So there are none before there is something to tell.
alter table email_processed_messages set (autovacuum_analyze_threshold = 1000, autovacuum_vacuum_threshold = 1000);
alter table ticket set (autovacuum_analyze_threshold = 1000, autovacuum_vacuum_threshold = 1000);
alter table thread_key set (autovacuum_analyze_threshold = 1000, autovacuum_vacuum_threshold = 1000);
