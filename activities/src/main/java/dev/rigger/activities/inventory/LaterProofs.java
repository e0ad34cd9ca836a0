package dev.rigger.activities.inventory;

import dev.rigger.inventory.Server;
import dev.rigger.inventory.Servers;
import dev.rigger.workflows.onboarding.ProofSchedules;
import dev.rigger.workflows.proof.ProofKind;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The schedule of later looks at the GPUs of every server that has joined and can be asked for them: those that joined before
 * there were such looks have none. Doing it again changes nothing.
 */
@Singleton
@Requires(property = "rigger.role.worker", value = "true")
public class LaterProofs {
    private static final String READY = "READY";

    private final Servers servers;
    private final ProofSchedules schedules;

    public LaterProofs(Servers servers, ProofSchedules schedules) {
        this.servers = servers;
        this.schedules = schedules;
    }

    public void ensure() {
        Set<String> asked = asked();
        schedules.ensureProofs(asked);
        // Whoever deletes a server ends its schedule after it stopped being ready, perhaps just now.
        Set<String> gone = new HashSet<>(asked);
        gone.removeAll(asked());
        gone.forEach(schedules::unscheduleProofs);
    }

    private Set<String> asked() {
        return servers.all().stream()
                .filter(LaterProofs::isAsked)
                .map(Server::name)
                .collect(Collectors.toSet());
    }

    /** Confidential machines and those with GraVal's image have no GPU worker. */
    private static boolean isAsked(Server server) {
        Optional<ProofKind> kind =
                Optional.ofNullable(server.labels().get(ProofKind.LABEL)).flatMap(ProofKind::named);
        return server.state().equals(READY) && !server.isTee() && !kind.equals(Optional.of(ProofKind.GRAVAL));
    }
}
