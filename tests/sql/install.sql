-- A user's first minute, and the last: install, look around, drop.
CREATE EXTENSION pgturso;
\dx pgturso

-- Nothing is granted to PUBLIC.
SELECT p.oid::regprocedure FROM pg_proc p
  JOIN pg_depend d ON d.objid = p.oid AND d.classid = 'pg_proc'::regclass AND d.deptype = 'e'
  JOIN pg_extension e ON e.oid = d.refobjid AND e.extname = 'pgturso'
 WHERE has_function_privilege('public', p.oid, 'EXECUTE') ORDER BY 1;
SELECT has_schema_privilege('public', 'turso', 'USAGE');

-- Every function and procedure says what it is for, and every view for users.
SELECT p.oid::regprocedure FROM pg_proc p
 WHERE (p.proname LIKE 'turso\_%' OR p.pronamespace = 'turso'::regnamespace)
   AND obj_description(p.oid, 'pg_proc') IS NULL ORDER BY 1;
SELECT c.oid::regclass FROM pg_class c
 WHERE c.relname LIKE 'turso\_%' AND c.relkind = 'v' AND obj_description(c.oid, 'pg_class') IS NULL ORDER BY 1;

SELECT * FROM turso_status;
SELECT * FROM turso_runs;
SELECT * FROM turso_rejected;

DROP EXTENSION pgturso;
SELECT count(*) FROM pg_proc WHERE proname LIKE 'turso%';
SELECT count(*) FROM pg_namespace WHERE nspname = 'turso';
