-- The rows of a relation in Postgres beside those of its table in Turso, matched by the first column.
-- Turso makes its own lines, so that what is shown is what it holds.
CREATE FUNCTION side_by_side(relation regclass) RETURNS TABLE ("Postgres" text, "same" text, "Turso" text)
LANGUAGE plpgsql AS $$
DECLARE
    line text;
    key text;
BEGIN
    SELECT string_agg(format($q$coalesce(CAST(%I AS text), '-')$q$, attname), $q$ || '  ' || $q$ ORDER BY attnum),
           min(quote_ident(attname)) FILTER (WHERE attnum = 1)
      INTO line, key
      FROM pg_attribute WHERE attrelid = relation AND attnum > 0 AND NOT attisdropped;
    RETURN QUERY EXECUTE format($q$
        SELECT p.line, CASE WHEN p.line = t.line THEN 'yes' ELSE 'NO' END, t.line
          FROM (SELECT CAST(%1$s AS text) AS key, %2$s AS line FROM %3$s) p
          FULL JOIN (SELECT row ->> 'key' AS key, row ->> 'line' AS line
                       FROM turso_query(%4$L) AS row) t USING (key)
         ORDER BY key$q$,
        key, line, relation, format('SELECT CAST(%s AS text) AS key, %s AS line FROM %s', key, line, relation));
END
$$;

-- Whether all of them are the same; false as long as Turso has no such table.
CREATE FUNCTION all_the_same() RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    RETURN (SELECT coalesce(bool_and(same = 'yes'), true) FROM turso_status, side_by_side(relation));
EXCEPTION WHEN OTHERS THEN
    RETURN false;
END
$$;
