package dev.rigger.devnet.validator.scoring;

import dev.rigger.devnet.validator.platform.EndedInstance;
import dev.rigger.devnet.validator.platform.Instance;
import dev.rigger.devnet.validator.platform.Platform;
import dev.rigger.devnet.validator.platform.rules.ProtocolRules;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How many different chutes a miner ran, hour by hour. A public copy counts when it lived for an hour or lives on. */
public final class Breadth {
    private final Platform platform;

    public Breadth(Platform platform) {
        this.platform = platform;
    }

    /**
     * @param count different chutes
     * @param totalCount their copies
     * @param gpus GPUs of the different chutes
     */
    public record Point(Instant time, int count, int totalCount, int gpus) {}

    private record Life(
            Instance instance, Instant from, @Nullable Instant to) {
        boolean at(Instant time) {
            return !from.isAfter(time) && (to == null || to.isAfter(time));
        }
    }

    /** One point an hour over the window, from the miner's first instance on. */
    public List<Point> history(String hotkey, ProtocolRules.Score rules) {
        List<Life> lives = lives(hotkey, rules.youngDeath());
        Instant now = platform.now();
        List<Point> points = new ArrayList<>();
        Instant first = lives.stream().map(Life::from).min(Instant::compareTo).orElse(now);
        Instant begin = first.isBefore(now.minus(rules.window())) ? now.minus(rules.window()) : first;
        for (Instant time = begin.truncatedTo(ChronoUnit.HOURS);
                !time.isAfter(now);
                time = time.plus(1, ChronoUnit.HOURS)) {
            points.add(point(time, lives));
        }
        return points;
    }

    double meanGpus(String hotkey, ProtocolRules.Score rules) {
        List<Life> lives = lives(hotkey, rules.youngDeath());
        double now = point(platform.now(), lives).gpus();
        double past = history(hotkey, rules).stream().mapToInt(Point::gpus).sum();
        return (past + now) / (rules.window().toHours() + 1);
    }

    private static Point point(Instant time, List<Life> lives) {
        Map<String, Integer> gpus = new HashMap<>();
        int copies = 0;
        for (Life life : lives) {
            if (life.at(time)) {
                copies++;
                gpus.put(life.instance().chuteId(), life.instance().gpuUuids().size());
            }
        }
        return new Point(
                time,
                gpus.size(),
                copies,
                gpus.values().stream().mapToInt(Integer::intValue).sum());
    }

    private List<Life> lives(String hotkey, Duration grown) {
        List<Life> lives = new ArrayList<>();
        for (Instance instance : platform.instances().of(hotkey)) {
            Instant activated = instance.activatedAt();
            if (activated != null) {
                lives.add(new Life(instance, activated, null));
            }
        }
        for (EndedInstance ended : platform.instances().ended()) {
            Instant activated = ended.instance().activatedAt();
            if (activated != null
                    && ended.instance().minerHotkey().equals(hotkey)
                    && (ended.instance().billedTo() != null
                            || Duration.between(activated, ended.deletedAt()).compareTo(grown) >= 0)) {
                lives.add(new Life(ended.instance(), activated, ended.deletedAt()));
            }
        }
        return lives;
    }
}
