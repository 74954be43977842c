package org.pgturso.change;

/**
 * One step of the decoded stream. Transactions come whole, in commit order: {@link Begin}, its row changes,
 * {@link Commit}. Transactions without a change of interest are missing altogether.
 */
public sealed interface Change {
    /**
     * The start of a transaction.
     *
     * @param xid the 32-bit transaction id, without its epoch, as an unsigned number
     */
    record Begin(long xid) implements Change {}

    /** Comes after {@link Begin}: the transaction came here by replication from elsewhere. */
    record Origin() implements Change {}

    /**
     * The end of a transaction.
     *
     * @param endLsn the position just after the commit record: the only position of a transaction that all three
     *     plugins tell, by SQL and by stream; see docs/architecture.md
     */
    record Commit(long endLsn) implements Change {}

    /** A change of one relation's rows: all but the others above. */
    sealed interface OfRelation extends Change {
        RelationName relation();
    }

    record Insert(RelationName relation, Row row) implements OfRelation {}

    record Update(RelationName relation, OldRow old, Row row) implements OfRelation {}

    record Delete(RelationName relation, OldRow old) implements OfRelation {}

    /** One table of a TRUNCATE command, which may name several: then one of these for each, in the command's order. */
    record Truncate(RelationName relation) implements OfRelation {}
}
