package dev.rigger.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class PoolTest extends OnPostgres {
    @Test
    void thePoolSurvivesADatabaseThatWasStopped() {
        Servers servers = bean(Servers.class);
        servers.save(Sample.server("s"));

        postgres.stop();
        assertThatThrownBy(() -> servers.byId("s")).isInstanceOf(RuntimeException.class);
        postgres.restart();

        assertThat(firstAnswer(servers)).isPresent();
    }

    /** A connection that died unnoticed may fail once; each that fails leaves the pool. */
    private static Optional<Server> firstAnswer(Servers servers) {
        for (int deadConnections = 0; deadConnections < 20; deadConnections++) {
            try {
                return servers.byId("s");
            } catch (RuntimeException e) {
                assertThat(e).hasMessageMatching("(?s).*(onnection|terminat).*");
            }
        }
        return servers.byId("s");
    }
}
