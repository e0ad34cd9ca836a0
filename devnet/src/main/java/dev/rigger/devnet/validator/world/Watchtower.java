package dev.rigger.devnet.validator.world;

import dev.rigger.devnet.validator.platform.EndReason;
import dev.rigger.devnet.validator.platform.Instance;
import dev.rigger.devnet.validator.platform.Platform;
import dev.rigger.devnet.validator.platform.Platform.ChuteStanding;
import dev.rigger.devnet.validator.platform.RollingUpdate;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Looks after active instances: the third soft failure ends one, a hard one does so at once. Confidential copies and chutes in
 * an update are left alone.
 */
final class Watchtower {
    static final Duration EVERY = Duration.ofSeconds(30);
    private final Platform platform;
    private final Probe probe;
    private final Wishes wishes;
    private final Story story;
    private final Consumer<Set<String>> remembered;
    private final ProbeLadder ladder = new ProbeLadder();

    /** @param remembered is told who lives, so that nothing is kept of the others */
    Watchtower(Platform platform, Probe probe, Wishes wishes, Story story, Consumer<Set<String>> remembered) {
        this.remembered = remembered;
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
        ladder.forgetAllBut(living);
        wishes.forgetAllBut(living);
        remembered.accept(living);
    }

    private void judge(Instance instance, String chute) {
        String id = instance.instanceId();
        Probe.Finding finding = wishes.ofProbe(id).orElseGet(() -> probe.look(instance));
        switch (finding.kind()) {
            case WELL, UNKNOWN -> {}
            case HARD -> end(id, chute, finding);
            case SOFT -> {
                if (ladder.failed(id, platform.now())) {
                    end(id, chute, finding);
                }
            }
        }
    }

    private void end(String id, String chute, Probe.Finding finding) {
        platform.instances().end(id, EndReason.WATCHTOWER);
        story.tell("a copy of " + chute + " failed its probes: " + finding.what());
    }
}
