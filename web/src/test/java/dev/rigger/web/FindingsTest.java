package dev.rigger.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rigger.inventory.Findings;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class FindingsTest {
    private static final String KIND = "WORKLOAD_DISAPPEARED";

    private final RunningWeb web = RunningWeb.get();
    private final SignedCalls calls = web.signed();
    private final Findings findings = web.context.getBean(Findings.class);
    private final String subject = UUID.randomUUID().toString();

    @Test
    void anOperatorSeesWhatIsHeldBackAndApprovesOfIt() {
        findings.seen(KIND, subject, "5Validator", Instant.now());
        findings.heldBack(KIND, subject);
        assertThat(shown().getFirst().get("held_back").asBoolean()).isTrue();
        assertThat(shown().getFirst().get("kind").asText()).isEqualTo(KIND);

        JsonNode answer = Json.of(calls.post(approval(), "").body());

        assertThat(answer.get("approved").asBoolean()).isTrue();
        assertThat(shown().getFirst().get("held_back").asBoolean()).isFalse();
        assertThat(shown().getFirst().get("approved_at").asText()).isNotEmpty();
        assertThat(findings.of(KIND, subject).approvedAt()).isNotNull();
    }

    @Test
    void whatIsNotHeldBackCannotBeApprovedOf() {
        findings.seen(KIND, subject, "5Validator", Instant.now());

        var answer = calls.post(approval(), "");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("FINDING_NOT_HELD_BACK");
        assertThat(findings.of(KIND, subject).approvedAt()).isNull();
    }

    @Test
    void onlyWhoeverSignsMayApprove() {
        assertThat(calls.send("POST", approval(), Map.of(), "").statusCode()).isEqualTo(401);
        assertThat(calls.send("GET", "/findings", Map.of(), "").statusCode()).isEqualTo(401);
    }

    private String approval() {
        return "/findings/" + KIND + "/" + subject + "/approve";
    }

    private List<JsonNode> shown() {
        return Json.of(calls.get("/findings").body())
                .valueStream()
                .filter(finding -> finding.get("subject").asText().equals(subject))
                .toList();
    }
}
