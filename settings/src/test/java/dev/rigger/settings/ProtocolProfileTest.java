package dev.rigger.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProtocolProfileTest {
    @Test
    void aProfileHasOfEachRuleTheLastOneThatWasInForce() {
        assertThat(profile("P25").signatureVersion()).isEqualTo(1);
        assertThat(profile("P25").listsCode()).isTrue();
        assertThat(profile("P25").listsServers()).isFalse();
        assertThat(profile("P26b").launchNamesServer())
                .as("nobody sends it there")
                .isFalse();
        assertThat(profile("P26c").launchNamesServer()).isTrue();
        assertThat(profile("P26a").activation()).isEqualTo(Duration.ofHours(2));
        assertThat(profile("P26b").listsServers()).isTrue();
        assertThat(profile("P26b").activation()).isEqualTo(Duration.ofMinutes(210));
        assertThat(profile("P26b").signatureVersion()).isEqualTo(1);
        assertThat(profile("P26c").signatureVersion()).isEqualTo(2);
    }

    @Test
    void everyProfileCanBeReadAndTheyStandInTheOrderOfTheirDays() {
        assertThat(ProtocolProfile.names())
                .map(ProtocolProfileTest::profile)
                .extracting(ProtocolProfile::on)
                .isSorted();
        assertThat(ProtocolProfile.byDefault().name()).isEqualTo("P26b");
        assertThat(ProtocolProfile.named("P1")).isEmpty();
    }

    private static ProtocolProfile profile(String name) {
        return ProtocolProfile.named(name).orElseThrow();
    }
}
