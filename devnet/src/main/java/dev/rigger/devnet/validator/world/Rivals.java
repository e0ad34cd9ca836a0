package dev.rigger.devnet.validator.world;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rigger.devnet.validator.clock.Clockwork;
import dev.rigger.devnet.validator.platform.Instance;
import dev.rigger.devnet.validator.platform.Platform;
import dev.rigger.devnet.validator.wire.MinerGate;
import dev.rigger.hotkey.Hotkey;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** The other miners of the subnet. Now and then one of their servers is off for a while, and stays away from probes. */
final class Rivals implements Probe {
    static final Duration EVERY = Duration.ofSeconds(20);
    private static final Duration OUTAGES_APART = Duration.ofHours(10);

    private final List<RivalMiner> miners = new ArrayList<>();
    private final Map<String, Instant> offUntil = new HashMap<>();
    private final Platform platform;
    private final Clockwork clockwork;
    private final SplittableRandom dice;
    private final Story story;
    private final Probe others;

    /** @param others probes what belongs to none of these */
    Rivals(Platform platform, Clockwork clockwork, MinerGate gate, Chance chance, Story story, Probe others) {
        this.platform = platform;
        this.clockwork = clockwork;
        this.dice = chance.dice("outages of rivals");
        this.story = story;
        this.others = others;
        add(gate, chance, "rival-ada", List.of("h200", "h200"));
        add(gate, chance, "rival-bob", List.of("a100", "l40s"));
        add(gate, chance, "rival-cyd", List.of("l40s", "4090", "h200"));
    }

    void begin() {
        miners.forEach(RivalMiner::announce);
        clockwork.every(EVERY, () -> miners.forEach(RivalMiner::look));
        scheduleOutage();
    }

    List<RivalMiner> miners() {
        return miners;
    }

    @Override
    public Finding look(Instance instance) {
        if (miners.stream().noneMatch(miner -> miner.hotkey().equals(instance.minerHotkey()))) {
            return others.look(instance);
        }
        Instant until = offUntil.get(instance.host());
        return until != null && platform.now().isBefore(until) ? Finding.soft("its server is off") : Finding.WELL;
    }

    private void add(MinerGate gate, Chance chance, String name, List<String> gpuTypes) {
        Hotkey hotkey = Hotkey.fromSeed(HexFormat.of()
                .formatHex(ByteBuffer.allocate(32)
                        .putLong(chance.seed())
                        .put(name.getBytes(UTF_8))
                        .array()));
        gate.register(hotkey.ss58());
        List<RivalServer> servers = new ArrayList<>();
        for (String type : gpuTypes) {
            int number = servers.size() + 1;
            String host = "127.0.9." + (10 * miners.size() + number);
            servers.add(RivalServer.of(name + "-" + number, host, type, 8));
        }
        miners.add(new RivalMiner(name, hotkey.ss58(), servers, platform, clockwork, chance.dice(name), story));
    }

    private void scheduleOutage() {
        clockwork.after(Pace.next(OUTAGES_APART, dice), () -> {
            RivalMiner miner = miners.get(dice.nextInt(miners.size()));
            RivalServer server =
                    miner.servers().get(dice.nextInt(miner.servers().size()));
            Duration length = Duration.ofMinutes(dice.nextInt(2, 20));
            offUntil.put(server.host(), platform.now().plus(length));
            story.tell(server.name() + " is off for " + length.toMinutes() + " minutes");
            scheduleOutage();
        });
    }
}
