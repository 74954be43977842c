package org.pgturso.stress;

import java.util.List;

/**
 * Three tables in which anything lost or done twice shows: one with a key, one whose rows nothing tells apart, and one
 * that is not replicated, so that some transactions are of no interest.
 */
record Ledger(Stage stage) {
    private static final List<String> REPLICATED = List.of("account", "entry");

    /** Makes and registers them; the next run copies some rows. */
    static Ledger on(Stage stage) {
        stage.sql(
                "CREATE TABLE account (id int PRIMARY KEY, owner text, balance numeric)",
                "CREATE TABLE entry (note text, amount int)",
                "ALTER TABLE entry REPLICA IDENTITY FULL",
                "CREATE TABLE other (id int)",
                "INSERT INTO account SELECT g, 'owner ' || g, g FROM generate_series(1, 200) g",
                "INSERT INTO entry SELECT 'first', g % 7 FROM generate_series(1, 200) g");
        stage.register(REPLICATED);
        return new Ledger(stage);
    }

    /** One transaction of about so many changes, each kind among them. */
    void book(int changes) {
        stage.sql("BEGIN;"
                + " INSERT INTO entry SELECT 'booked', g % 5 FROM generate_series(1, " + changes + ") g;"
                + " UPDATE entry SET amount = amount + 1 WHERE ctid IN (SELECT ctid FROM entry WHERE amount = 3 LIMIT 10);"
                + " DELETE FROM entry WHERE ctid IN (SELECT ctid FROM entry WHERE amount = 4 LIMIT 10);"
                + " INSERT INTO account SELECT max(id) + 1, 'new', 0 FROM account;"
                + " UPDATE account SET balance = balance + 1 WHERE id % 10 = 0;"
                + " UPDATE account SET id = (SELECT max(id) + 1 FROM account) WHERE id = (SELECT min(id) FROM account);"
                + " COMMIT");
    }

    /** A transaction that concerns no table that is replicated. */
    void bookElsewhere() {
        stage.sql("INSERT INTO other SELECT generate_series(1, 10)");
    }

    void assertEqual() {
        stage.sides.assertEqual("account", "id, owner, balance::text", "account");
        stage.sides.assertEqual("entry", "note, amount", "entry");
    }
}
