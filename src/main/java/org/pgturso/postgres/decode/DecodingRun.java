package org.pgturso.postgres.decode;

import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.pgturso.change.Change;
import org.pgturso.change.RelationName;
import org.pgturso.error.ErrorKind;
import org.pgturso.error.PgTursoException;
import org.pgturso.postgres.Lsn;

/**
 * The messages of one decoding run, from wherever they come, as whole transactions without the empty ones: plugins
 * differ in which of those they tell. Not thread-safe.
 */
public final class DecodingRun {
    private final Plugin plugin;
    private final Decoder decoder;
    private final Set<RelationName> tables;
    private final boolean localOnly;
    private boolean inside;
    private boolean leftOut;
    /** Held back until the transaction has a change. */
    private Change.@Nullable Begin begin;

    private @Nullable Lsn end;

    /**
     * Starts a run.
     *
     * @param encoding the database's
     * @param tables whose changes are wanted; empty: all that the plugin tells
     * @param localOnly whether transactions that came by replication are left out
     */
    public DecodingRun(Plugin plugin, Charset encoding, Set<RelationName> tables, boolean localOnly) {
        this.plugin = plugin;
        this.decoder = Decoder.of(plugin, encoding);
        this.tables = Set.copyOf(tables);
        this.localOnly = localOnly;
    }

    /** Decodes the next message; see {@link Decoder#decode}. */
    public void message(ByteBuffer message, long endLsn, Consumer<Change> out) {
        decoder.decode(message, endLsn, change -> pass(change, out));
    }

    /** Whether a transaction has begun and not ended. */
    public boolean insideTransaction() {
        return inside;
    }

    /** Where the last transaction ended, be it empty or not. */
    public Optional<Lsn> end() {
        return Optional.ofNullable(end);
    }

    private void pass(Change change, Consumer<Change> out) {
        if (change instanceof Change.Begin first) {
            require(!inside, "a transaction begins inside another");
            inside = true;
            leftOut = false;
            begin = first;
        } else if (change instanceof Change.Origin) {
            leftOut = localOnly;
        } else if (change instanceof Change.Commit commit) {
            require(inside, "a transaction ends that has not begun");
            inside = false;
            end = new Lsn(commit.endLsn());
            if (begin == null) {
                out.accept(commit);
            }
            begin = null;
        } else if (change instanceof Change.OfRelation rows) {
            require(inside, "rows change outside a transaction");
            if (!leftOut && (tables.isEmpty() || tables.contains(rows.relation()))) {
                flushBegin(out);
                out.accept(rows);
            }
        }
    }

    private void flushBegin(Consumer<Change> out) {
        if (begin != null) {
            out.accept(begin);
            begin = null;
        }
    }

    private void require(boolean allowed, String otherwise) {
        if (!allowed) {
            throw new PgTursoException(
                    ErrorKind.PROTOCOL_VIOLATION,
                    "invalid order of messages from " + plugin.pluginName() + ": " + otherwise);
        }
    }
}
