package org.pgturso.postgres.slot;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.pgturso.change.Change;
import org.pgturso.error.PgTursoException;
import org.pgturso.postgres.Lsn;
import org.pgturso.postgres.PinnedSettings;
import org.pgturso.postgres.PostgresError;
import org.pgturso.postgres.Session;
import org.pgturso.postgres.decode.DecodingRun;
import org.postgresql.jdbc.PgConnection;
import org.postgresql.replication.LogSequenceNumber;
import org.postgresql.replication.PGReplicationStream;
import org.postgresql.replication.fluent.logical.ChainedLogicalStreamBuilder;

/**
 * Reads a slot by the replication protocol as transactions commit, over a connection of its own. The slot moves only by
 * {@link #confirm}. One thread at a time.
 *
 * @see <a href="https://www.postgresql.org/docs/current/protocol-replication.html">Streaming Replication Protocol</a>
 */
public final class SlotStream implements AutoCloseable {
    /** Well below wal_sender_timeout, 60 s by default. */
    private static final Duration STATUS_INTERVAL = Duration.ofSeconds(10);

    private final Connection connection;
    private final PGReplicationStream stream;
    private final DecodingRun run;
    private Lsn received;

    private SlotStream(Connection connection, PGReplicationStream stream, DecodingRun run, Lsn start) {
        this.connection = connection;
        this.stream = stream;
        this.run = run;
        this.received = start;
    }

    /**
     * Connects and starts with the first transaction that ends after {@code start} and after what the slot has
     * confirmed.
     *
     * @param jdbcUrl of the slot's database
     * @param login properties of pgjdbc, such as user and password; none but those on replication are added
     */
    public static SlotStream open(String jdbcUrl, Properties login, SlotName slot, SlotOptions options, Lsn start) {
        return SlotErrors.explaining(() -> {
            try {
                return start(connect(jdbcUrl, login), slot, options, start);
            } catch (SQLException e) {
                throw PostgresError.of(e);
            }
        });
    }

    /**
     * Takes the next message if one has arrived, and hands over what it says: often nothing or one change. Does not
     * wait for the server, but takes its turn at answering it, so call it at least every few seconds.
     *
     * @return whether a message was there
     */
    public boolean poll(Consumer<Change> out) {
        try {
            ByteBuffer message = stream.readPending();
            Lsn position = new Lsn(stream.getLastReceiveLSN().asLong());
            if (message != null) {
                run.message(message, position.value(), out);
            }
            if (!run.insideTransaction()) {
                received = position;
            }
            return message != null;
        } catch (SQLException e) {
            throw PostgresError.of(e);
        }
    }

    /** Whether the last message that was read belongs to a transaction that has not ended. */
    public boolean insideTransaction() {
        return run.insideTransaction();
    }

    /** The position up to which every transaction that ended was read, be there any or not; it may be confirmed. */
    public Lsn received() {
        return received;
    }

    /** Moves the slot: all up to here is durable in the target. Also keeps the connection alive. */
    public void confirm(Lsn applied) {
        LogSequenceNumber position = LogSequenceNumber.valueOf(applied.value());
        stream.setFlushedLSN(position);
        stream.setAppliedLSN(position);
        try {
            stream.forceUpdateStatus();
        } catch (SQLException e) {
            throw PostgresError.of(e);
        }
    }

    /**
     * Lets go of the slot, which is free as soon as Postgres notices. The stream is not ended in the protocol's way: pgjdbc
     * would collect in memory what Postgres sends until then, which may be a large transaction.
     */
    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException alreadyGone) {
            // A connection that is broken holds no slot.
        }
    }

    private static Connection connect(String jdbcUrl, Properties login) throws SQLException {
        Properties properties = new Properties();
        login.stringPropertyNames().forEach(name -> properties.setProperty(name, login.getProperty(name)));
        properties.setProperty("replication", "database");
        properties.setProperty("assumeMinServerVersion", "10");
        properties.setProperty("preferQueryMode", "simple");
        return DriverManager.getConnection(jdbcUrl, properties);
    }

    private static SlotStream start(Connection connection, SlotName slot, SlotOptions options, Lsn start)
            throws SQLException {
        try (Statement pin = connection.createStatement()) {
            pin.execute(PinnedSettings.pinSession());
            Slots slots = new Slots(new Session(connection, Connection::commit));
            DecodingRun run =
                    new DecodingRun(options.plugin(), slots.encoding(), options.tables(), options.localOnly());
            return new SlotStream(connection, begin(connection, slot, options, start), run, start);
        } catch (SQLException | PgTursoException e) {
            connection.close();
            throw e;
        }
    }

    private static PGReplicationStream begin(Connection connection, SlotName slot, SlotOptions options, Lsn start)
            throws SQLException {
        ChainedLogicalStreamBuilder builder = connection
                .unwrap(PgConnection.class)
                .getReplicationAPI()
                .replicationStream()
                .logical()
                .withSlotName(slot.value())
                .withStartPosition(LogSequenceNumber.valueOf(start.value()))
                .withAutomaticFlush(false)
                .withStatusInterval((int) STATUS_INTERVAL.toSeconds(), TimeUnit.SECONDS);
        // pgjdbc writes the values between quotes as they are.
        options.forPlugin().forEach((name, value) -> builder.withSlotOption(name, value.replace("'", "''")));
        return builder.start();
    }
}
