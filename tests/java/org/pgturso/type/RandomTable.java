package org.pgturso.type;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.pgturso.postgres.SelectList;
import org.pgturso.postgres.decode.Plugin;

/**
 * A table made up from random numbers: odd names, columns of any types, and one of the ways to tell its rows apart.
 *
 * @param name unquoted
 * @param types of the columns, as SQL names them
 * @param identity what tells rows apart
 * @param plugin whose limits its values respect
 */
record RandomTable(
        String name, List<String> columns, List<String> types, List<String> key, Identity identity, Plugin plugin) {
    enum Identity {
        PRIMARY_KEY,
        UNIQUE_INDEX,
        FULL,
        PRIMARY_KEY_AND_FULL
    }

    /** Names that are hard to carry; no two are the same to SQLite. */
    private static final List<String> NAMES = List.of(
            "a",
            "select",
            "Order",
            "a b",
            "it's",
            "\"",
            "\"\"q\"",
            "ü漢😀",
            "rowid",
            "_rowid_",
            "oid",
            "x.y",
            "{\"j\":1}",
            "key",
            "j",
            "t",
            "value",
            "1",
            "?",
            "?1",
            "$1",
            ":a",
            "@v",
            "--",
            "/*",
            ";",
            "%s",
            "\\",
            "\\.",
            "t\tb",
            "n\nl",
            "json_each",
            "x'00'",
            "[0]",
            "null",
            "excluded",
            " ",
            "äö",
            "é".repeat(31),
            "z".repeat(63),
            "old-key:",
            "unchanged-toast-datum",
            ",",
            "*",
            "(not null)");

    private static final List<String> ROW_ID_NAMES = List.of("rowid", "_rowid_", "oid");
    private static final List<String> ALL_TYPES = List.copyOf(TypeLiterals.BY_TYPE.keySet());
    private static final int LONGEST_LITERAL = 5_000;

    RandomTable {
        columns = List.copyOf(columns);
        types = List.copyOf(types);
        key = List.copyOf(key);
    }

    static RandomTable next(Random random, int number, Plugin plugin) {
        List<String> names = new ArrayList<>(NAMES);
        // A table that has all three may be refused.
        names.remove(ROW_ID_NAMES.get(random.nextInt(ROW_ID_NAMES.size())));
        Collections.shuffle(names, random);
        int width = 1 + random.nextInt(10);
        List<String> columns = names.subList(0, width);
        List<String> types = IntStream.range(0, width)
                .mapToObj(i -> random.nextInt(8) == 0 ? "text" : ALL_TYPES.get(random.nextInt(ALL_TYPES.size())))
                .toList();
        Identity identity = Identity.values()[random.nextInt(Identity.values().length)];
        List<String> key = new ArrayList<>(columns);
        Collections.shuffle(key, random);
        boolean keyed = identity != Identity.FULL;
        String name = names.get(width);
        return new RandomTable(
                name.equals("json_each") ? "table" + number : name,
                columns,
                types,
                keyed ? key.subList(0, Math.min(width, 1 + random.nextInt(3))) : List.of(),
                identity,
                plugin);
    }

    String quoted() {
        return "public." + SelectList.quote(name);
    }

    /** Makes it; fails where a type of the key can't be one. */
    String ddl() {
        String definitions = IntStream.range(0, columns.size())
                .mapToObj(i -> SelectList.quote(columns.get(i)) + " " + types.get(i)
                        + (key.contains(columns.get(i)) ? " NOT NULL" : ""))
                .collect(Collectors.joining(", "));
        String keyColumns = key.stream().map(SelectList::quote).collect(Collectors.joining(", "));
        String create = "CREATE TABLE " + quoted() + " (" + definitions;
        return switch (identity) {
            case PRIMARY_KEY -> create + ", PRIMARY KEY (" + keyColumns + "))";
            case PRIMARY_KEY_AND_FULL ->
                create + ", PRIMARY KEY (" + keyColumns + ")); ALTER TABLE " + quoted() + " REPLICA IDENTITY FULL";
            case FULL -> create + "); ALTER TABLE " + quoted() + " REPLICA IDENTITY FULL";
            case UNIQUE_INDEX ->
                create + "); CREATE UNIQUE INDEX random_" + Integer.toHexString(name.hashCode()) + " ON " + quoted()
                        + " ("
                        + keyColumns + "); ALTER TABLE " + quoted() + " REPLICA IDENTITY USING INDEX random_"
                        + Integer.toHexString(name.hashCode());
        };
    }

    /** A statement that changes it; may fail. */
    String change(Random random) {
        int dice = random.nextInt(100);
        if (dice < 45) {
            return "INSERT INTO " + quoted() + " VALUES " + row(random)
                    + (random.nextInt(3) == 0 ? ", " + row(random) : "")
                    + (random.nextInt(4) == 0 ? "" : " ON CONFLICT DO NOTHING");
        } else if (dice < 80) {
            return "UPDATE " + quoted() + " SET " + assignments(random) + where(random);
        } else if (dice < 98) {
            return "DELETE FROM " + quoted() + where(random);
        }
        return "TRUNCATE " + quoted();
    }

    private String row(Random random) {
        return IntStream.range(0, columns.size())
                .mapToObj(i -> value(random, i))
                .collect(Collectors.joining(", ", "(", ")"));
    }

    private String assignments(Random random) {
        List<Integer> some =
                new ArrayList<>(IntStream.range(0, columns.size()).boxed().toList());
        Collections.shuffle(some, random);
        return some.subList(0, 1 + random.nextInt(Math.min(3, some.size()))).stream()
                .map(i -> SelectList.quote(columns.get(i)) + " = " + value(random, i))
                .collect(Collectors.joining(", "));
    }

    private String where(Random random) {
        return " WHERE ctid IN (SELECT ctid FROM " + quoted() + " ORDER BY ctid OFFSET " + random.nextInt(12)
                + " LIMIT " + (1 + random.nextInt(2)) + ")";
    }

    private String value(Random random, int column) {
        String type = types.get(column);
        if (!key.contains(columns.get(column)) && random.nextInt(5) == 0) {
            return "NULL";
        }
        if (type.equals("text") && random.nextInt(3) == 0) {
            return "(SELECT string_agg(md5(g::text), '') FROM generate_series(1, " + (100 + random.nextInt(100))
                    + ") g)";
        }
        List<String> literals = TypeLiterals.BY_TYPE.getOrDefault(type, List.of()).stream()
                .filter(literal -> isPossible(column, literal))
                .toList();
        return BackToPostgres.quote(literals.get(random.nextInt(literals.size()))) + "::" + type;
    }

    /** Without a key, and in one, wal2json before 2.6 can't tell NaN and infinities from NULL. */
    private boolean isPossible(int column, String literal) {
        boolean lookedUp = !key.isEmpty() && !key.contains(columns.get(column));
        boolean lost = !lookedUp
                && !plugin.can(Plugin.Capability.SPECIAL_NUMBERS)
                && types.get(column).matches("real|double precision|numeric|fraction")
                && literal.matches("NaN|-?Infinity");
        return !lost && literal.length() < LONGEST_LITERAL;
    }

    /** For messages: the types beside the columns. */
    @Override
    public String toString() {
        return quoted()
                + IntStream.range(0, columns.size())
                        .mapToObj(i -> Map.entry(columns.get(i), types.get(i)))
                        .toList() + " key " + key + " " + identity;
    }
}
