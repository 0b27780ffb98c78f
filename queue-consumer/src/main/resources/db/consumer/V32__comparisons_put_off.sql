-- How often in a row a comparison failed by itself, and was put off: the distance of its tries grows with it.
alter table reconciliation add column put_off integer not null default 0;
