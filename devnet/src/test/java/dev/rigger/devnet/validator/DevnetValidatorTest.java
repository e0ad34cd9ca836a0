package dev.rigger.devnet.validator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DevnetValidatorTest {
    private static final String SEED = "11".repeat(32);

    private DevnetValidator validator;
    private MinerSide miner;

    @BeforeEach
    void start() {
        validator = DevnetValidator.builder().starterChutes().start();
        miner = new MinerSide(validator, SEED);
    }

    @AfterEach
    void stop() {
        validator.close();
    }

    @Test
    void aMinerSeesTheTwelveStarterChutes() {
        assertThat(miner.get("/miner/chutes/", "miner").items()).hasSize(12).allSatisfy(chute -> {
            assertThat(chute.path("supported_gpus").size()).isPositive();
            assertThat(chute.path("effective_compute_multiplier").asDouble()).isPositive();
        });
    }

    @Test
    void aStrangerIsToldThatItIsNotRegistered() {
        MinerSide stranger = new MinerSide(validator, "22".repeat(32));
        DevnetValidator other =
                DevnetValidator.builder().registered(miner.hotkey.ss58()).start();
        try (other) {
            MinerSide known = new MinerSide(other, SEED);
            assertThat(known.get("/miner/chutes/", "miner").status()).isEqualTo(200);
            assertThat(stranger.get(other.api() + "/miner/chutes/", "miner"))
                    .isEqualTo(new MinerSide.Answer(401, "{\"detail\":\"Hotkey is not registered on netuid 64\"}"));
        }
    }
}
