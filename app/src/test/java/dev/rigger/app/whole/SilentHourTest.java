package dev.rigger.app.whole;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rigger.app.bench.faults.SilentHour;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A small form of what {@code bench faults} does with an hour and 500 changes. */
class SilentHourTest {
    @TempDir
    Path directory;

    @Test
    void aFleetWhoseSocketIsSilentEndsLikeOneThatHearsEverything() throws Exception {
        SilentHour.Outcome outcome = new SilentHour(40, 60, Duration.ofSeconds(12), 5).run(directory);

        assertThat(outcome.wanted()).isNotEmpty();
        assertThat(outcome.heard()).as(outcome.why()).isEqualTo(outcome.wanted());
        assertThat(outcome.silent()).as(outcome.why()).isEqualTo(outcome.wanted());
        assertThat(outcome.incidents()).isEmpty();
    }
}
