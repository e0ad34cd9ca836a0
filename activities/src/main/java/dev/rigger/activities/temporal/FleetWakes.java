package dev.rigger.activities.temporal;

import dev.rigger.workflows.fleet.FleetWake;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Sends wakes to coordinators: of this process at most one is on its way to each at a time, and whoever comes meanwhile shares
 * the next. Hundreds at once would else wait for the one workflow's turn at the server, which refuses them as "Workflow is
 * busy", and each would be tried again, later each time.
 *
 * <p>A caller returns when a wake that was sent after it came has arrived, so that joining loses nothing.
 */
@Singleton
public final class FleetWakes {
    private static final int MOST_TOGETHER = 10_000;

    private final Map<String, Grouped<Wish, Optional<RuntimeException>>> turns = new ConcurrentHashMap<>();

    /** @param starts whether {@code send} also starts the coordinator */
    private record Wish(FleetWake wake, boolean starts, Consumer<FleetWake> send) {}

    /**
     * Wakes a coordinator that runs.
     *
     * @param send sends one wake; what it throws is thrown to all who shared it
     */
    public void wake(String workflowId, FleetWake wake, Consumer<FleetWake> send) {
        ask(workflowId, new Wish(wake, false, send));
    }

    /**
     * Wakes a coordinator, and starts it where it does not run.
     *
     * @param send sends one wake with a start; what it throws is thrown to all who shared it
     */
    public void wakeOrStart(String workflowId, FleetWake wake, Consumer<FleetWake> send) {
        ask(workflowId, new Wish(wake, true, send));
    }

    private void ask(String workflowId, Wish wish) {
        turns.computeIfAbsent(workflowId, id -> new Grouped<>(MOST_TOGETHER, FleetWakes::sendOnce))
                .ask(wish)
                .ifPresent(failure -> {
                    throw failure;
                });
    }

    /** The failure is everybody's: it is an answer, so that the turn is not repeated for each. */
    private static List<Optional<RuntimeException>> sendOnce(List<Wish> wishes) {
        Wish sender = wishes.stream().filter(Wish::starts).findFirst().orElse(wishes.getFirst());
        try {
            sender.send().accept(joined(wishes.stream().map(Wish::wake).toList()));
            return Collections.nCopies(wishes.size(), Optional.empty());
        } catch (RuntimeException failure) {
            return Collections.nCopies(wishes.size(), Optional.of(failure));
        }
    }

    /** One wake for all; its key is made of theirs, so that the same ones twice are still once. */
    static FleetWake joined(List<FleetWake> wakes) {
        FleetWake first = wakes.getFirst();
        List<String> keys = wakes.stream().map(FleetWake::key).distinct().toList();
        if (keys.size() == 1) {
            return first;
        }
        boolean oneChute = wakes.stream().allMatch(wake -> Objects.equals(wake.chuteId(), first.chuteId()));
        String all = keys.stream().sorted().collect(Collectors.joining("\n"));
        return new FleetWake(
                first.kind(),
                "joined-" + keys.size() + "/" + UUID.nameUUIDFromBytes(all.getBytes(StandardCharsets.UTF_8)),
                oneChute ? first.chuteId() : null);
    }
}
