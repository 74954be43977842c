package org.pgturso.worker;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pgturso.error.ErrorKind;
import org.pgturso.error.PgTursoException;

/**
 * The connection parameters of libpq that pgjdbc can do too.
 *
 * @see <a href="https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-PARAMKEYWORDS">Parameter Key Words</a>
 */
enum LibpqParameter {
    HOST("host", "PGHOST", "PGHOST"),
    PORT("port", "PGPORT", "PGPORT"),
    DBNAME("dbname", "PGDATABASE", "PGDBNAME"),
    USER("user", "PGUSER", "user"),
    PASSWORD("password", "PGPASSWORD", "password"),
    OPTIONS("options", "PGOPTIONS", "options"),
    APPLICATION_NAME("application_name", "PGAPPNAME", "ApplicationName"),
    CONNECT_TIMEOUT("connect_timeout", "PGCONNECT_TIMEOUT", "connectTimeout"),
    SSLMODE("sslmode", "PGSSLMODE", "sslmode"),
    SSLROOTCERT("sslrootcert", "PGSSLROOTCERT", "sslrootcert"),
    SSLCERT("sslcert", "PGSSLCERT", "sslcert"),
    SSLKEY("sslkey", "PGSSLKEY", "sslkey"),
    SSLPASSWORD("sslpassword", null, "sslpassword"),
    SSLNEGOTIATION("sslnegotiation", "PGSSLNEGOTIATION", "sslNegotiation"),
    CHANNEL_BINDING("channel_binding", "PGCHANNELBINDING", "channelBinding"),
    REQUIRE_AUTH("require_auth", "PGREQUIREAUTH", "requireAuth"),
    GSSENCMODE("gssencmode", "PGGSSENCMODE", "gssEncMode"),
    KRBSRVNAME("krbsrvname", "PGKRBSRVNAME", "kerberosServerName"),
    TARGET_SESSION_ATTRS("target_session_attrs", "PGTARGETSESSIONATTRS", "targetServerType");

    private static final Map<String, String> SERVER_TYPES = Map.of(
            "any", "any",
            "read-write", "primary",
            "primary", "primary",
            "read-only", "secondary",
            "standby", "secondary",
            "prefer-standby", "preferSecondary");

    private final String keyword;
    private final @Nullable String variable;
    private final String property;

    LibpqParameter(String keyword, @Nullable String variable, String property) {
        this.keyword = keyword;
        this.variable = variable;
        this.property = property;
    }

    /** Finds a parameter by its keyword, as libpq spells it. */
    static LibpqParameter named(String keyword) {
        return Arrays.stream(values())
                .filter(parameter -> parameter.keyword.equals(keyword))
                .findFirst()
                .orElseThrow(() -> new PgTursoException(
                        ErrorKind.INVALID_ARGUMENT, "connection parameter \"" + keyword + "\" is not supported"));
    }

    /** The value that the environment gives, if any. */
    Optional<String> from(Map<String, String> environment) {
        return Optional.ofNullable(variable).map(environment::get).filter(value -> !value.isEmpty());
    }

    /** The name of pgjdbc's property for this parameter. */
    String property() {
        return property;
    }

    /** The value in pgjdbc's words. */
    String translate(String value) {
        if (this != TARGET_SESSION_ATTRS) {
            return value;
        }
        String type = SERVER_TYPES.get(value);
        if (type == null) {
            throw new PgTursoException(
                    ErrorKind.INVALID_ARGUMENT, "invalid target_session_attrs value \"" + value + "\"");
        }
        return type;
    }
}
