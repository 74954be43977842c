package org.pgturso.pljava;

import java.sql.DriverManager;
import java.sql.SQLException;
import org.pgturso.postgres.Session;
import org.pgturso.postgres.SessionContract;

/** Entry point of a test function in language javau. */
public final class SessionInBackend {
    private SessionInBackend() {}

    /** What the row of that name tells over the backend's own connection. */
    public static String tell(String name) throws SQLException {
        return SessionContract.valueOf(name)
                .tell(new Session(DriverManager.getConnection("jdbc:default:connection"), Session.BORROWED));
    }
}
