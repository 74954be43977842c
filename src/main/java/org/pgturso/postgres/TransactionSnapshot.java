package org.pgturso.postgres;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.pgturso.error.ErrorKind;
import org.pgturso.error.PgTursoException;

/**
 * Which transactions a first copy has seen: a {@code pg_snapshot}, {@code xmin:xmax:xip_list} of 64-bit transaction ids.
 *
 * @see <a href="https://www.postgresql.org/docs/current/functions-info.html#FUNCTIONS-INFO-SNAPSHOT">Transaction ID and
 *     Snapshot Information Functions</a>
 */
public final class TransactionSnapshot {
    private static final long EPOCH = 1L << 32;

    private final String text;
    private final long xmin;
    private final long xmax;
    private final Set<Long> inProgress;

    private TransactionSnapshot(String text, long xmin, long xmax, Set<Long> inProgress) {
        this.text = text;
        this.xmin = xmin;
        this.xmax = xmax;
        this.inProgress = inProgress;
    }

    public static TransactionSnapshot parse(String text) {
        String[] parts = text.split(":", -1);
        try {
            List<Long> inProgress = new ArrayList<>();
            for (String xid : parts[2].isEmpty() ? new String[0] : parts[2].split(",", -1)) {
                inProgress.add(Long.parseLong(xid));
            }
            return new TransactionSnapshot(
                    text, Long.parseLong(parts[0]), Long.parseLong(parts[1]), new HashSet<>(inProgress));
        } catch (IndexOutOfBoundsException | NumberFormatException e) {
            throw new PgTursoException(ErrorKind.PROTOCOL_VIOLATION, "invalid snapshot in the registry", e);
        }
    }

    /**
     * Whether the snapshot saw a committed transaction.
     *
     * @param xid 32 bits, as output plugins give it; its epoch is the one that brings it nearest to the snapshot, which
     *     is right while fewer than 2^31 transactions lie between them, as Postgres itself requires
     */
    public boolean sees(long xid) {
        long full = xmax - (xmax % EPOCH) + xid;
        if (full - xmax > EPOCH / 2) {
            full -= EPOCH;
        } else if (xmax - full > EPOCH / 2) {
            full += EPOCH;
        }
        return full < xmin || (full < xmax && !inProgress.contains(full));
    }

    @Override
    public String toString() {
        return text;
    }
}
