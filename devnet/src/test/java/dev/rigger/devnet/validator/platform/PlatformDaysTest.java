package dev.rigger.devnet.validator.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.rigger.devnet.validator.DevnetOptions;
import dev.rigger.devnet.validator.DevnetValidator;
import dev.rigger.devnet.validator.clock.DevnetClock;
import dev.rigger.devnet.validator.platform.Job.Status;
import dev.rigger.devnet.validator.platform.rules.ProtocolProfile;
import dev.rigger.devnet.validator.scoring.Scores;
import dev.rigger.devnet.validator.wire.Refusal;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What time and other miners do to jobs, old versions, private copies, servers and scores. */
class PlatformDaysTest {
    private static final String MINER = "5Miner";

    private final List<DevnetValidator> running = new ArrayList<>();

    @AfterEach
    void stop() {
        running.forEach(DevnetValidator::close);
    }

    private DevnetValidator validator(ProtocolProfile profile) {
        DevnetOptions.Builder options = DevnetValidator.builder()
                .clock(DevnetClock.over(Clock.systemUTC()))
                .withoutGpuProofs()
                .profile(profile);
        DevnetValidator validator = options.start();
        running.add(validator);
        return validator;
    }

    private static String chute(Platform platform, ChuteOrder order) {
        return platform.chutes().create(order).chuteId();
    }

    private static ChuteOrder order(String name) {
        return ChuteOrder.of(name, 1, 140, "h200");
    }

    private static String trainer(Platform platform) {
        return chute(platform, order("trainer").with(draft -> draft.jobs = List.of(new ChuteJob("train", List.of()))));
    }

    private static String job(Platform platform, String chute) {
        return platform.jobs()
                .create("user", chute, "train", JsonNodeFactory.instance.objectNode())
                .jobId();
    }

    private static void refused(int status, ThrowingCallable call) {
        assertThat(catchThrowableOfType(Refusal.class, call))
                .extracting(Refusal::status)
                .isEqualTo(status);
    }

    private static List<String> reasons(Platform platform) {
        return platform.instances().ended().stream().map(EndedInstance::reason).toList();
    }

    @Test
    void fifteenMinersRaceForAJobAndTheFirstClaimWins() {
        Platform platform = validator(ProtocolProfile.P26B).platform();
        String chute = trainer(platform);
        String job = job(platform, chute);
        List<PlatformMiner> racers = IntStream.range(0, 15)
                .mapToObj(i -> new PlatformMiner(platform, MINER + i))
                .toList();
        List<LaunchDesk.Issued> tokens =
                racers.stream().map(racer -> racer.token(chute, job)).toList();

        refused(403, () -> racers.get(0).token(chute, job));
        refused(423, () -> new PlatformMiner(platform, "5Sixteenth").token(chute, job));
        racers.get(3).claim(tokens.get(3));
        refused(409, () -> racers.get(4).claim(tokens.get(4)));
        refused(409, () -> new PlatformMiner(platform, "5Late").token(chute, job));
        assertThat(platform.jobs().byId(job).orElseThrow().minerHotkey()).isEqualTo(MINER + 3);
    }

    @Test
    void aMinerThatEndsAJobsPodIsToBlame() {
        Platform platform = validator(ProtocolProfile.P26B).platform();
        String chute = trainer(platform);
        String job = job(platform, chute);
        String instance = new PlatformMiner(platform, MINER).launch(chute, job);
        assertThat(platform.jobs().byId(job).orElseThrow().active()).isTrue();

        platform.instances().deleteByMiner(MINER, chute, instance);

        assertThat(platform.jobs().byId(job).orElseThrow())
                .matches(ended -> ended.status() == Status.ERROR && ended.minerTerminated());
    }

    @Test
    void thePlatformReplacesOldCopiesWhenNewOnesServeAndWaitsForThem() {
        DevnetValidator validator = validator(ProtocolProfile.P26B);
        Platform platform = validator.platform();
        String chute = chute(platform, order("one").wanting(2));
        PlatformMiner miner = new PlatformMiner(platform, MINER);
        miner.launch(chute);
        miner.launch(chute);
        platform.chutes().update(chute, order("one"));
        validator.clockwork().advance(Duration.ofHours(6).plusMinutes(1));
        assertThat(reasons(platform)).isEmpty();

        miner.launch(chute);
        platform.tick();
        assertThat(reasons(platform)).containsExactly(EndReason.ROLLING_UPDATE.text());
        validator.clockwork().advance(Duration.ofHours(7));
        assertThat(reasons(platform)).hasSize(1);
        validator.clockwork().advance(Duration.ofHours(3));

        assertThat(reasons(platform))
                .containsExactly(EndReason.ROLLING_UPDATE.text(), EndReason.ROLLING_UPDATE_TIMEOUT.text());
        assertThat(platform.rollingUpdates().all()).isEmpty();
        assertThat(platform.instances().ended()).allMatch(EndedInstance::validTermination);
    }

