package dev.rigger.simulator.world;

import dev.rigger.placement.ScoringRules;
import dev.rigger.placement.stored.ScoringRulesBook;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Optional;

/** Protocol profiles that score by instance seconds. */
public enum Profile {
    P26A("P26a", LocalDate.of(2026, 3, 1), 2),
    P26B("P26b", LocalDate.of(2026, 6, 1), 1.3);

    private static final double PRIVATE = 2;
    private static final double TRUSTED = 2.25;

    private final String code;
    private final double privateTrustedFactor;
    private final LocalDate day;

    Profile(String code, LocalDate day, double privateTrusted) {
        this.code = code;
        privateTrustedFactor = privateTrusted;
        this.day = day;
    }

    public static Optional<Profile> of(String code) {
        return Arrays.stream(values())
                .filter(profile -> profile.code.equalsIgnoreCase(code))
                .findFirst();
    }

    /** As operators write it. */
    public String code() {
        return code;
    }

    /** As the book of rules has them on a day on which they held; a new object each time. */
    public ScoringRules rules() {
        return ScoringRulesBook.builtIn().rules(code, day);
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
