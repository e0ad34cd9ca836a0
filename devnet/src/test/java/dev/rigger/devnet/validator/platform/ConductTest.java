package dev.rigger.devnet.validator.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rigger.devnet.validator.DevnetValidator;
import dev.rigger.devnet.validator.clock.DevnetClock;
import dev.rigger.devnet.validator.platform.Incident.Kind;
import dev.rigger.devnet.validator.wire.Refusal;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a miner does that believes an empty list, or that does not look for too long, is an incident. */
class ConductTest {
    private static final String MINER = "5Miner";

    private final DevnetClock clock = DevnetClock.over(Clock.systemUTC());
    private DevnetValidator validator;
    private Platform platform;
    private String chute;

    @BeforeEach
    void start() {
        validator = DevnetValidator.builder().clock(clock).withoutGpuProofs().start();
        platform = validator.platform();
        chute = platform.chutes()
                .create(ChuteOrder.of("one", 1, 140, "h200").wanting(3))
                .chuteId();
    }

    @AfterEach
    void stop() {
        validator.close();
    }

    private List<String> launch(int copies) {
        PlatformMiner miner = new PlatformMiner(platform, MINER);
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < copies; i++) {
            ids.add(miner.claim(chute));
        }
        return ids;
    }

    private List<Kind> incidents() {
        return platform.incidents().stream().map(Incident::kind).toList();
    }

    @Test
    void whoDeletesEverythingAfterAnEmptyListIsFoundOut() {
        List<String> all = launch(3);
        platform.shownNoInstances(MINER);

        all.subList(0, 2).forEach(id -> platform.instances().deleteByMiner(MINER, chute, id));
        assertThat(incidents()).isEmpty();
        platform.instances().deleteByMiner(MINER, chute, all.get(2));

        assertThat(incidents()).containsExactly(Kind.ALL_DELETED_AFTER_EMPTY_LIST);
    }

    @Test
    void whoDeletesEverythingLongAfterAnEmptyListHasItsReasons() {
        List<String> all = launch(2);
        platform.shownNoInstances(MINER);
        validator.clockwork().advance(Duration.ofMinutes(3));

        all.forEach(id -> platform.instances().deleteByMiner(MINER, chute, id));

        assertThat(incidents()).isEmpty();
    }

    @Test
    void whoStillWantsWhatIsLongGoneDoesNotLook() {
        platform.chutes().delete(chute);
        refused();
        assertThat(incidents()).isEmpty();
        validator.clockwork().advance(Duration.ofMinutes(3));

        refused();

        assertThat(incidents()).containsExactly(Kind.MINER_WRONG_FOR_LONG);
    }

    private void refused() {
        try {
            platform.launches().issue(MINER, chute);
        } catch (Refusal refusal) {
            assertThat(refusal.status()).isEqualTo(404);
            return;
        }
        throw new AssertionError("a token for a chute that is gone");
    }
}