    @Test
    void aPushedUpdateEndsWhatIsLeftOfTheOldVersion() {
        DevnetValidator validator = validator(ProtocolProfile.P25);
        Platform platform = validator.platform();
        String chute = chute(platform, order("one").wanting(2));
        new PlatformMiner(platform, MINER).launch(chute);
        platform.chutes().update(chute, order("one"));
        platform.tick();
        assertThat(reasons(platform)).isEmpty();

        validator.clockwork().advance(Duration.ofMinutes(6));

        assertThat(reasons(platform)).containsExactly(EndReason.OLD_VERSION.text());
    }

    @Test
    void aPrivateCopyNeedsABountyAndEndsWhenNobodyUsesIt() {
        DevnetValidator validator = validator(ProtocolProfile.P26B);
        Platform platform = validator.platform();
        String chute = chute(platform, order("mine").with(draft -> draft.open = false));
        PlatformMiner miner = new PlatformMiner(platform, MINER);
        refused(423, () -> miner.token(chute, null));
        platform.bounties().force(chute, null);
        String instance = miner.launch(chute);
        validator.clockwork().advance(Duration.ofSeconds(250));
        platform.instances().used(instance);
        validator.clockwork().advance(Duration.ofSeconds(250));
        assertThat(reasons(platform)).isEmpty();

        validator.clockwork().advance(Duration.ofSeconds(60));

        assertThat(reasons(platform)).containsExactly(EndReason.IDLE.text());
        assertThat(platform.incidents()).isEmpty();
    }

    @Test
    void whatIsNeverActivatedIsGivenUp() {
        DevnetValidator validator = validator(ProtocolProfile.P26B);
        Platform platform = validator.platform();
        String chute = chute(platform, order("one").wanting(3));
        PlatformMiner miner = new PlatformMiner(platform, MINER);
        LaunchDesk.Issued late = miner.token(chute, null);
        miner.claim(late);
        validator.clockwork().advance(Duration.ofMinutes(200));
        assertThat(platform.instances().all()).hasSize(1);

        validator.clockwork().advance(Duration.ofMinutes(20));

        assertThat(reasons(platform)).containsExactly(EndReason.STUCK.text());
    }

    @Test
    void deletingTheLastCopyCostsItsPay() {
        DevnetValidator validator = validator(ProtocolProfile.P26B);
        Platform platform = validator.platform();
        String chute = chute(platform, order("one"));
        String instance = new PlatformMiner(platform, MINER).launch(chute);
        double before = platform.instances().byId(instance).orElseThrow().multiplier();

        platform.instances().deleteByMiner(MINER, chute, instance);

        assertThat(platform.instances().ended().getFirst().instance().multiplier())
                .isCloseTo(before * 0.1, within(1e-9));
    }

    @Test
    void aConfidentialServerWithTheLastCopyOfAChuteMayNotGo() {
        DevnetValidator validator = validator(ProtocolProfile.P26B);
        Platform platform = validator.platform();
        String chute = chute(platform, order("one"));
        new PlatformMiner(platform, MINER).launch(chute);
        String server = platform.servers().of(MINER).getFirst().serverId();
        platform.maintenance().finish(server, "1.4.0");
        platform.maintenance().open("1.5.0", Duration.ofHours(1), 1);

        assertThat(platform.maintenance().preflight(MINER, server).blocking())
                .extracting(Maintenance.Blocking::chuteId)
                .containsExactly(chute);
        refused(409, () -> platform.maintenance().begin(MINER, server));
    }

    @Test
    void scoresAreSharesOfWhatWasEarnedAndOldProfilesKeepOneHotkeyOfAColdkey() {
        for (ProtocolProfile profile : List.of(ProtocolProfile.P26A, ProtocolProfile.P26B)) {
            DevnetValidator validator = validator(profile);
            Platform platform = validator.platform();
            List.of("5One", "5Two").forEach(hotkey -> validator.gate().register(hotkey, "5Cold"));
            validator.gate().register("5Three", "5Other");
            launchFor(platform, "5One", 1);
            launchFor(platform, "5Two", 2);
            launchFor(platform, "5Three", 1);
            validator.clockwork().advance(Duration.ofHours(1));

            Scores.Table table = new Scores(platform, validator.invocations(), validator.gate()).table();

            assertThat(table.finalScores().values().stream()
                            .mapToDouble(Double::doubleValue)
                            .sum())
                    .isCloseTo(1, within(1e-9));
            assertThat(table.finalScores().containsKey("5One"))
                    .isEqualTo(!platform.rules().score().bestHotkeyOfColdkeyOnly());
            assertThat(units(table, "5Two")).isCloseTo(2 * units(table, "5Three"), within(30.0));
        }
    }

    private static double units(Scores.Table table, String hotkey) {
        return table.raw().getOrDefault(hotkey, Map.of()).getOrDefault("compute_units", 0.0);
    }

    private static void launchFor(Platform platform, String hotkey, int copies) {
        PlatformMiner miner = new PlatformMiner(platform, hotkey);
        for (int i = 0; i < copies; i++) {
            miner.launch(chute(platform, order(hotkey.toLowerCase(Locale.ROOT) + i)));
        }
    }
}
