package org.pgturso.type;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The documentation of the type table, as Markdown. */
final class TypesPage {
    private static final String HEAD = """
            # Types

            <!-- Written by TypesPageTest from the type table in the code; edit that. -->

            What a Postgres value is in Turso. It is the same whether it came with the first copy, in the stream or by a
            view's sync, and, unless an option rounds it, can be turned back without loss: in the column "back", `v` is the
            SQLite value written as text and `T` the Postgres type. A domain is what it is over. NULL is NULL.

            | Postgres | SQLite | as | back |
            | --- | --- | --- | --- |
            """;

    private static final String FEET = """

            The text is what the type's output function gives with `DateStyle` ISO, `TimeZone` UTC, `IntervalStyle`
            iso_8601, `bytea_output` hex, `extra_float_digits` 3, `lc_monetary` C, `search_path` pg_catalog and
            `quote_all_identifiers` off, whatever the settings of database and caller are. (A view is evaluated with the
            caller's `search_path`; only names in its reg* columns are then looked up in pg_catalog.)

            ## Floating point

            Columns of REAL values are declared `REAL BLOB`. SQLite leaves values in such a column alone, while in a column
            declared `REAL` it makes 0.0 of -0.0. `typeof()` says `real`, and numbers compare and add up as ever.

            SQLite has no NaN and no JSON for infinities: they are the texts `NaN`, `Infinity` and `-Infinity`, which SQLite
            sorts after all numbers.

            ## Arrays, composites, hstore

            They are JSON, with each part in the form that a part of its type has:

            | part of type | in JSON |
            | --- | --- |
            | integers | number |
            | `float4`, `float8`; `numeric` with `"numeric": "real"` | number with the digits Postgres gives, or a string `"NaN"`, `"Infinity"`, `"-Infinity"` |
            | `bool` | `true`, `false` |
            | `json`, `jsonb` | the JSON itself; but a JSON string or the JSON `null` as a string that holds its JSON text, so that SQL's NULL is something else |
            | arrays, composites, hstore | JSON |
            | all others | a string: the text of the SQLite value, for BLOBs Postgres' own text (`"\\\\x00ff"`) |
            | NULL | `null` |

            * `{1,NULL,3}` is `[1,null,3]`, `{{1,2},{3,4}}` is `[[1,2],[3,4]]`.
            * Where lower bounds are not 1 they stand beside: `[0:1]={7,8}` is `{"lower":[0],"values":[7,8]}`, with one bound a
              dimension. Arrays of more than one dimension are always in this form when their elements may be JSON arrays
              themselves (`json[]`, arrays of a domain over an array), so that dimensions and elements can be told apart.
            * A composite is an object with its fields in order: `{"id":1,"name":"a"}`.
            * An hstore is an object of strings and nulls.

            Back in Postgres, arrays with lower bounds of 1 and composites are read by
            `SELECT x FROM json_to_record(json_build_object('x', v::json)) AS r(x T)`, as long as no part is an hstore, a JSON
            string or a JSON `null`.

            ## Types that change

            A label that `ALTER TYPE … ADD VALUE` adds to an enum needs nothing. What else `ALTER TYPE` changes is no change
            of a row, so rows keep the old label, or fields, in Turso until they are written again. Where the number of
            a composite's fields changed, the table is copied again with the next row; after a `RENAME VALUE`, a renamed
            field, or as many fields dropped as added, call `turso_resync` for the tables that use the type.
            """;

    private TypesPage() {}

    static String of(TypeTable table) {
        StringBuilder page = new StringBuilder(HEAD);
        grouped(table.rows()).forEach(group -> appendGroup(group, page));
        table.kinds().forEach(row -> appendLine(page, row.names(), "TEXT", row.form(), row.back()));
        return page.append(FEET).toString();
    }

    /** Neighbours that differ in name only share a line. */
    private static List<List<TypeRow>> grouped(List<TypeRow> rows) {
        List<List<TypeRow>> groups = new ArrayList<>();
        for (TypeRow row : rows) {
            List<TypeRow> last = groups.isEmpty() ? List.of() : groups.get(groups.size() - 1);
            if (!last.isEmpty() && saysTheSame(last.get(0), row)) {
                last.add(row);
            } else {
                groups.add(new ArrayList<>(List.of(row)));
            }
        }
        return groups;
    }

    private static boolean saysTheSame(TypeRow one, TypeRow other) {
        return line(one, "").equals(line(other, ""))
                && one.choice().isEmpty()
                && other.choice().isEmpty();
    }

    private static void appendGroup(List<TypeRow> group, StringBuilder page) {
        String names = group.stream().map(row -> "`" + row.name() + "`").collect(Collectors.joining(", "));
        page.append(line(group.get(0), names));
        group.get(0)
                .choice()
                .ifPresent(choice -> appendLine(
                        page,
                        names + " with option `" + choice.option() + "`",
                        choice.mapping().sqliteType().name(),
                        choice.form(),
                        ""));
    }

    private static String line(TypeRow row, String names) {
        String because = row.because().isEmpty() ? "" : " (" + row.because() + ")";
        StringBuilder line = new StringBuilder();
        appendLine(line, names, row.mapping().sqliteType().name(), row.form() + because, row.back());
        return line.toString();
    }

    private static void appendLine(StringBuilder page, String names, String sqlite, String form, String back) {
        String code = back.contains("v") ? "`" + back + "`" : back;
        page.append("| ")
                .append(names)
                .append(" | ")
                .append(sqlite)
                .append(" | ")
                .append(form)
                .append(" | ")
                .append(code)
                .append(" |\n");
    }
}
