-- Host worker without a worker: every call says so at once, and nothing is half-registered.
CREATE EXTENSION pgturso;
CREATE TABLE orders (id integer PRIMARY KEY);
CREATE FUNCTION turso_url() RETURNS text LANGUAGE sql AS $$ SELECT 'http://127.0.0.1:1' $$;

SELECT turso_schedule_table_replication('orders', '1 minute');
CALL turso_replicate_table('orders');
SELECT turso_query('SELECT 1');
SELECT turso_generate_create_table('orders');
SELECT * FROM turso_replicate('slot', NULL, NULL);
SELECT "check", ok, detail, hint FROM turso_check() WHERE "check" IN ('host', 'schedules', 'target');

BEGIN ISOLATION LEVEL REPEATABLE READ;
SELECT turso_query('SELECT 1');
ROLLBACK;

SELECT (SELECT count(*) FROM turso.target) AS targets, (SELECT count(*) FROM turso.replication) AS replications,
       (SELECT count(*) FROM pg_publication) AS publications;
