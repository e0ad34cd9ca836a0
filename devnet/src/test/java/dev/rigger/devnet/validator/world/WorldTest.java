package dev.rigger.devnet.validator.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rigger.devnet.validator.DevnetValidator;
import dev.rigger.devnet.validator.clock.DevnetClock;
import dev.rigger.devnet.validator.platform.Job;
import dev.rigger.devnet.validator.world.Story.Happening;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorldTest {
    private static final Instant MIDNIGHT = Instant.parse("2026-08-05T00:00:00Z");

    /** A devnet in which time passes only when it is told to. */
    private static DevnetValidator devnet(long seed) {
        return DevnetValidator.builder()
                .clock(DevnetClock.over(() -> MIDNIGHT))
                .world(seed)
                .start();
    }

    private static List<Happening> dayOf(long seed) {
        try (DevnetValidator devnet = devnet(seed)) {
            devnet.clockwork().advance(Duration.ofHours(3));
            return devnet.world().orElseThrow().story().all();
        }
    }

    @Test
    void aDayPassesWithoutABrokenRuleAndSomethingOfEverythingHappens() {
        try (DevnetValidator devnet = devnet(7)) {
            devnet.clockwork().advance(Duration.ofDays(1));

            assertThat(devnet.platform().incidents()).isEmpty();
            assertThat(devnet.platform().instances().all())
                    .hasSizeGreaterThan(10)
                    .allSatisfy(instance -> assertThat(instance.multiplier()).isPositive());
            assertThat(devnet.platform().jobs().all())
                    .filteredOn(job -> job.status() == Job.Status.COMPLETE)
                    .isNotEmpty();
        }
    }

    @Test
    void theSameSeedTellsTheSameStoryAndAnotherSeedAnother() {
        List<Happening> story = dayOf(3);

        assertThat(story).hasSizeGreaterThan(100).isEqualTo(dayOf(3));
        assertThat(story).isNotEqualTo(dayOf(4));
    }
}
