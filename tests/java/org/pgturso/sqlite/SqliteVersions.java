package org.pgturso.sqlite;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.Properties;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/** SQLites of several versions in one JVM: drivers that the build copied, each in a class loader of its own. */
final class SqliteVersions {
    private static final Path FOLDER = Path.of("target", "sqlite");

    /** What older drivers need and get from the tests' class path. */
    private static final URL LOGGING =
            LoggerFactory.class.getProtectionDomain().getCodeSource().getLocation();

    private SqliteVersions() {}

    /** The drivers' jars, and one more for the version on the class path. */
    static Stream<String> all() throws IOException {
        try (Stream<Path> jars = Files.list(FOLDER)) {
            return Stream.concat(
                    jars.map(jar -> jar.getFileName().toString()).sorted().toList().stream(), Stream.of(""));
        }
    }

    /** A database in memory. */
    static Connection open(String jar) throws SQLException {
        Connection connection = driver(jar).connect("jdbc:sqlite::memory:", new Properties());
        if (connection == null) {
            throw new IllegalStateException("no driver of SQLite");
        }
        return connection;
    }

    private static Driver driver(String jar) {
        ClassLoader loader = jar.isEmpty()
                ? SqliteVersions.class.getClassLoader()
                : new URLClassLoader(new URL[] {url(jar), LOGGING}, ClassLoader.getPlatformClassLoader());
        try {
            return (Driver) loader.loadClass("org.sqlite.JDBC").getConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static URL url(String jar) {
        try {
            return FOLDER.resolve(jar).toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        }
    }
}
