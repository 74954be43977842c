package org.pgturso.stress;

import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pgturso.postgres.decode.Plugin;
import org.pgturso.servers.PostgresServer;

/** {@code -Dpgturso.seed=…} runs a workload again, {@code -Dpgturso.statements=…} a longer one. */
class RandomWorkloadIT {
    private static final int STATEMENTS = Integer.getInteger("pgturso.statements", 2_000);

    @ParameterizedTest
    @EnumSource(Plugin.class)
    void whateverIsWrittenArrives(Plugin plugin) {
        long seed = Long.getLong("pgturso.seed", ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE));
        System.out.println("random workload by " + plugin.pluginName() + ": -Dpgturso.seed=" + seed);
        try (Stage stage = new Stage(PostgresServer.shared(), "random_" + plugin.pluginName(), plugin);
                RandomWorkload workload = new RandomWorkload(stage, Subjects.all(plugin), seed)) {
            workload.run(STATEMENTS);
        } catch (Throwable failure) {
            throw new AssertionError("run again with -Dpgturso.seed=" + seed, failure);
        }
    }
}
