package org.pgturso.pljava;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.security.AccessController;
import java.security.PrivilegedActionException;
import java.security.PrivilegedExceptionAction;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import org.pgturso.postgres.Session;
import org.pgturso.replication.Calls;
import org.pgturso.replication.ErrorAnswer;
import org.pgturso.replication.Targets;

/**
 * What {@code turso.host_call} names where PL/Java runs in the backend. The transaction is the caller's, and so are the
 * rights in Postgres.
 */
public final class Backend {
    private static final String OWN_CONNECTION = "jdbc:default:connection";

    private Backend() {}

    /**
     * Runs an operation and returns its answer, an error included, as JSON.
     *
     * @throws SQLException when a statement failed and aborted the transaction: the driver's own exception, with which
     *     Postgres reports the error as it was, DETAIL and HINT included
     */
    public static String call(String op, String args) throws SQLException {
        return privileged(() -> answer(op, args));
    }

    private static String answer(String op, String args) throws SQLException {
        Session session = new Session(DriverManager.getConnection(OWN_CONNECTION), Session.BORROWED);
        JsonObject answer = answer(session, op, JsonParser.parseString(args).getAsJsonObject());
        Optional<SQLException> failure = session.failure();
        if (failure.isPresent()) {
            throw failure.get();
        }
        return answer.toString();
    }

    @SuppressWarnings("try") // the guard just stands there
    private static JsonObject answer(Session session, String op, JsonObject args) {
        try (Guard guard = new Guard();
                Targets targets = new Targets(new AlertWaiting(session))) {
            checkPermission();
            return new Calls(session, targets).answer(op, args);
        } catch (SecurityException e) {
            JsonObject answer = new JsonObject();
            answer.add("error", ErrorAnswer.of(e));
            return answer;
        }
    }

    /**
     * Refuses functions of other languages at once. The network's own checks would come too late for them where a
     * connection is open already. From Java 24 on there are no security managers.
     */
    @SuppressWarnings("removal")
    private static void checkPermission() {
        SecurityManager manager = System.getSecurityManager();
        if (manager != null) {
            manager.checkPermission(new RuntimePermission("pgturso"));
        }
    }

    /**
     * Takes what pgturso.policy grants to this jar. It grants that on behalf of some languages only; the combiner stands
     * for the calling function's. PL/Java itself calls a class outside of its own jars with the language's rights alone.
     */
    @SuppressWarnings("removal")
    private static String privileged(PrivilegedExceptionAction<String> action) throws SQLException {
        try {
            return AccessController.doPrivilegedWithCombiner(action);
        } catch (PrivilegedActionException e) {
            throw (SQLException) e.getException();
        }
    }
}
