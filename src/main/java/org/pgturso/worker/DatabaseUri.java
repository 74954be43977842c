package org.pgturso.worker;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.Properties;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.pgturso.error.ErrorKind;
import org.pgturso.error.PgTursoException;

/**
 * A connection URI of libpq, completed from the environment as libpq does it. A password that is in neither is looked
 * up by pgjdbc in the password file ({@code PGPASSFILE} or {@code ~/.pgpass}).
 *
 * @see <a href="https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS">Connection URIs</a>
 */
final class DatabaseUri {
    private static final Pattern URI =
            Pattern.compile("postgres(?:ql)?://(?:([^@/?]*)@)?([^/?]*)(?:/([^?]*))?(?:\\?(.*))?");
    private static final Pattern HOST_PORT = Pattern.compile("(\\[[^]]*]|[^:]*)(?::(\\d*))?");

    private final Map<LibpqParameter, String> parameters = new EnumMap<>(LibpqParameter.class);

    private DatabaseUri() {}

    /**
     * Reads a URI.
     *
     * @throws PgTursoException where it can't be read; the message does not repeat it, since it may hold a password
     */
    static Database parse(String uri, Map<String, String> environment) {
        DatabaseUri parsed = new DatabaseUri();
        for (LibpqParameter parameter : LibpqParameter.values()) {
            parameter.from(environment).ifPresent(value -> parsed.parameters.put(parameter, value));
        }
        parsed.read(uri);
        return parsed.database();
    }

    private void read(String uri) {
        Matcher matcher = URI.matcher(uri);
        if (!matcher.matches()) {
            throw new PgTursoException(ErrorKind.INVALID_ARGUMENT, "invalid database URI")
                    .hint("Write it as postgresql://user@host:port/database.");
        }
        readUser(matcher.group(1));
        readHosts(matcher.group(2));
        put(LibpqParameter.DBNAME, matcher.group(3));
        readQuery(matcher.group(4));
    }

    private void readUser(@Nullable String userInfo) {
        if (userInfo != null) {
            String[] parts = userInfo.split(":", 2);
            put(LibpqParameter.USER, parts[0]);
            put(LibpqParameter.PASSWORD, parts.length == 2 ? parts[1] : null);
        }
    }

    private void readHosts(String authority) {
        StringJoiner hosts = new StringJoiner(",");
        StringJoiner ports = new StringJoiner(",");
        for (String part : authority.isEmpty() ? new String[0] : authority.split(",", -1)) {
            Matcher matcher = HOST_PORT.matcher(part);
            if (!matcher.matches()) {
                throw new PgTursoException(ErrorKind.INVALID_ARGUMENT, "invalid host in database URI");
            }
            hosts.add(matcher.group(1));
            ports.add(matcher.group(2) == null ? "" : matcher.group(2));
        }
        put(LibpqParameter.HOST, hosts.toString());
        if (!ports.toString().replace(",", "").isEmpty()) {
            put(LibpqParameter.PORT, ports.toString());
        }
    }

    private void readQuery(@Nullable String query) {
        for (String pair : query == null || query.isEmpty() ? new String[0] : query.split("&", -1)) {
            String[] parts = pair.split("=", 2);
            if (parts.length < 2) {
                throw new PgTursoException(
                        ErrorKind.INVALID_ARGUMENT, "missing \"=\" in the database URI's parameters");
            }
            put(LibpqParameter.named(decode(parts[0])), parts[1]);
        }
    }

    private void put(LibpqParameter parameter, @Nullable String encoded) {
        if (encoded != null && !encoded.isEmpty()) {
            parameters.put(parameter, decode(encoded));
        }
    }

    private static String decode(String encoded) {
        try {
            return URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new PgTursoException(ErrorKind.INVALID_ARGUMENT, "invalid percent-encoding in database URI", e);
        }
    }

    private Database database() {
        String user = parameters.getOrDefault(LibpqParameter.USER, System.getProperty("user.name", "postgres"));
        String name = parameters.getOrDefault(LibpqParameter.DBNAME, user);
        Properties properties = new Properties();
        parameters.forEach(
                (parameter, value) -> properties.setProperty(parameter.property(), parameter.translate(value)));
        properties.setProperty(LibpqParameter.USER.property(), user);
        for (LibpqParameter inUrl :
                new LibpqParameter[] {LibpqParameter.HOST, LibpqParameter.PORT, LibpqParameter.DBNAME}) {
            properties.remove(inUrl.property());
        }
        String url = "jdbc:postgresql://" + hosts() + "/" + URLEncoder.encode(name, StandardCharsets.UTF_8);
        return new Database(name, url, properties);
    }

    private String hosts() {
        String[] hosts =
                parameters.getOrDefault(LibpqParameter.HOST, "localhost").split(",", -1);
        String[] ports = parameters.getOrDefault(LibpqParameter.PORT, "").split(",", -1);
        if (ports.length != 1 && ports.length != hosts.length) {
            throw new PgTursoException(
                    ErrorKind.INVALID_ARGUMENT,
                    "could not match " + ports.length + " ports to " + hosts.length + " hosts");
        }
        StringJoiner joined = new StringJoiner(",");
        for (int i = 0; i < hosts.length; i++) {
            if (hosts[i].startsWith("/") || hosts[i].startsWith("@")) {
                throw new PgTursoException(ErrorKind.NOT_SUPPORTED, "Unix-domain sockets are not supported")
                        .hint("Name a host that Postgres listens on, such as localhost.");
            }
            String port = ports[ports.length == 1 ? 0 : i];
            joined.add((hosts[i].isEmpty() ? "localhost" : hosts[i]) + ":" + (port.isEmpty() ? "5432" : port));
        }
        return joined.toString();
    }
}
