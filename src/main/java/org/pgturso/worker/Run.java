package org.pgturso.worker;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.pgturso.error.ErrorKind;
import org.pgturso.error.PgTursoException;

/**
 * A run of some replications of one target.
 *
 * @param scheduled whether a schedule asks for it, who wants no results
 */
record Run(int target, List<Integer> replications, boolean scheduled) {
    private static final Logger LOG = Logger.getLogger(Run.class.getName());

    Run {
        replications = List.copyOf(replications);
    }

    /** Reads the arguments of operation {@code run}. */
    static Run of(JsonObject args) {
        List<Integer> replications = new ArrayList<>();
        args.getAsJsonArray("replications").forEach(id -> replications.add(id.getAsInt()));
        return new Run(
                args.get("target").getAsInt(),
                replications,
                args.get("scheduled").getAsBoolean());
    }

    /** The same without some replications. */
    Run without(List<Integer> some) {
        return new Run(
                target, replications.stream().filter(id -> !some.contains(id)).toList(), scheduled);
    }

    /** Runs; what went wrong is in the answer. */
    JsonObject by(Station station) {
        long start = System.nanoTime();
        String name = new Board(station.session()).name(target);
        JsonObject answer = station.calls().answer("run", args());
        long millis = (System.nanoTime() - start) / 1_000_000;
        List<JsonObject> errors = errors(answer);
        String failed = errors.isEmpty() ? "" : ", failed: " + errors.size() + " (" + message(errors.get(0)) + ")";
        Level level = !errors.isEmpty() ? Level.WARNING : rows(answer) > 0 ? Level.INFO : Level.FINE;
        LOG.log(
                level,
                () -> "target " + name + ": run, relations: " + replications.size() + ", rows: " + rows(answer) + failed
                        + ", " + millis + " ms");
        return answer;
    }

    /** Runs, and throws what went wrong where nothing succeeded. */
    void insist(Station station) {
        JsonObject answer = by(station);
        List<JsonObject> errors = errors(answer);
        if (errors.size() == Math.max(1, results(answer).size())) {
            throw new PgTursoException(ErrorKind.WRONG_STATE, message(errors.get(0)));
        }
    }

    private JsonObject args() {
        JsonArray ids = new JsonArray();
        replications.forEach(ids::add);
        JsonObject args = new JsonObject();
        args.addProperty("target", target);
        args.add("replications", ids);
        args.addProperty("scheduled", scheduled);
        return args;
    }

    private static long rows(JsonObject answer) {
        long rows = 0;
        for (JsonObject result : results(answer)) {
            for (String count : List.of("inserted", "updated", "deleted")) {
                rows += result.get(count).getAsLong();
            }
        }
        return rows;
    }

    private static String message(JsonObject error) {
        return error.get("message").getAsString();
    }

    private static List<JsonObject> results(JsonObject answer) {
        List<JsonObject> results = new ArrayList<>();
        if (answer.has("results")) {
            for (JsonElement result : answer.getAsJsonArray("results")) {
                results.add(result.getAsJsonObject());
            }
        }
        return results;
    }

    private static List<JsonObject> errors(JsonObject answer) {
        if (answer.has("error")) {
            return List.of(answer.getAsJsonObject("error"));
        }
        return results(answer).stream()
                .filter(result -> result.has("error"))
                .map(result -> result.getAsJsonObject("error"))
                .toList();
    }
}
