-- Arguments that are refused before anything is asked of Turso, and leave nothing behind.
CREATE EXTENSION pgturso;
CREATE TABLE orders (id integer PRIMARY KEY, note text);
CREATE TABLE log (line text);
CREATE UNLOGGED TABLE scratch (id integer PRIMARY KEY);
CREATE TEMPORARY TABLE mine (id integer PRIMARY KEY);
CREATE SEQUENCE numbers;
CREATE VIEW names AS SELECT note FROM orders;
CREATE MATERIALIZED VIEW notes AS SELECT note FROM orders;
CREATE FOREIGN DATA WRAPPER nowhere;
CREATE SERVER elsewhere FOREIGN DATA WRAPPER nowhere;
CREATE FOREIGN TABLE far (id integer) SERVER elsewhere;

-- What can't be replicated.
SELECT turso_schedule_table_replication('absent', '1 minute');
SELECT turso_schedule_table_replication(NULL, '1 minute');
SELECT turso_schedule_table_replication('far', '1 minute');
SELECT turso_schedule_table_replication('mine', '1 minute');
SELECT turso_schedule_table_replication('scratch', '1 minute');
SELECT turso_schedule_table_replication('numbers', '1 minute');
SELECT turso_schedule_table_replication('pg_class', '1 minute');
SELECT turso_schedule_table_replication('turso.target', '1 minute');
SELECT turso_schedule_table_replication('log', '1 minute');
SELECT turso_schedule_table_replication('names', '1 minute');
SELECT turso_schedule_mv_replication('orders', '1 minute');
CALL turso_replicate_table('notes');
CALL turso_replicate_mv('orders');

-- Schedules.
SELECT turso_schedule_table_replication('orders', NULL);
SELECT turso_schedule_table_replication('orders', '');
SELECT turso_schedule_table_replication('orders', 'often');
SELECT turso_schedule_table_replication('orders', '0 seconds');
SELECT turso_schedule_table_replication('orders', '61 * * * *');
SELECT turso_schedule_mv_replication('notes', '* * *');

-- Options.
SELECT turso_schedule_table_replication('orders', '1 minute', options => '[]');
SELECT turso_schedule_table_replication('orders', '1 minute', options => NULL);
SELECT turso_schedule_table_replication('orders', '1 minute', options => '{"colour": "red"}');
SELECT turso_schedule_table_replication('orders', '1 minute', options => '{"indexes": "yes"}');
SELECT turso_schedule_table_replication('orders', '1 minute', options => '{"numeric": "integer"}');
SELECT turso_schedule_table_replication('orders', '1 minute', options => '{"vector": "json"}');
SELECT turso_schedule_table_replication('orders', '1 minute', options => '{"name": ""}');
SELECT turso_schedule_table_replication('orders', '1 minute', options => '{"name": "sqlite_master"}');
SELECT turso_schedule_table_replication('orders', '1 minute', options => '{"key": ["id"]}');
SELECT turso_schedule_mv_replication('notes', '1 minute', options => '{"key": ["absent"]}');
SELECT turso_schedule_table_replication('log', '1 minute', options => '{"insert_only": 1}');
SELECT turso_schedule_table_replication('orders', '1 minute', options => '{"insert_only": 1}');
SELECT turso_schedule_mv_replication('notes', '1 minute', options => '{"insert_only": true}');

-- Targets.
SELECT turso_schedule_table_replication('orders', '1 minute');
SELECT turso_schedule_table_replication('orders', '1 minute', 'elsewhere');
SELECT turso_schedule_table_replication('orders', '1 minute', NULL);
SELECT turso_add_target(NULL, 'turso_url');
SELECT turso_add_target('t', NULL);
SELECT turso_add_target('t', 'absent_function');
CREATE FUNCTION turso_url() RETURNS text LANGUAGE sql AS $$ SELECT 'http://127.0.0.1:1' $$;
SELECT turso_add_target('t', 'turso_url', 'absent_function');
SELECT turso_add_target('t', 'turso_url', NULL, 'decoderbufs');
SELECT turso_add_target('t', 'turso_url', NULL, 'pgoutput', 'elsewhere');
SELECT turso_add_target('t', 'turso_url', NULL, 'pgoutput', NULL);
SELECT turso_add_target('t', 'turso_url');
SELECT turso_add_target('t', 'turso_url');
SELECT turso_drop_target('absent');
SELECT turso_drop_target('t');

-- What is not registered.
SELECT turso_unschedule_replication('orders');
SELECT turso_unschedule_replication(NULL);
SELECT turso_pause('orders');
SELECT turso_resume('orders');
SELECT turso_resync('orders');
SELECT * FROM turso_replicate_now('orders');

-- Nothing is registered: nothing to do, and no error.
SELECT * FROM turso_replicate_now();
SELECT turso_resync();

-- The low-level call.
SELECT * FROM turso_replicate(NULL, NULL, NULL);
SELECT * FROM turso_replicate('slot', NULL, 0);
SELECT * FROM turso_replicate('slot', NULL, NULL, 'url');
SELECT * FROM turso_replicate('slot', NULL, NULL, 'url', NULL);
SELECT * FROM turso_replicate('slot', NULL, NULL, 'proto_version', '1');

-- The rest.
SELECT turso_use_host('server');
SELECT turso_use_host('pljava');
SELECT turso_generate_create_table('far');
SELECT turso_generate_create_table('orders', '{"colour": "red"}');
SELECT turso_query('SELECT 1', 'elsewhere');

SELECT (SELECT count(*) FROM turso.target) AS targets, (SELECT count(*) FROM turso.replication) AS replications;
