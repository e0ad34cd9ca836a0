package dev.rigger.simulator.world;

import dev.rigger.placement.ScoringRules;
import java.time.Duration;
import java.time.LocalDate;

/** Protocol profiles that score by instance seconds. */
public enum Profile {
    P26A(1.5, 2.5, 2),
    P26B(1.1, 1.5, 1.3);

    private static final double PRIVATE = 2;
    private static final double TRUSTED = 2.25;

    private final double privateTrustedFactor;
    private final ScoringRules rules;

    Profile(double boostLeast, double boostMost, double privateTrusted) {
        privateTrustedFactor = privateTrusted;
        rules = new ScoringRules(
                name(),
                LocalDate.of(2026, 1, 1),
                Duration.ofHours(1),
                0.3,
                Duration.ofHours(2),
                Duration.ofHours(8),
                Duration.ofMinutes(62),
                boostLeast,
                boostMost,
                Duration.ofMinutes(180));
    }

    public ScoringRules rules() {
        return rules;
    }

    /** What a copy earns more because of whom it serves and where it runs. */
    double factor(boolean open, boolean trusted) {
        double ofTrust = trusted ? TRUSTED : 1;
        if (open) {
            return ofTrust;
        }
        return ofTrust * (trusted ? privateTrustedFactor : PRIVATE);
    }
}
