package dev.rigger.activities.validator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rigger.activities.validator.api.LaunchGrant;
import dev.rigger.activities.validator.api.LaunchWish;
import dev.rigger.activities.validator.api.Listed;
import dev.rigger.activities.validator.api.Removal;
import dev.rigger.activities.validator.api.ValidatorClient;
import dev.rigger.activities.validator.wire.Completeness;
import dev.rigger.activities.validator.wire.Trouble;
import dev.rigger.activities.validator.wire.ValidatorUnreachable;
import dev.rigger.devnet.validator.DevnetValidator;
import dev.rigger.devnet.validator.faults.Fault;
import dev.rigger.devnet.validator.faults.FaultKind;
import dev.rigger.devnet.validator.platform.ChuteOrder;
import dev.rigger.hotkey.Hotkey;
import dev.rigger.hotkey.RequestSigner;
import dev.rigger.settings.ProtocolProfile;
import dev.rigger.settings.ValidatorCalls;
import dev.rigger.settings.ValidatorEndpoint;
import dev.rigger.settings.ValidatorSettings;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ValidatorClientTest {
    private static final Hotkey MINER = Hotkey.fromSeed("11".repeat(32));
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private DevnetValidator validator;
    private ValidatorClients clients;
    private ValidatorClient client;

    @BeforeEach
    void start() {
        validator = DevnetValidator.builder()
                .registered(MINER.ss58())
                .starterChutes()
                .withoutGpuProofs()
                .start();
        clients = new ValidatorClients(
                settings(validator), new RequestSigner(MINER, Clock.systemUTC()), Clock.systemUTC());
        client = clients.of(validator.ss58());
    }

    @AfterEach
    void stop() {
        clients.close();
        validator.close();
    }

    static ValidatorSettings settings(DevnetValidator validator) {
        ValidatorEndpoint endpoint =
                new ValidatorEndpoint(validator.ss58(), "registry.test", validator.api(), validator.socketUri());
        return new ValidatorSettings(
                List.of(endpoint),
                ValidatorCalls.DEFAULTS.within(Duration.ofSeconds(5)).limitedTo(1000, 1000),
                ProtocolProfile.byDefault());
    }

    private LaunchGrant launch(String chuteId) {
        return client.launches().launchConfig(new LaunchWish(chuteId, null, "server-1"), PATIENCE);
    }

    private String chute(String name) {
        return validator.platform().chutes().byIdOrName(name).orElseThrow().chuteId();
    }

    @Test
    void everyListComesWhole() {
        assertThat(client.lists().chutes().completeness()).isEqualTo(Completeness.WHOLE);
        assertThat(client.lists().chutes().items()).hasSize(12).anySatisfy(chute -> {
            assertThat(chute.gpuCount()).isEqualTo(8);
            assertThat(chute.supportedGpus()).containsExactly("h200");
            assertThat(chute.multiplier()).isPositive();
        });
        assertThat(client.lists().utilisation().items()).hasSize(12).allMatch(Listed.Utilisation::scalable);
        assertThat(client.nodes().supported()).contains("h200", "a100", "l40s");
        validator.platform().bounties().force(chute("llama-8b"), 500L);
        assertThat(client.lists().bounties().items())
                .extracting(Listed.Bounty::amount)
                .containsExactly(500L);
    }

    @Test
    void aBountysShareIsToldApartFromTheMultiplier() {
        double before = multiplier("llama-8b");
        validator.platform().bounties().force(chute("llama-8b"), null);

        assertThat(multiplier("llama-8b")).isCloseTo(before, Offset.offset(1e-9));
    }

    private double multiplier(String name) {
        return client.lists()
                .chute(
                        chute(name),
                        validator.platform().standing(chute(name)).chute().version())
                .orElseThrow()
                .multiplier();
    }

    @Test
    void noInstancesIsSaidInSoManyWords() {
        assertThat(client.lists().instances().completeness()).isEqualTo(Completeness.EXPLICITLY_EMPTY);
        assertThat(client.lists().nodes().completeness()).isEqualTo(Completeness.SILENT);
    }

    @Test
    void everyAnswerToALaunchIsAValue() {
        assertThat(launch(chute("llama-8b"))).isInstanceOf(LaunchGrant.Granted.class);
        assertThat(launch("unknown")).isInstanceOf(LaunchGrant.Gone.class);
        validator.platform().chutes().target(chute("llama-8b"), 0);
        assertThat(launch(chute("llama-8b"))).isInstanceOf(LaunchGrant.CapacityLocked.class);
        validator.platform().blacklist(MINER.ss58(), "test");
        assertThat(launch(chute("llama-8b"))).isInstanceOf(LaunchGrant.Forbidden.class);
        Map.of(400, LaunchGrant.Unfit.class, 401, LaunchGrant.Unauthorised.class, 409, LaunchGrant.Taken.class)
                .forEach((status, answer) -> {
                    validator
                            .faults()
                            .add(Fault.of(FaultKind.ofStatus(status))
                                    .on("/instances/launch_config")
                                    .times(1));
                    assertThat(launch(chute("llama-8b"))).isInstanceOf(answer);
                });
    }

    @Test
    void aTokenIsAskedForOnceWhateverHappens() {
        validator
                .faults()
                .add(Fault.of(FaultKind.ofStatus(502))
                        .on("/instances/launch_config")
                        .times(1));

        assertThatThrownBy(() -> launch(chute("llama-8b")))
                .isInstanceOfSatisfying(
                        ValidatorUnreachable.class, e -> assertThat(e.trouble()).isEqualTo(Trouble.SERVER_ERROR));
        assertThat(validator.faults().all()).isEmpty();
    }

    @Test
    void aReadIsRepeatedThroughAShortTrouble() {
        validator
                .faults()
                .add(Fault.of(FaultKind.ofStatus(502)).on("/nodes/supported").times(2));

        assertThat(client.nodes().supported()).isNotEmpty();
    }

    @Test
    void aListThatIsCutIsNotBelieved() {
        validator
                .faults()
                .add(Fault.of(FaultKind.TRUNCATED).on("/miner/chutes/").times(2));
        assertThat(client.lists().chutes().completeness()).isEqualTo(Completeness.TRUNCATED);
        validator
                .faults()
                .add(Fault.of(FaultKind.EMPTY_LIST).on("/miner/chutes/").times(1));
        assertThat(client.lists().chutes().completeness()).isEqualTo(Completeness.SILENT);
        validator
                .faults()
                .add(Fault.of(FaultKind.ofStatus(502)).on("/miner/chutes/").times(3));
        assertThat(client.lists().chutes().completeness()).isEqualTo(Completeness.UNAVAILABLE);
        validator.faults().add(Fault.of(FaultKind.RESET).on("/miner/chutes/").times(5));
        assertThat(client.lists().chutes().completeness()).isEqualTo(Completeness.UNAVAILABLE);
    }

    @Test
    void aValidatorInTroubleIsLeftAloneForAWhile() {
        validator.faults().add(Fault.of(FaultKind.ofStatus(500)).on("/"));
        for (int call = 0; call < 5; call++) {
            assertThat(client.lists().chutes().complete()).isFalse();
        }
        validator.faults().clear();

        assertThat(client.lists().chutes().why()).contains("was not tried");
    }

    @Test
    void whatIsGoneIsDeleted() {
        assertThat(client.launches().deleteInstance("no-chute", "no-instance")).isEqualTo(Removal.WAS_GONE);
        assertThat(client.nodes().delete("0".repeat(32))).isEqualTo(Removal.WAS_GONE);
        assertThat(client.servers().delete("nobody")).isEqualTo(Removal.WAS_GONE);
        validator.platform().chutes().create(ChuteOrder.of("extra", 1, 24, "l40s"));
        assertThat(client.lists().chute(chute("extra"), "another version")).isEmpty();
    }
}
