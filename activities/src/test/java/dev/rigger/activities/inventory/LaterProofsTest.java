package dev.rigger.activities.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rigger.activities.FleetOnPostgres;
import dev.rigger.inventory.Server;
import dev.rigger.inventory.Servers;
import dev.rigger.workflows.onboarding.ProofSchedules;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LaterProofsTest extends FleetOnPostgres {
    private final Set<String> scheduled = new HashSet<>();
    private Runnable meanwhile = () -> {};

    @Test
    void everyServerThatCanBeAskedIsLookedAtFromTheNextStartOn() {
        server("old", "READY", false, Map.of());
        server("labelled", "READY", false, Map.of("rigger/proof", "gpv1"));
        server("tee", "READY", true, Map.of("chutes/tee", "true"));
        server("graval", "READY", false, Map.of("rigger/proof", "GraVal"));
        server("joining", "ONBOARDING", false, Map.of());
        server("leaving", "LEAVING", false, Map.of());

        proofs().ensure();
        proofs().ensure();

        assertThat(scheduled)
                .contains(id("old"), id("labelled"), id("node"))
                .doesNotContain(id("tee"), id("graval"), id("joining"), id("leaving"));
    }

    @Test
    void aServerThatLeavesInThatVeryMomentHasNoneInTheEnd() {
        server("goes", "READY", false, Map.of());
        meanwhile = () -> bean(Servers.class).setState(id("goes"), "LEAVING");

        proofs().ensure();

        assertThat(scheduled).contains(id("node")).doesNotContain(id("goes"));
    }

    private LaterProofs proofs() {
        return new LaterProofs(bean(Servers.class), new ProofSchedules() {
            @Override
            public void ensureProofs(Collection<String> serverNames) {
                meanwhile.run();
                scheduled.addAll(serverNames);
            }

            @Override
            public void unscheduleProofs(String serverName) {
                scheduled.remove(serverName);
            }
        });
    }

    private void server(String name, String state, boolean tee, Map<String, String> labels) {
        bean(Servers.class)
                .save(new Server(
                        id(name),
                        validator,
                        id(name),
                        "10.0.0.2",
                        null,
                        null,
                        "Ready",
                        START,
                        labels,
                        null,
                        4,
                        8,
                        64,
                        2.0,
                        false,
                        null,
                        tee,
                        state,
                        0,
                        id(name)));
    }
}
