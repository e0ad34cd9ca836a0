package dev.rigger.activities.kubernetes.objects;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ChutesVersionTest {
    @Test
    void aPreReleaseCountsAsItsRelease() {
        assertThat(ChutesVersion.of("0.6.0.rc0").atLeast("0.6.0")).isTrue();
        assertThat(ChutesVersion.of("0.6.0-beta")).isEqualTo(ChutesVersion.of("0.6.0"));
    }

    @Test
    void numbersAreComparedAsNumbers() {
        assertThat(ChutesVersion.of("0.10.0").atLeast("0.9.9")).isTrue();
        assertThat(ChutesVersion.of("0.3.60").atLeast("0.3.61")).isFalse();
    }

    @Test
    void whatIsNoVersionIsTheLowest() {
        assertThat(ChutesVersion.of("v0.6.0")).isEqualTo(new ChutesVersion(0, 0, 0));
        assertThat(ChutesVersion.of(null)).isEqualTo(new ChutesVersion(0, 0, 0));
        assertThat(ChutesVersion.of("0.6")).isEqualTo(new ChutesVersion(0, 0, 0));
    }
}
