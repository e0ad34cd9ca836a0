package dev.rigger.devnet.validator.world;

import dev.rigger.devnet.validator.platform.EndReason;
import dev.rigger.devnet.validator.platform.Instance;
import dev.rigger.devnet.validator.platform.Platform;
import dev.rigger.devnet.validator.platform.Platform.ChuteStanding;
import dev.rigger.devnet.validator.platform.RollingUpdate;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Looks after active instances: three probes without an answer within an hour end one, a wrong answer does so at once.
 * Confidential copies and chutes in an update are left alone.
 */
final class Watchtower {
    static final Duration EVERY = Duration.ofSeconds(30);
    private static final int MOST_SILENCES = 3;
    private static final Duration REMEMBERED = Duration.ofHours(1);

    private final Platform platform;
    private final Probe probe;
    private final Wishes wishes;
    private final Story story;
    private final Map<String, Silences> silences = new HashMap<>();

    private record Silences(int count, Instant last) {}

    Watchtower(Platform platform, Probe probe, Wishes wishes, Story story) {
        this.platform = platform;
        this.probe = probe;
        this.wishes = wishes;
        this.story = story;
    }

    void look() {
        Map<String, ChuteStanding> chutes = platform.standings().stream()
                .collect(Collectors.toMap(standing -> standing.chute().chuteId(), standing -> standing));
        Set<String> updating = platform.rollingUpdates().all().stream()
                .map(RollingUpdate::chuteId)
                .collect(Collectors.toSet());
        for (Instance instance : platform.instances().all()) {
            ChuteStanding standing = chutes.get(instance.chuteId());
            if (instance.active()
                    && standing != null
                    && !standing.chute().tee()
                    && !updating.contains(instance.chuteId())) {
                judge(instance, standing.chute().name());
            }
        }
        Set<String> living =
                platform.instances().all().stream().map(Instance::instanceId).collect(Collectors.toSet());
        silences.keySet().retainAll(living);
        wishes.forgetAllBut(living);
    }

    private void judge(Instance instance, String chute) {
        String id = instance.instanceId();
        Probe.Finding finding = wishes.failsProbe(id) ? Probe.Finding.SILENT : probe.ping(instance);
        switch (finding) {
            case ANSWERS, UNKNOWN -> {}
            case WRONG -> end(id, chute);
            case SILENT -> {
                if (silent(id) >= MOST_SILENCES) {
                    end(id, chute);
                }
            }
        }
    }

    private int silent(String id) {
        Instant now = platform.now();
        Silences before = silences.get(id);
        int recent = before != null && before.last().isAfter(now.minus(REMEMBERED)) ? before.count() : 0;
        Silences after = new Silences(recent + 1, now);
        silences.put(id, after);
        return after.count();
    }

    private void end(String id, String chute) {
        platform.instances().end(id, EndReason.WATCHTOWER);
        story.tell("a copy of " + chute + " failed its probes");
    }
}
