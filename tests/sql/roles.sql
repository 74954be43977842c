-- Who may do what: nobody but the owner, until granted.
CREATE EXTENSION pgturso;
DROP ROLE IF EXISTS pgturso_stranger;
CREATE ROLE pgturso_stranger;
CREATE TABLE orders (id integer PRIMARY KEY);
CREATE FUNCTION turso_url() RETURNS text LANGUAGE sql AS $$ SELECT 'http://127.0.0.1:1' $$;

SET ROLE pgturso_stranger;
SELECT turso_schedule_table_replication('orders', '1 minute');
SELECT turso_schedule_mv_replication('orders', '1 minute');
SELECT turso_replicate_now();
SELECT turso_replicate('slot', NULL, NULL);
CALL turso_replicate_table('orders');
CALL turso_replicate_mv('orders');
SELECT turso_unschedule_replication('orders');
SELECT turso_pause('orders');
SELECT turso_resume('orders');
SELECT turso_resync();
SELECT turso_add_target('t', 'turso_url');
SELECT turso_drop_target('t');
SELECT turso_use_host('worker');
SELECT turso_query('SELECT 1');
SELECT turso_generate_create_table('orders');
SELECT turso_check();
SELECT * FROM turso_status;
SELECT * FROM turso_runs;
SELECT * FROM turso.target;
SELECT turso.call('query', '{}');
SELECT turso.host_call('query', '{}');
RESET ROLE;

DROP OWNED BY pgturso_stranger;
DROP ROLE pgturso_stranger;
