package dev.rigger.devnet.validator.platform;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A chute on its way from one version to the next.
 *
 * @param permitted copies that each hotkey had when it began
 * @param waiting instances of the old version whose turn has not come, in order
 * @param nextAt when the next one's turn is
 */
public record RollingUpdate(
        String chuteId,
        String oldVersion,
        String newVersion,
        Instant startedAt,
        Map<String, Integer> permitted,
        List<String> waiting,
        Instant nextAt) {
    RollingUpdate afterOne(Instant next) {
        return new RollingUpdate(
                chuteId, oldVersion, newVersion, startedAt, permitted, waiting.subList(1, waiting.size()), next);
    }
}
