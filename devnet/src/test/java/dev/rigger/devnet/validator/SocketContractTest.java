package dev.rigger.devnet.validator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rigger.devnet.validator.platform.ChuteDefinition;
import dev.rigger.devnet.validator.platform.ChuteJob;
import dev.rigger.devnet.validator.platform.ChuteOrder;
import dev.rigger.devnet.validator.platform.ImageRecord;
import dev.rigger.devnet.validator.platform.rules.ProtocolProfile;
import dev.rigger.devnet.validator.wire.WireJson;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Both sockets, event by event: who hears what, and that each has the recorded shape. */
class SocketContractTest {
    private static final String MINERS = "miner_broadcast";
    private static final String PUBLIC = "events";
    private static final String END = "that_is_all";
    private static final Set<String> OWN = Set.of(
            "gpu_verified",
            "instance_created",
            "instance_verified",
            "instance_activated",
            "instance_disabled",
            "instance_deleted",
            "rolling_update");

    private final Contract contract = Contract.recorded("events.json");

    private static DevnetValidator validator(ProtocolProfile profile) {
        return DevnetValidator.builder().withoutGpuProofs().profile(profile).start();
    }

    /** Makes everything happen that sockets tell of, in this version of the protocol. */
    private static void live(DevnetValidator validator, MinerSide miner) throws IOException {
        try (ProvingHost host = new ProvingHost(2, "aa")) {
            miner.postSigned("/nodes/", host.announcement("server-1"));
        }
        var platform = validator.platform();
        ImageRecord image = platform.images().create("acme", "base", "1.0", "0.6.10");
        platform.images().patch(image.imageId(), "3f2a9c01d4e5", "0.6.11");
        platform.images().delete(image.imageId());
        ChuteDefinition chute = platform.chutes()
                .create(ChuteOrder.of("one", 1, 140, "h200").with(order -> {
                    order.target = 2;
                    order.jobs = List.of(new ChuteJob("train", List.of()));
                }));
        platform.bounties().force(chute.chuteId(), null);
        platform.bounties().announceUrgency(chute.chuteId(), "cold");
        PodSide pod = new PodSide(miner, validator, miner.token(chute.chuteId()));
        pod.prove(pod.claim(31_000, List.of(ProvingHost.uuid("aa", 0))).json());
        pod.activate();
        String job = platform.jobs()
                .create("user", chute.chuteId(), "train", WireJson.MAPPER.createObjectNode())
                .jobId();
        PodSide worker = new PodSide(
                miner,
                validator,
                miner.get("/instances/launch_config?chute_id=" + chute.chuteId() + "&job_id=" + job, "launch")
                        .json());
        worker.claim(31_001, List.of(ProvingHost.uuid("aa", 1)));
        platform.jobDesk().release(miner.hotkey.ss58(), job);
        String second = platform.jobs()
                .create("user", chute.chuteId(), "train", WireJson.MAPPER.createObjectNode())
                .jobId();
        PodSide again = new PodSide(
                miner,
                validator,
                miner.get("/instances/launch_config?chute_id=" + chute.chuteId() + "&job_id=" + second, "launch")
                        .json());
        again.claim(31_002, List.of(ProvingHost.uuid("aa", 1)));
        miner.send("DELETE", "/jobs/" + second, Map.of("Authorization", "Bearer cpk_devnet"), "");
        platform.chutes().update(chute.chuteId(), ChuteOrder.of("one", 1, 140, "h200"));
        platform.rollingUpdates().tick();
        String instance =
                platform.instances().of(miner.hotkey.ss58()).getFirst().instanceId();
        platform.instances().disableByMiner(miner.hotkey.ss58(), chute.chuteId(), instance);
        platform.chutes().delete(chute.chuteId());
    }

