package dev.rigger.placement.stored;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rigger.placement.ScoringRules;
import dev.rigger.placement.stored.ScoringRulesBook.NoRulesException;
import java.time.Duration;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class ScoringRulesBookTest {
    private static final LocalDate DAY = LocalDate.of(2026, 8, 5);

    private final ScoringRulesBook book = ScoringRulesBook.builtIn();

    @Test
    void theNewestProfileBoostsBountiesLessThanTheOneBefore() {
        ScoringRules before = book.rules("P26a", DAY);
        ScoringRules newest = book.rules("P26b", DAY);

        assertThat(newest.bountyBoostMost()).isEqualTo(1.5).isLessThan(before.bountyBoostMost());
        assertThat(newest.eligibleAfter()).isEqualTo(Duration.ofHours(1));
        assertThat(newest.hold()).isEqualTo(Duration.ofHours(2));
        assertThat(newest.settled()).isEqualTo(Duration.ofHours(8));
    }

    @Test
    void theOldestProfileCreditsNothingForStartUp() {
        assertThat(book.rules("P25", DAY).startUpShare()).isZero();
        assertThat(book.rules("P26a", DAY).startUpShare()).isEqualTo(0.3);
    }

    @Test
    void theLatestRulesOfTheDayHold() {
        ScoringRulesBook changed =
                ScoringRulesBook.of("[" + entry("2026-01-01", 0.3) + "," + entry("2026-09-01", 1) + "]");

        assertThat(changed.rules("P", LocalDate.of(2026, 8, 31)).startUpShare()).isEqualTo(0.3);
        assertThat(changed.rules("P", LocalDate.of(2026, 9, 1)).startUpShare()).isEqualTo(1);
    }

    @Test
    void anUnknownProfileIsRefusedWithTheKnownOnes() {
        assertThatExceptionOfType(NoRulesException.class)
                .isThrownBy(() -> book.rules("P99", DAY))
                .withMessageContainingAll("PROFILE_UNKNOWN", "P99", "P25, P26a, P26b");
    }

    @Test
    void aDayBeforeTheFirstRulesIsRefusedWithTheFirstDay() {
        assertThatExceptionOfType(NoRulesException.class)
                .isThrownBy(() -> book.rules("P26b", LocalDate.of(2026, 5, 24)))
                .withMessageContainingAll("NO_RULES_YET", "2026-05-25", "2026-05-24");
    }

    @Test
    void aBookThatCannotBeReadSaysWhy() {
        unreadable("SCORING_RULES_UNREADABLE", "[{\"profile\":\"P\"}]");
        unreadable("SCORING_RULES_UNREADABLE", "[" + entry("2026-01-01", 0.3).replace("hold", "holds") + "]");
        unreadable("SCORING_RULES_UNREADABLE", "all of them");
        unreadable("SCORING_RULES_TWICE", "[" + entry("2026-01-01", 0.3) + "," + entry("2026-01-01", 1) + "]");
    }

    private static void unreadable(String code, String book) {
        assertThatExceptionOfType(NoRulesException.class)
                .isThrownBy(() -> ScoringRulesBook.of(book))
                .withMessageContaining(code);
    }

    private static String entry(String from, double startUpShare) {
        return """
                {"profile":"P","validFrom":"%s","eligibleAfter":"PT1H","startUpShare":%s,"hold":"PT2H","settled":"PT8H",
                 "evictableAfter":"PT1H2M","bountyBoostLeast":1.1,"bountyBoostMost":1.5,"bountyBoostGrows":"PT3H"}""".formatted(from, startUpShare);
    }
}
