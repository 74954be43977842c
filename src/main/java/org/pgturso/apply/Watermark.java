package org.pgturso.apply;

import org.pgturso.postgres.Lsn;

/**
 * How far a target has got.
 *
 * @param endLsn just after the commit record of the last transaction that is there as a whole
 * @param partXid the transaction after it, where some of it is there already; otherwise 0
 * @param part how many row changes of {@code partXid} are there; otherwise 0
 */
public record Watermark(long endLsn, long partXid, long part) {
    /** Everything up to a position, and nothing after it. */
    public static Watermark at(long endLsn) {
        return new Watermark(endLsn, 0, 0);
    }

    /** The same whole transactions and the first row changes of the next one. */
    public Watermark withPart(long xid, long changes) {
        return new Watermark(endLsn, xid, changes);
    }

    /** {@code 0/16B3748}, or {@code 0/16B3748 and 1000 changes of transaction 731}. */
    @Override
    public String toString() {
        String position = new Lsn(endLsn).toString();
        return part == 0 ? position : position + " and " + part + " changes of transaction " + partXid;
    }
}
