package org.pgturso.turso;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pgturso.error.ErrorKind;
import org.pgturso.error.PgTursoException;

class HranaErrorTest {
    @ParameterizedTest
    @CsvSource({
        "SQLITE_BUSY, IN_USE",
        "SQLITE_BUSY_SNAPSHOT, IN_USE",
        "SQLITE_LOCKED, IN_USE",
        "TRANSACTION_BUSY, IN_USE",
        "TRANSACTION_TIMEOUT, TARGET_UNAVAILABLE",
        "STREAM_EXPIRED, TARGET_UNAVAILABLE",
        "BLOCKED, TARGET_BLOCKED",
        "SQLITE_FULL, TARGET_BLOCKED",
        "SQL_PARSE_ERROR, TARGET_REJECTED",
        "SQL_INPUT_ERROR, TARGET_REJECTED",
        "SQLITE_CONSTRAINT, TARGET_REJECTED",
        "SQLITE_TOOBIG, TARGET_REJECTED",
        "SOMETHING_NEW, TARGET_REJECTED",
    })
    void codeDecides(String code, ErrorKind kind) {
        PgTursoException error = new HranaError(code, "Database is busy with s3cr3t").toException();

        assertThat(error.kind()).isEqualTo(kind);
        assertThat(error.detail()).isEqualTo("The target reported " + code + ".");
    }

    @ParameterizedTest
    @CsvSource({
        "Database is busy, IN_USE",
        "database table is locked, IN_USE",
        "Transaction error: cannot start a transaction within a transaction, IN_USE",
        "Database is full: disk, TARGET_BLOCKED",
        "Parse error: no such table: nope, TARGET_REJECTED",
    })
    void aLocalServersWordsDecideWhereItsCodeSaysNothing(String message, ErrorKind kind) {
        assertThat(new HranaError("BATCH_STEP_ERROR", message).toException().kind())
                .isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SQLite error: UNIQUE constraint failed: users.email, users.name|UNIQUE constraint failed: users.email, users.name",
                "Runtime error: NOT NULL constraint failed: t.e (19)|NOT NULL constraint failed: t.e",
                "Parse error: no such table: nope|no such table: nope",
                "Parse error: table r2 already exists|table r2 already exists",
                "near \"SELEC\": syntax error|near \"SELEC\": syntax error",
            })
    void wordsThatNameOnlyTablesAndColumnsAreTold(String message, String told) {
        assertThat(new HranaError("BATCH_STEP_ERROR", message).toException().detail())
                .isEqualTo("The target reported BATCH_STEP_ERROR (" + told + ").");
    }
}
