package org.pgturso.turso;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import mockwebserver3.MockResponse;

/** Answers as servers write them. */
final class Answers {
    private static final String STATEMENT_RESULT =
            "{\"cols\":[%s],\"rows\":[%s],\"affected_row_count\":%d,\"last_insert_rowid\":null,\"rows_read\":0}";

    private Answers() {}

    static MockResponse ok(String body) {
        return new MockResponse.Builder()
                .setHeader("Content-Type", "application/json")
                .body(body)
                .build();
    }

    static MockResponse status(int status) {
        return new MockResponse.Builder().code(status).body("s3cr3t").build();
    }

    /** An answer without a stream that stays open. */
    static String pipeline(String result) {
        return "{\"baton\":null,\"base_url\":null,\"results\":[%s]}".formatted(result);
    }

    static String pipeline(String result, String baton, String baseUrl) {
        return "{\"baton\":\"%s\",\"base_url\":\"%s\",\"results\":[%s]}".formatted(baton, baseUrl, result);
    }

    static String rows(String columns, String rows) {
        return "{\"type\":\"ok\",\"response\":{\"type\":\"execute\",\"result\":"
                + STATEMENT_RESULT.formatted(columns, rows, 0) + "}}";
    }

    static String error(String code) {
        return "{\"type\":\"error\",\"error\":" + errorObject(code) + "}";
    }

    static String committed(int statements) {
        List<String> results = steps(statements, STATEMENT_RESULT.formatted("", "", 1));
        results.set(statements + 2, "null");
        return batch(results, steps(statements, "null"));
    }

    /** The batch that ends at a step, 0 being BEGIN, and is rolled back. */
    static String failed(int statements, int step, String code) {
        List<String> results = steps(statements, "null");
        Collections.fill(results.subList(0, step), STATEMENT_RESULT.formatted("", "", 1));
        List<String> errors = steps(statements, "null");
        errors.set(step, errorObject(code));
        return batch(results, errors);
    }

    private static String batch(List<String> results, List<String> errors) {
        return "{\"type\":\"ok\",\"response\":{\"type\":\"batch\",\"result\":{\"step_results\":[%s],\"step_errors\":[%s]}}}"
                .formatted(String.join(",", results), String.join(",", errors));
    }

    private static List<String> steps(int statements, String each) {
        return new ArrayList<>(Collections.nCopies(statements + 3, each));
    }

    private static String errorObject(String code) {
        return "{\"message\":\"it was s3cr3t\",\"code\":\"" + code + "\"}";
    }
}
