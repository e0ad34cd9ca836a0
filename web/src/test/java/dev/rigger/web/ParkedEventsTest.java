package dev.rigger.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rigger.inventory.Inbox;
import dev.rigger.inventory.InboxEvent;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ParkedEventsTest {
    private final RunningWeb web = RunningWeb.get();
    private final SignedCalls calls = web.signed();
    private final Inbox inbox = web.context.getBean(Inbox.class);

    @Test
    void anOperatorSeesWhatIsParkedAndWhyAndHasItTriedAgain() {
        String reason = "job_created_" + UUID.randomUUID();
        String first = parked(reason);
        String second = parked(reason);
        inbox.delivered(parked("delivered_" + reason), Instant.now());

        assertThat(shown(reason))
                .extracting(event -> event.get("event_key").asText())
                .contains(first, second);
        assertThat(shown(reason))
                .extracting(event -> event.get("because").asText())
                .containsOnly("nobody serves it");

        assertThat(retried("?event_key=" + first)).isEqualTo(1);
        assertThat(shown(reason))
                .extracting(event -> event.get("event_key").asText())
                .containsExactly(second);
        assertThat(retried("?reason=" + reason)).isEqualTo(1);
        assertThat(shown(reason)).isEmpty();
        assertThat(inbox.undelivered(Instant.now().plusSeconds(60), 10_000))
                .extracting(InboxEvent::eventKey)
                .contains(first, second);
    }

    @Test
    void onlyWhoeverSignsMaySee() {
        assertThat(calls.send("GET", "/events/parked", Map.of(), "").statusCode())
                .isEqualTo(401);
    }

    private int retried(String query) {
        return Json.of(calls.delete("/events/parked" + query).body())
                .get("retried")
                .asInt();
    }

    private List<JsonNode> shown(String reason) {
        return Json.of(calls.get("/events/parked").body())
                .valueStream()
                .filter(event -> event.get("reason").asText().equals(reason))
                .toList();
    }

    private String parked(String reason) {
        String key = UUID.randomUUID().toString();
        inbox.put(new InboxEvent(key, "5Validator", reason, key, "{}", Instant.now(), null, 0, null));
        inbox.parked(key, "nobody serves it");
        return key;
    }
}
