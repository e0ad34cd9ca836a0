package dev.rigger.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rigger.inventory.Deployment;
import dev.rigger.inventory.Server;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PinsTest {
    private final RunningWeb web = RunningWeb.get();
    private final SignedCalls calls = web.signed();

    @Test
    void aChuteIsPinnedToServersByNameAndThePinIsReplacedAndEnded() {
        Server server = web.fleet.server();
        String chute = web.fleet.deployment(server, 0, null).chuteId();

        JsonNode pinned = Json.of(calls.put(
                        "/pins/chutes/" + chute,
                        "{\"servers\":[\"" + server.name() + "\"],\"copies\":2,\"note\":\"near its data\"}")
                .body());

        assertThat(pinned.get("server_ids").valueStream().map(JsonNode::asText)).containsExactly(server.serverId());
        assertThat(ofChute(chute)).containsExactly(pinned);
        assertThat(calls.put("/pins/chutes/" + chute, "{\"copies\":1}").statusCode())
                .isEqualTo(200);
        assertThat(ofChute(chute)).singleElement().satisfies(pin -> {
            assertThat(pin.get("copies").asInt()).isEqualTo(1);
            assertThat(pin.path("server_ids")).isEmpty();
        });
        assertThat(unpinned("/pins/chutes/" + chute)).isTrue();
        assertThat(unpinned("/pins/chutes/" + chute)).as("twice").isFalse();
        assertThat(ofChute(chute)).isEmpty();
    }

    @Test
    void aDeploymentIsPinnedWithoutABodyAndItsPinGoesWhenItGoes() {
        Deployment deployment = web.fleet.deployment(web.fleet.server(), 0, null);
        String path = "/pins/deployments/" + deployment.deploymentId();

        assertThat(calls.put(path, "").statusCode()).isEqualTo(200);
        assertThat(pinnedDeployments()).contains(deployment.deploymentId());
        assertThat(unpinned(path)).isTrue();
        assertThat(pinnedDeployments()).doesNotContain(deployment.deploymentId());

        calls.put(path, "{\"note\":\"a demonstration\"}");
        web.fleet.release(deployment);
        assertThat(pinnedDeployments()).doesNotContain(deployment.deploymentId());
    }

    @Test
    void whatMakesNoSenseIsRefusedWithWhatToDo() {
        String chute = web.fleet.deployment(web.fleet.server(), 0, null).chuteId();

        assertThat(calls.put("/pins/chutes/nobody", "{\"copies\":1}").body()).contains("CHUTE_UNKNOWN");
        assertThat(calls.put("/pins/chutes/" + chute, "{\"servers\":[\"nowhere\"]}")
                        .body())
                .contains("SERVER_UNKNOWN");
        assertThat(calls.put("/pins/deployments/nobody", "").body()).contains("DEPLOYMENT_UNKNOWN");
        for (String body :
                List.of("{}", "[]", "{\"copies\":-1}", "{\"servers\":\"x\"}", "{\"servers\":[1]}", "{\"note\":1}")) {
            assertThat(calls.put("/pins/chutes/" + chute, body).statusCode())
                    .as(body)
                    .isEqualTo(422);
        }
        assertThat(calls.put("/pins/chutes/" + chute, "{").body()).contains("JSON_MALFORMED");
        assertThat(calls.send("GET", "/pins", Map.of(), "").statusCode()).isEqualTo(401);
    }

    private boolean unpinned(String path) {
        return Json.of(calls.delete(path).body()).get("unpinned").asBoolean();
    }

    private List<JsonNode> ofChute(String chuteId) {
        return Json.of(calls.get("/pins").body())
                .path("chutes")
                .valueStream()
                .filter(pin -> pin.get("chute_id").asText().equals(chuteId))
                .toList();
    }

    private List<String> pinnedDeployments() {
        return Json.of(calls.get("/pins").body()).path("deployments").findValuesAsText("deployment_id");
    }
}
