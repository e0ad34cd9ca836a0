package dev.rigger.devnet.validator.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rigger.devnet.validator.DevnetValidator;
import dev.rigger.devnet.validator.platform.ChuteOrder;
import dev.rigger.devnet.validator.platform.EndReason;
import dev.rigger.devnet.validator.platform.Platform;
import dev.rigger.devnet.validator.platform.PlatformMiner;
import dev.rigger.devnet.validator.world.Probe.Finding;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of instances by what is found of them. */
class WatchtowerTest {
    private final DevnetValidator validator =
            DevnetValidator.builder().withoutGpuProofs().start();
    private final Platform platform = validator.platform();
    private final Map<String, Finding> findings = new HashMap<>();
    private final Wishes wishes = new Wishes(new Demand(platform, 1));
    private final Story story = new Story(platform::now);
    private final Watchtower watchtower = new Watchtower(
            platform,
            instance -> findings.getOrDefault(instance.instanceId(), Finding.WELL),
            wishes,
            story,
            living -> {});
    private final PlatformMiner miner = new PlatformMiner(platform, "5Miner");

    @AfterEach
    void stop() {
        validator.close();
    }

    private String copy(String name) {
        return miner.launch(
                platform.chutes().create(ChuteOrder.of(name, 1, 140, "h200")).chuteId());
    }

    private boolean lives(String instance) {
        return platform.instances().byId(instance).isPresent();
    }

    @Test
    void aCopyThatIsWellOrUnknownStays() {
        String well = copy("well");
        String unknown = copy("unknown");
        findings.put(unknown, Finding.UNKNOWN);
        for (int i = 0; i < 10; i++) {
            watchtower.look();
        }

        assertThat(lives(well)).isTrue();
        assertThat(lives(unknown)).isTrue();
    }

    @Test
    void theThirdSoftFailureEndsACopy() {
        String silent = copy("silent");
        findings.put(silent, Finding.soft("silence"));
        watchtower.look();
        watchtower.look();
        assertThat(lives(silent)).isTrue();

        watchtower.look();

        assertThat(lives(silent)).isFalse();
        assertThat(platform.instances().ended().getFirst().reason()).isEqualTo(EndReason.WATCHTOWER.text());
        assertThat(story.all().getLast().what()).contains("silence");
    }

    @Test
    void aHardFailureEndsACopyAtOnce() {
        String lying = copy("lying");
        findings.put(lying, Finding.hard("its code is not its chute's"));

        watchtower.look();

        assertThat(lives(lying)).isFalse();
    }

    @Test
    void aChuteInAnUpdateIsLeftAlone() {
        String old = copy("old");
        platform.chutes()
                .update(platform.chutes().byIdOrName("old").orElseThrow().chuteId(), ChuteOrder.of("old", 1, 140));
        findings.put(old, Finding.hard("its code is not its chute's"));

        watchtower.look();

        assertThat(lives(old)).isTrue();
    }

    @Test
    void whomAnOperatorExposesFailsHardOnce() {
        wishes.watched();
        String exposed = copy("exposed");
        wishes.expose(exposed);

        watchtower.look();

        assertThat(lives(exposed)).isFalse();
    }
}