    @Test
    void everyEventOfTheCurrentProfileReachesWhoItIsForInItsShape() throws IOException {
        try (DevnetValidator validator = validator(ProtocolProfile.P26B)) {
            MinerSide miner = new MinerSide(validator, "11".repeat(32));
            MinerSide other = new MinerSide(validator, "22".repeat(32));
            try (SocketSide own = SocketSide.authenticated(validator, miner);
                    SocketSide others = SocketSide.authenticated(validator, other);
                    SocketSide anybody = SocketSide.toPublic(validator)) {
                live(validator, miner);
                validator.sockets().broadcast(END, Map.of());

                List<JsonNode> heard = own.eventsUntil(MINERS, END);
                assertThat(reasons(heard)).containsAll(expected());
                heard.stream().filter(event -> !reason(event).equals(END)).forEach(event -> {
                    contract.event(reason(event), event);
                    assertThat(event.has("filter_recipients")).as(reason(event)).isEqualTo(OWN.contains(reason(event)));
                });
                assertThat(reasons(others.eventsUntil(MINERS, END))).doesNotContainAnyElementsOf(OWN);

                List<JsonNode> told = anybody.eventsUntil(PUBLIC, "instance_deleted");
                assertThat(reasons(told))
                        .contains("launch_token_created", "instance_created", "instance_hot", "bounty_change")
                        .doesNotContain("job_created", "chute_created", "gpu_verified");
                told.forEach(event -> {
                    assertThat(event.has("filter_recipients")).isFalse();
                    if (Set.of("launch_token_created", "instance_hot").contains(reason(event))) {
                        contract.event(reason(event), event);
                    }
                });
            }
            Set<String> recorded = new TreeSet<>(contract.recorded());
            recorded.remove("rolling_update");
            assertThat(contract.met()).isEqualTo(recorded);
        }
    }

    @Test
    void theOldestProfilePushesRollingUpdatesAndTellsLess() throws IOException {
        try (DevnetValidator validator = validator(ProtocolProfile.P25)) {
            MinerSide miner = new MinerSide(validator, "11".repeat(32));
            try (SocketSide own = SocketSide.authenticated(validator, miner);
                    SocketSide anybody = SocketSide.toPublic(validator)) {
                live(validator, miner);
                validator.sockets().broadcast(END, Map.of());

                List<JsonNode> heard = own.eventsUntil(MINERS, END);
                JsonNode pushed = heard.stream()
                        .filter(event -> reason(event).equals("rolling_update"))
                        .findFirst()
                        .orElseThrow();
                contract.event("rolling_update", pushed);
                assertThat(reasons(heard)).doesNotContain("instance_disabled");
                assertThat(heard.stream()
                                .filter(event -> reason(event).equals("instance_activated"))
                                .map(event -> event.path("data").has("gpu_count")))
                        .containsOnly(false);
                assertThat(reasons(anybody.eventsUntil(PUBLIC, "instance_deleted")))
                        .doesNotContain("launch_token_created");
            }
            assertThat(miner.get("/miner/servers/", "miner").status()).isEqualTo(404);
            JsonNode scores = miner.plain("GET", "/miner/scores", "").json();
            assertThat(scores.has("totals") && scores.has("normalized")).isTrue();
        }
    }

    @Test
    void aRefusedAuthenticationEndsTheSession() {
        try (DevnetValidator validator = validator(ProtocolProfile.P26B)) {
            MinerSide miner = new MinerSide(validator, "11".repeat(32));
            try (DevnetValidator elsewhere = validator(ProtocolProfile.P26B);
                    SocketSide side = SocketSide.connect(elsewhere)) {
                side.authenticate(miner);
                assertThat(side.await("42[\"auth_failed\"")).contains("Authentication failed: ");
                side.await("41");
            }
        }
    }

    @Test
    void aMessageIsIgnoredFromWhoIsKnownAndEndsTheSessionOfWhoIsNot() {
        try (DevnetValidator validator = validator(ProtocolProfile.P26B)) {
            MinerSide miner = new MinerSide(validator, "11".repeat(32));
            try (SocketSide known = SocketSide.authenticated(validator, miner);
                    SocketSide stranger = SocketSide.connect(validator)) {
                known.say("miner_message");
                stranger.say("miner_message");
                stranger.await("41");
                validator.sockets().broadcast(END, Map.of());
                assertThat(reasons(known.eventsUntil(MINERS, END))).containsExactly(END);
            }
        }
    }

    private Set<String> expected() {
        Set<String> reasons = new TreeSet<>(contract.recorded());
        reasons.removeAll(Set.of("launch_token_created", "instance_hot", "rolling_update"));
        return reasons;
    }

    private static List<String> reasons(List<JsonNode> events) {
        return events.stream().map(SocketContractTest::reason).toList();
    }

    private static String reason(JsonNode event) {
        return event.path("reason").asText();
    }
}
