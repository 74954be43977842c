package org.pgturso.postgres;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.pgturso.change.RelationName;

/**
 * The shape of a relation: what is needed to copy, decode and apply it.
 *
 * @param key names of the columns that tell rows apart, in the key's order; empty where nothing does
 * @param leaves of a partitioned table the partitions that hold its rows
 */
public record Relation(
        long oid,
        RelationName name,
        Kind kind,
        ReplicaIdentity identity,
        List<Column> columns,
        List<String> key,
        List<Index> indexes,
        List<Leaf> leaves) {
    /**
     * A partition, of whatever level, without partitions of its own.
     *
     * @param empty where it came after the first copy: a snapshot that saw it without rows
     */
    public record Leaf(RelationName name, Optional<TransactionSnapshot> empty) {}

    /** The kinds of relation that can be replicated. */
    public enum Kind {
        TABLE,
        MATERIALIZED_VIEW,
        VIEW;

        /** As SQL says it: {@code materialized view}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    public Relation {
        columns = List.copyOf(columns);
        key = List.copyOf(key);
        indexes = List.copyOf(indexes);
        leaves = List.copyOf(leaves);
    }

    /** Reads what {@code turso.shape(regclass)} returned. */
    public static Relation fromJson(JsonObject shape) {
        return new Relation(
                shape.get("oid").getAsLong(),
                relationName(shape),
                Kind.valueOf(enumName(shape, "kind")),
                ReplicaIdentity.valueOf(enumName(shape, "identity")),
                list(shape, "columns", Relation::column),
                list(shape, "key", JsonElement::getAsString),
                list(shape, "indexes", Relation::index),
                list(shape, "leaves", Relation::leaf));
    }

    private static RelationName relationName(JsonObject json) {
        return new RelationName(
                json.get("schema").getAsString(), json.get("name").getAsString());
    }

    private static Leaf leaf(JsonElement json) {
        JsonObject leaf = json.getAsJsonObject();
        return new Leaf(
                relationName(leaf),
                Optional.ofNullable(leaf.get("snapshot"))
                        .map(snapshot -> TransactionSnapshot.parse(snapshot.getAsString())));
    }

    private static Column column(JsonElement json) {
        JsonObject column = json.getAsJsonObject();
        return new Column(
                column.get("name").getAsString(),
                column.get("attnum").getAsInt(),
                type(column.getAsJsonObject("type")),
                column.get("not_null").getAsBoolean(),
                column.get("generated").getAsBoolean());
    }

    private static PgType type(JsonObject type) {
        return new PgType(
                type.get("oid").getAsLong(),
                type.get("name").getAsString(),
                type.get("display").getAsString(),
                PgType.Kind.valueOf(enumName(type, "kind")),
                type.has("element") ? Optional.of(type(type.getAsJsonObject("element"))) : Optional.empty(),
                type.has("fields") ? list(type, "fields", Relation::field) : List.of(),
                type.get("delimiter").getAsString().charAt(0));
    }

    private static PgType.Field field(JsonElement json) {
        JsonObject field = json.getAsJsonObject();
        return new PgType.Field(field.get("name").getAsString(), type(field.getAsJsonObject("type")));
    }

    private static Index index(JsonElement json) {
        JsonObject index = json.getAsJsonObject();
        return new Index(
                index.get("name").getAsString(),
                list(index, "columns", JsonElement::getAsString),
                index.get("unique").getAsBoolean());
    }

    private static <T> List<T> list(JsonObject json, String member, Function<JsonElement, T> read) {
        List<T> items = new ArrayList<>();
        json.getAsJsonArray(member).forEach(item -> items.add(read.apply(item)));
        return items;
    }

    private static String enumName(JsonObject json, String member) {
        return json.get(member).getAsString().toUpperCase(Locale.ROOT).replace(' ', '_');
    }
}
