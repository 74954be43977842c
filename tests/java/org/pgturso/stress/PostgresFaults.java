package org.pgturso.stress;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What befalls connections to Postgres just before chosen statements. */
final class PostgresFaults {
    /** Done to a connection before it runs a statement. */
    @FunctionalInterface
    interface Action {
        void run(Connection connection) throws SQLException;
    }

    private record Planned(String text, Action action) {}

    private final Deque<Planned> planned = new ArrayDeque<>();
    private final Map<String, String> replaced = new HashMap<>();
    private int met;

    /** Runs an action once, before the next statement whose text contains this. */
    synchronized void before(String text, Action action) {
        planned.add(new Planned(text, action));
    }

    /** Runs another statement whenever this very one is due; it must take the same parameters. */
    synchronized void replace(String sql, String other) {
        replaced.put(sql, other);
    }

    /** Ends all faults that are still to come. */
    synchronized void heal() {
        planned.clear();
        replaced.clear();
    }

    /** Ends the backend of a connection. */
    static void endBackend(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_terminate_backend(pg_backend_pid())");
        } catch (SQLException e) {
            if (!"57P01".equals(e.getSQLState())) {
                throw e;
            }
        }
    }

    /** How many faults were met. */
    synchronized int met() {
        return met;
    }

    /** A connection that meets the faults. */
    Connection on(Connection connection) {
        return (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> invoke(connection, method, arguments));
    }

    private Object invoke(Connection connection, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        try {
            if (method.getName().equals("prepareStatement") && arguments != null && arguments.length == 1) {
                return connection.prepareStatement(meet(connection, String.valueOf(arguments[0])));
            }
            return method.invoke(connection, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    private String meet(Connection connection, String sql) throws SQLException {
        Action action = next(sql);
        if (action != null) {
            action.run(connection);
        }
        synchronized (this) {
            return replaced.getOrDefault(sql, sql);
        }
    }

    private synchronized @Nullable Action next(String sql) {
        for (Planned candidate : planned) {
            if (sql.contains(candidate.text())) {
                planned.remove(candidate);
                met++;
                return candidate.action();
            }
        }
        return null;
    }
}
