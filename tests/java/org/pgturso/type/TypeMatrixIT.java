package org.pgturso.type;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pgturso.postgres.decode.Plugin;
import org.pgturso.servers.PostgresServer;
import org.pgturso.stress.Stage;

/**
 * Every literal of every type through all ways, from a database whose settings would change the text of nearly all of
 * them: first copy, sync of a view, peek and stream of each plugin.
 */
class TypeMatrixIT {
    private static final List<String> SETTINGS = List.of(
            "DateStyle = 'German'",
            "TimeZone = 'Asia/Kathmandu'",
            "IntervalStyle = 'sql_standard'",
            "bytea_output = 'escape'",
            "extra_float_digits = -4",
            "lc_monetary = 'POSIX'",
            "quote_all_identifiers = on",
            "xmloption = 'document'",
            "search_path = hostile, pg_catalog, public");

    private static final String[] HOSTILE = {
        "CREATE SCHEMA hostile",
        "CREATE TABLE hostile.pg_class (LIKE pg_catalog.pg_class)",
        "CREATE TABLE hostile.tabular (x int)",
        "CREATE FUNCTION hostile.now() RETURNS text LANGUAGE sql AS $$ SELECT 'never' $$",
        "CREATE FUNCTION hostile.concat(VARIADIC anyarray) RETURNS text LANGUAGE sql AS $$ SELECT 'wrong'::text $$",
    };

    @ParameterizedTest
    @EnumSource(Plugin.class)
    void everyValueIsTheSameByAllWaysAndComesBack(Plugin plugin) throws SQLException {
        String database = "matrix_" + plugin.pluginName();
        try (Stage stage = Stage.inThisJvm(PostgresServer.shared(), database, plugin);
                Connection pinned = PostgresServer.shared().connect(database)) {
            stage.sql(TypeLiterals.DECLARATIONS);
            stage.sql(HOSTILE);
            Matrix matrix = Matrix.create(pinned);
            SETTINGS.forEach(setting -> stage.sql("ALTER DATABASE " + database + " SET " + setting));

            stage.register(List.of("public.copied", "public.peeked", "public.streamed"));
            stage.sql("SELECT turso.register('public.seen', false, NULL, 'default', '{\"key\": [\"id\"]}')");
            assertThat(stage.host().run()).isEmpty();
            stage.sql("INSERT INTO public.peeked SELECT * FROM public.copied");
            assertThat(stage.host().run()).isEmpty();
            stage.sql("INSERT INTO public.streamed SELECT * FROM public.copied");
            stage.host().follow(1, 200);
            assertThat(stage.host().run()).isEmpty();

            matrix.assertSame(stage.turso, "copied", "seen");
            if (plugin == Plugin.PGOUTPUT) { // a copy is made without a plugin
                matrix.assertStored(stage.turso, "copied");
            }
            matrix.assertSame(stage.turso, "copied", "peeked");
            matrix.assertSame(stage.turso, "copied", "streamed");
        }
    }
}
