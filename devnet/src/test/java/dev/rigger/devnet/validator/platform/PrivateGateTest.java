package dev.rigger.devnet.validator.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rigger.devnet.validator.DevnetOptions;
import dev.rigger.devnet.validator.DevnetValidator;
import dev.rigger.devnet.validator.clock.DevnetClock;
import dev.rigger.devnet.validator.platform.rules.ProtocolProfile;
import dev.rigger.devnet.validator.wire.Refusal;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who may launch private chutes. */
class PrivateGateTest {
    private static final String MINER = "5Miner";

    private @Nullable DevnetValidator validator;

    @AfterEach
    void stop() {
        if (validator != null) {
            validator.close();
        }
    }

    private Platform platform(ProtocolProfile profile, boolean gates) {
        DevnetOptions.Builder options = DevnetValidator.builder()
                .clock(DevnetClock.over(Clock.systemUTC()))
                .withoutGpuProofs()
                .profile(profile);
        validator = (gates ? options.privateGates() : options).start();
        return validator.platform();
    }

    private void pass(Duration time) {
        if (validator != null) {
            validator.clockwork().advance(time);
        }
    }

    private static String chute(Platform platform, String name, int gpus, boolean open, boolean tee) {
        return platform.chutes()
                .create(ChuteOrder.of(name, gpus, 140, "h200").wanting(9).with(order -> {
                    order.open = open;
                    order.tee = tee;
                }))
                .chuteId();
    }

    /** A private chute that somebody waits for. */
    private static String wanted(Platform platform, boolean tee) {
        String chute = chute(platform, tee ? "secret" : "mine", 1, false, tee);
        platform.bounties().force(chute, null);
        return chute;
    }

    private static void refused(PlatformMiner miner, String chute, String because) {
        assertThatThrownBy(() -> miner.token(chute, null)).isInstanceOfSatisfying(Refusal.class, refusal -> {
            assertThat(refusal.status()).isEqualTo(403);
            assertThat(refusal.detail()).contains(because);
        });
    }

    @Test
    void nobodyIsAskedForAnythingUnlessTheDevnetIsStartedSo() {
        Platform platform = platform(ProtocolProfile.P26B, false);

        assertThat(new PlatformMiner(platform, MINER)
                        .token(wanted(platform, false), null)
                        .token())
                .isNotEmpty();
    }

    @Test
    void copiesThenGpusThenAgeThenTheAverageAreAskedFor() {
        Platform platform = platform(ProtocolProfile.P26B, true);
        String mine = wanted(platform, false);
        String small = chute(platform, "small", 1, true, false);
        PlatformMiner miner = new PlatformMiner(platform, MINER);
        for (int i = 0; i < 4; i++) {
            refused(miner, mine, "4 active public instances; you have " + i);
            miner.launch(small);
        }
        refused(miner, mine, "12 GPUs in public instances; you have 4");
        String large = chute(platform, "large", 8, true, false);
        miner.launch(large);
        miner.launch(large);
        refused(miner, mine, "activated PT72H ago");

        pass(Duration.ofDays(3).plusMinutes(1));
        refused(miner, mine, "an average of 16.0 GPUs over PT168H");
        pass(Duration.ofDays(4));
        platform.bounties().force(mine, null);

        assertThat(miner.token(mine, null).token()).isNotEmpty();
    }

    @Test
    void confidentialChutesAreForAll() {
        Platform platform = platform(ProtocolProfile.P26B, true);

        assertThat(new PlatformMiner(platform, MINER)
                        .token(wanted(platform, true), null)
                        .token())
                .isNotEmpty();
    }

    @Test
    void anOlderProfileAsksForTwoCopiesAndSixteenGpusOfTheMoment() {
        Platform platform = platform(ProtocolProfile.P25, true);
        String mine = wanted(platform, false);
        String large = chute(platform, "large", 8, true, false);
        PlatformMiner miner = new PlatformMiner(platform, MINER);
        miner.launch(large);
        refused(miner, mine, "2 active public instances; you have 1");
        // Who owns every copy gets none of the last two places, so the second copy is another chute's.
        miner.launch(chute(platform, "larger", 8, true, false));

        assertThat(miner.token(mine, null).token()).isNotEmpty();
    }

    @Test
    void paidCopiesCountForNothing() {
        Platform platform = platform(ProtocolProfile.P25, true);
        String mine = wanted(platform, false);
        PlatformMiner miner = new PlatformMiner(platform, MINER);
        miner.launch(chute(platform, "large", 8, true, false));
        String paid = chute(platform, "paid", 8, false, true);
        platform.bounties().force(paid, null);

        refused(miner, paid, "2 active public instances; you have 1");
        refused(miner, mine, "2 active public instances; you have 1");
    }
}
