package org.pgturso.postgres.slot;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.pgturso.change.RelationName;
import org.pgturso.postgres.decode.Plugin;

/**
 * What a plugin is asked for.
 *
 * @param publications whose tables are wanted; pgoutput needs at least one, the others know none
 * @param tables whose changes are wanted; empty: all that the plugin tells
 * @param localOnly whether transactions that came by replication, those with an origin, are left out
 * @param numbersAsText whether wal2json is asked to keep NaN and infinities, which it can since 2.6; see
 *     {@link Slots#richest}
 */
public record SlotOptions(
        Plugin plugin, List<String> publications, Set<RelationName> tables, boolean localOnly, boolean numbersAsText) {
    public SlotOptions {
        publications = List.copyOf(publications);
        tables = Set.copyOf(tables);
    }

    public static SlotOptions pgoutput(List<String> publications, Set<RelationName> tables) {
        return new SlotOptions(Plugin.PGOUTPUT, publications, tables, false, false);
    }

    /** For a plugin that knows no publications. */
    public static SlotOptions of(Plugin plugin, Set<RelationName> tables) {
        return new SlotOptions(plugin, List.of(), tables, false, false);
    }

    /** The same without the transactions that came by replication. */
    public SlotOptions withLocalOnly() {
        return new SlotOptions(plugin, publications, tables, true, numbersAsText);
    }

    SlotOptions withNumbersAsText() {
        return new SlotOptions(plugin, publications, tables, localOnly, true);
    }

    /** The plugin's options by name, as both ways of reading a slot take them. */
    Map<String, String> forPlugin() {
        Map<String, String> options = new LinkedHashMap<>();
        switch (plugin) {
            case PGOUTPUT -> {
                options.put("proto_version", "1");
                options.put("publication_names", publicationNames());
            }
            case WAL2JSON -> {
                options.put("format-version", "2");
                options.put("include-xids", "1");
                options.put("include-types", "0");
                options.put("include-type-oids", "1");
                if (!tables.isEmpty()) {
                    options.put("add-tables", tableNames());
                }
                if (numbersAsText) {
                    options.put("numeric-data-types-as-string", "1");
                }
                if (localOnly) {
                    options.put("include-origin", "1");
                }
            }
            case TEST_DECODING -> {
                options.put("include-xids", "1");
                options.put("skip-empty-xacts", "1");
                if (localOnly) {
                    options.put("only-local", "1");
                }
            }
        }
        return options;
    }

    private String publicationNames() {
        return publications.stream()
                .map(name -> '"' + name.replace("\"", "\"\"") + '"')
                .collect(Collectors.joining(","));
    }

    private String tableNames() {
        return tables.stream()
                .map(table -> escaped(table.schema()) + "." + escaped(table.name()))
                .sorted()
                .collect(Collectors.joining(","));
    }

    /** wal2json ends a name at a blank, a comma or a full stop and takes a lone star for "all". */
    private static String escaped(String name) {
        return name.replaceAll("[\\\\.,*\\s]", "\\\\$0");
    }
}
