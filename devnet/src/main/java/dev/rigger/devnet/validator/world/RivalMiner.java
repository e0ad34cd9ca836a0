package dev.rigger.devnet.validator.world;

import dev.rigger.devnet.validator.clock.Clockwork;
import dev.rigger.devnet.validator.platform.ChuteDefinition;
import dev.rigger.devnet.validator.platform.Instance;
import dev.rigger.devnet.validator.platform.Job;
import dev.rigger.devnet.validator.platform.LaunchDesk.Issued;
import dev.rigger.devnet.validator.platform.LaunchDesk.Wanted;
import dev.rigger.devnet.validator.platform.Platform;
import dev.rigger.devnet.validator.platform.Platform.ChuteStanding;
import dev.rigger.devnet.validator.wire.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Somebody else's miner: with free GPUs it takes what pays best among the open places and jobs, one launch at a time, and
 * thinks for a while in between, as everybody does.
 */
final class RivalMiner {
    private static final double LOOKS_AWAY = 0.5;
    private static final double BOUNTY_LURE = 1.3;
    private static final int FIRST_PORT = 30_000;
    private static final Duration AFTER_A_REFUSAL = Duration.ofMinutes(10);

    private final String name;
    private final String hotkey;
    private final List<RivalServer> servers;
    private final Platform platform;
    private final Clockwork clockwork;
    private final SplittableRandom dice;
    private final Story story;
    private final Set<String> reserved = new HashSet<>();
    private boolean launching;
    private Instant waitsUntil = Instant.EPOCH;
    private int ports;

    RivalMiner(
            String name,
            String hotkey,
            List<RivalServer> servers,
            Platform platform,
            Clockwork clockwork,
            SplittableRandom dice,
            Story story) {
        this.name = name;
        this.hotkey = hotkey;
        this.servers = servers;
        this.platform = platform;
        this.clockwork = clockwork;
        this.dice = dice;
        this.story = story;
    }

    String hotkey() {
        return hotkey;
    }

    String name() {
        return name;
    }

    List<RivalServer> servers() {
        return servers;
    }

    /** Brings its servers into the inventory; from an earlier run they are there already. */
    void announce() {
        if (platform.nodes().of(hotkey).isEmpty()) {
            servers.forEach(
                    server -> platform.nodes().announce(hotkey, server.announcement(platform.catalogue()), true));
        }
    }

    /** One look at what there is to win. */
    void look() {
        double mood = dice.nextDouble();
        if (launching || mood < LOOKS_AWAY || platform.now().isBefore(waitsUntil)) {
            return;
        }
        Set<String> busy = new HashSet<>(reserved);
        platform.instances().of(hotkey).forEach(instance -> busy.addAll(instance.gpuUuids()));
        for (Job job : platform.jobs().all()) {
            ChuteDefinition chute = platform.chutes().byIdOrName(job.chuteId()).orElse(null);
            if (chute != null && job.waiting() && !job.minerHistory().contains(hotkey) && place(chute, busy) != null) {
                launch(chute, job.jobId(), busy);
                return;
            }
        }
        chuteWithRoom(busy);
    }

    private void chuteWithRoom(Set<String> busy) {
        Set<String> bounties = new HashSet<>();
        platform.bounties().all().forEach(bounty -> bounties.add(bounty.chuteId()));
        platform.standings().stream()
                .filter(standing -> standing.scalable() && place(standing.chute(), busy) != null)
                .filter(standing -> standing.chute().open()
                        || bounties.contains(standing.chute().chuteId()))
                .max(Comparator.comparingDouble(standing ->
                        worth(standing, bounties.contains(standing.chute().chuteId()))))
                .ifPresent(best -> launch(best.chute(), null, busy));
    }

    private double worth(ChuteStanding standing, boolean bounty) {
        double perGpu = standing.multiplier() / standing.chute().gpuCount();
        return perGpu * (bounty ? BOUNTY_LURE : 1) * dice.nextDouble(0.7, 1.3);
    }

    private record Place(RivalServer server, List<String> gpus) {}

    private @Nullable Place place(ChuteDefinition chute, Set<String> busy) {
        if (chute.tee() || !chute.computeType().equals("gpu")) {
            return null;
        }
        for (RivalServer server : servers) {
            List<String> free =
                    server.gpus().stream().filter(gpu -> !busy.contains(gpu)).toList();
            if (chute.supportedGpus().contains(server.gpuType()) && free.size() >= chute.gpuCount()) {
                return new Place(server, free.subList(0, chute.gpuCount()));
            }
        }
        return null;
    }

    private void launch(ChuteDefinition chute, @Nullable String jobId, Set<String> busy) {
        Place place = place(chute, busy);
        if (place == null) {
            return;
        }
        String what = chute.name() + (jobId == null ? "" : "'s job") + " of " + name;
        try {
            Issued token = platform.launches().issue(hotkey, new Wanted(chute.chuteId(), jobId, null));
            reserved.addAll(place.gpus());
            launching = true;
            RivalLaunch.Order order = new RivalLaunch.Order(
                    what, hotkey, chute.chuteId(), jobId, place.server(), place.gpus(), nextPort(), () -> {
                        reserved.removeAll(place.gpus());
                        launching = false;
                    });
            new RivalLaunch(platform, clockwork, dice, story, order, token).begin();
        } catch (Refusal refusal) {
            story.tell(what + " gets no token: " + refusal.status());
            waitsUntil = platform.now().plus(AFTER_A_REFUSAL);
        }
    }

    /** Ports of this one's hosts that nothing of it uses. */
    private int nextPort() {
        Set<Integer> taken = new HashSet<>();
        for (Instance instance : platform.instances().of(hotkey)) {
            instance.ports().forEach(port -> taken.add(port.externalPort()));
        }
        do {
            ports = (ports + 1) % 10_000;
        } while (taken.contains(FIRST_PORT + ports));
        return FIRST_PORT + ports;
    }
}
