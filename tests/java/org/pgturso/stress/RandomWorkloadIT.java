package org.pgturso.stress;

import java.util.concurrent.ThreadLocalRandom;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pgturso.postgres.decode.Plugin;
import org.pgturso.servers.PostgresServer;

/** {@code -Dpgturso.seed=…} runs a workload again, {@code -Dpgturso.statements=…} a longer one. */
class RandomWorkloadIT {
    /** Kept here so that its level stays. */
    private static final Logger LOG = Logger.getLogger("org.pgturso");

    private static final int STATEMENTS = Integer.getInteger("pgturso.statements", 2_000);

    @ParameterizedTest
    @EnumSource(Plugin.class)
    void whateverIsWrittenArrives(Plugin plugin) {
        LOG.setLevel(Level.WARNING);
        long seed = Long.getLong("pgturso.seed", ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE));
        System.out.println("random workload by " + plugin.pluginName() + ": -Dpgturso.seed=" + seed);
        try (Stage stage = Stage.inThisJvm(PostgresServer.shared(), "random_" + plugin.pluginName(), plugin);
                RandomWorkload workload = new RandomWorkload(stage, Subjects.all(plugin), seed)) {
            workload.run(STATEMENTS);
        } catch (Throwable failure) {
            throw new AssertionError("run again with -Dpgturso.seed=" + seed, failure);
        }
    }
}
