package dev.rigger.devnet.validator.traffic;

import dev.rigger.devnet.validator.platform.ChuteDefinition;
import dev.rigger.devnet.validator.platform.EndReason;
import dev.rigger.devnet.validator.platform.Instance;
import dev.rigger.devnet.validator.platform.Platform;
import dev.rigger.devnet.validator.wire.Refusal;
import dev.rigger.devnet.validator.wire.Reply;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Calls of users: to the least busy active instance, to three of them at most; where none is, the wish for the chute becomes
 * a bounty.
 */
public final class UserCalls {
    private static final int MOST_ATTEMPTS = 3;

    private final Platform platform;
    private final InvocationLog log;
    private final FailureLadder ladder;
    private final PodCalls pods;
    private final Map<String, AtomicInteger> underWay = new ConcurrentHashMap<>();

    public UserCalls(Platform platform, InvocationLog log, PodCalls pods) {
        this.platform = platform;
        this.log = log;
        this.ladder = new FailureLadder(platform.instances(), platform.rules().ladder(), platform::now);
        this.pods = pods;
    }

    /** Answers as the pod does; 503 where no copy is, 429 where every one is full. */
    public Reply call(ChuteDefinition chute, String path, byte[] body) {
        if (chute.disabled()) {
            throw new Refusal(403, "Chute " + chute.chuteId() + " is disabled");
        }
        List<Instance> candidates = candidates(chute);
        if (candidates.isEmpty()) {
            platform.bounties().offer(chute.chuteId());
            throw new Refusal(503, "No instances available (yet) for chute_id=" + chute.chuteId());
        }
        String parent = UUID.randomUUID().toString();
        boolean full = false;
        for (Instance instance : candidates) {
            Attempt attempt = attempt(chute, instance, parent, path, body);
            if (attempt.reply().isPresent()) {
                return attempt.reply().get();
            }
            full |= attempt.full();
        }
        throw full
                ? new Refusal(429, "Infrastructure is at maximum capacity, try again later")
                : new Refusal(502, "No instance of chute " + chute.chuteId() + " answered");
    }

    /** What time does to instances that fail. */
    public void tick() {
        ladder.tick();
    }

    private record Attempt(Optional<Reply> reply, boolean full) {}

    private Attempt attempt(ChuteDefinition chute, Instance instance, String parent, String path, byte[] body) {
        AtomicInteger busy = busy(instance);
        busy.incrementAndGet();
        Instant began = platform.now();
        long nanos = System.nanoTime();
        try {
            HttpResponse<byte[]> answer = pods.post(instance, path, body);
            return judged(chute, instance, parent, path, began, Duration.ofNanos(System.nanoTime() - nanos), answer);
        } catch (IOException e) {
            write(
                    chute,
                    instance,
                    parent,
                    path,
                    began,
                    Duration.ofNanos(System.nanoTime() - nanos),
                    "unreachable: " + e);
            ladder.failed(instance);
            return new Attempt(Optional.empty(), false);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refusal(503, "Stopping.");
        } finally {
            busy.decrementAndGet();
        }
    }

    private Attempt judged(
            ChuteDefinition chute,
            Instance instance,
            String parent,
            String path,
            Instant began,
            Duration took,
            HttpResponse<byte[]> answer) {
        int status = answer.statusCode();
        String type = answer.headers().firstValue("Content-Type").orElse("application/octet-stream");
        Reply reply = new Reply(status, type, answer.body(), Reply.Shape.SINGLE);
        if (status == 429) {
            write(chute, instance, parent, path, began, took, Invocation.RATE_LIMIT);
            return new Attempt(Optional.empty(), true);
        }
        if (status < 300 || status == 400) {
            write(chute, instance, parent, path, began, took, status == 400 ? "BAD_REQUEST" : null);
            platform.instances().used(instance.instanceId());
            return new Attempt(Optional.of(reply), false);
        }
        write(chute, instance, parent, path, began, took, "HTTP_" + status + ": refused by the pod");
        if (status == 426 && platform.instances().byId(instance.instanceId()).isPresent()) {
            platform.instances().end(instance.instanceId(), EndReason.KEY_LOST);
        } else {
            ladder.failed(instance);
        }
        return new Attempt(Optional.empty(), false);
    }

    private void write(
            ChuteDefinition chute,
            Instance instance,
            String parent,
            String path,
            Instant began,
            Duration took,
            @Nullable String error) {
        String function = path.startsWith("/") ? path.substring(1) : path;
        log.record(Invocation.of(parent, chute, function, instance, began, took, error));
    }

    private List<Instance> candidates(ChuteDefinition chute) {
        List<Instance> serving = new ArrayList<>(platform.instances().all());
        serving.removeIf(instance -> !instance.chuteId().equals(chute.chuteId())
                || !instance.active()
                || instance.jobId() != null
                || !ladder.usable(instance));
        serving.sort(Comparator.comparingInt(instance -> busy(instance).get()));
        return serving.subList(0, Math.min(MOST_ATTEMPTS, serving.size()));
    }

    private AtomicInteger busy(Instance instance) {
        return underWay.computeIfAbsent(instance.instanceId(), id -> new AtomicInteger());
    }
}
