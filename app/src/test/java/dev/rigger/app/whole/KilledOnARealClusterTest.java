package dev.rigger.app.whole;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rigger.app.bench.kills.KillRehearsal;
import dev.rigger.app.bench.kills.Ordeal;
import dev.rigger.app.bench.system.Shape;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Behind a real API server chutes come and go while the control plane, the API server and pods are killed. */
class KilledOnARealClusterTest {
    private static final Logger LOG = LoggerFactory.getLogger(KilledOnARealClusterTest.class);
    private static final int TIME_FACTOR = 20;

    @TempDir
    Path directory;

    @Test
    void aFleetIsRightInTheEndAndNothingIsLeftOver() throws Exception {
        Ordeal ordeal = new Ordeal(Shape.Kubernetes.REAL, 6, 3, false, 12, 3, 1, 2, TIME_FACTOR, 1);

        KillRehearsal.Outcome outcome = new KillRehearsal(ordeal, LOG::info).run(directory);

        assertThat(outcome.wrong()).isEmpty();
        assertThat(outcome.incidents()).isEmpty();
    }
}
