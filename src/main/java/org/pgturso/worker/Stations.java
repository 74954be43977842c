package org.pgturso.worker;

import java.sql.SQLException;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Function;
import org.pgturso.postgres.PostgresError;

/** Keeps stations between uses: as many as were ever in use at once. Safe for use by several threads. */
final class Stations implements AutoCloseable {
    private final Database database;
    private final Deque<Station> idle = new ConcurrentLinkedDeque<>();
    private final Set<Station> busy = ConcurrentHashMap.newKeySet();

    Stations(Database database) {
        this.database = database;
    }

    /** Works at a station of its own; commits what is left uncommitted, or rolls it back where the work throws. */
    <T> T with(Function<Station, T> work) {
        Station station = take();
        try {
            T result = work.apply(station);
            station.session().commit();
            return result;
        } finally {
            giveBack(station);
        }
    }

    private Station take() {
        Station station = idle.poll();
        while (station != null && !station.clear()) {
            station.close();
            station = idle.poll();
        }
        try {
            station = station == null ? new Station(database) : station;
        } catch (SQLException e) {
            throw PostgresError.of(e);
        }
        busy.add(station);
        return station;
    }

    private void giveBack(Station station) {
        busy.remove(station);
        if (station.clear()) {
            idle.push(station);
        } else {
            station.close();
        }
    }

    /** Closes all stations; those in use are torn from their users. */
    @Override
    public void close() {
        for (Station station = idle.poll(); station != null; station = idle.poll()) {
            station.close();
        }
        busy.forEach(Station::close);
    }
}
