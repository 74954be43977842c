-- pg_cron works in one database of a server, "postgres" unless cron.database_name says otherwise.
\connect postgres
CREATE EXTENSION pljava;
CREATE EXTENSION pg_cron;
CREATE EXTENSION pgturso;
