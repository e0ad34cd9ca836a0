package dev.rigger.activities.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rigger.activities.FleetOnPostgres;
import dev.rigger.inventory.Inbox;
import dev.rigger.inventory.InboxEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventIntakeTest extends FleetOnPostgres {
    private static final ObjectMapper JSON = new ObjectMapper();
    private final List<InboxEvent> arrived = new CopyOnWriteArrayList<>();
    private EventIntake intake;

    @BeforeEach
    void intake() {
        arrived.clear();
        intake = new EventIntake(validator, bean(Inbox.class), arrived::add, clock);
    }

    @Test
    void aBurstIsStoredWholeInItsOrderAndEachRowIsToldOf() {
        IntStream.range(0, 3_000)
                .forEach(n -> hear("chute_updated", Map.of("chute_id", "c" + n % 7, "version", "v" + n)));

        assertThat(settled()).isTrue();
        assertThat(stored())
                .extracting(InboxEvent::payload)
                .containsExactlyElementsOf(IntStream.range(0, 3_000)
                        .mapToObj(n -> "{\"chute_id\":\"c" + n % 7 + "\",\"version\":\"v" + n + "\"}")
                        .toList());
        assertThat(arrived).hasSize(3_000);
        assertThat(intake.dropped()).isZero();
    }

    @Test
    void oneEventIsOneRowHoweverOftenItComesWithinItsWindow() {
        for (int again = 0; again < 5; again++) {
            hear("bounty_change", Map.of("chute_id", "c1", "bounty", 100));
        }
        assertThat(settled()).isTrue();
        setTime(clock.instant().plusSeconds(11));
        hear("bounty_change", Map.of("bounty", 100, "chute_id", "c1"));

        assertThat(settled()).isTrue();
        assertThat(stored()).hasSize(2);
        assertThat(arrived).hasSize(2);
    }

    @Test
    void reasonsNobodyKnowsAreStoredAndMessagesThatAreNoneAreOnlyCounted() throws IOException {
        hear("meteor_shower", Map.of("size", 3));
        intake.event("miner_broadcast", JSON.readTree("{\"reason\":\"\",\"data\":{}}"));
        intake.event("miner_broadcast", JSON.readTree("{\"reason\":\"chute_created\",\"data\":[1]}"));
        intake.event("weather", JSON.readTree("{}"));

        assertThat(settled()).isTrue();
        assertThat(stored()).extracting(InboxEvent::reason).containsExactly("meteor_shower");
        assertThat(intake.received()).isEqualTo(4);
    }

    @Test
    void charactersThatTheDatabaseCannotHoldSpoilNothingForTheOthers() {
        hear("odd\0reason", Map.of("chute_id", "a\0b", "text", "c\0d"));
        hear("chute_created", Map.of("chute_id", "c1"));

        assertThat(settled()).isTrue();
        assertThat(stored()).extracting(InboxEvent::reason).containsExactly("odd\uFFFDreason", "chute_created");
        assertThat(intake.dropped()).isZero();
    }

    private void hear(String reason, Map<String, ?> data) {
        JsonNode broadcast = JSON.valueToTree(Map.of("reason", reason, "data", data));
        intake.event("miner_broadcast", broadcast);
    }

    private List<InboxEvent> stored() {
        return bean(Inbox.class).undelivered(clock.instant().plusSeconds(3_600), 10_000).stream()
                .filter(event -> event.validator().equals(validator))
                .toList();
    }

    private boolean settled() {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!intake.flush() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(1_000_000);
        }
        return intake.waiting() == 0;
    }
}
