package dev.rigger.activities.temporal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rigger.workflows.fleet.FleetWake;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FleetWakesTest {
    private static final int MANY = 400;
    private static final String FLEET = "fleet/5Validator";

    private final FleetWakes wakes = new FleetWakes();
    private final List<FleetWake> sent = new CopyOnWriteArrayList<>();
    private final AtomicInteger onTheWay = new AtomicInteger();
    private final AtomicInteger mostOnTheWay = new AtomicInteger();
    private final CountDownLatch firstIsOnItsWay = new CountDownLatch(1);
    private final CountDownLatch allCame = new CountDownLatch(1);

    @Test
    void hundredsAtOnceBecomeOneOnItsWayAndOneThatFollows() throws Exception {
        Consumer<FleetWake> slow = this::send;
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> first = callers.submit(() -> wakes.wake(FLEET, wake(0), slow));
            awaited(firstIsOnItsWay);
            CountDownLatch asking = new CountDownLatch(MANY);
            List<Future<?>> others = IntStream.rangeClosed(1, MANY)
                    .<Future<?>>mapToObj(n -> callers.submit(() -> {
                        asking.countDown();
                        wakes.wake(FLEET, wake(n), slow);
                    }))
                    .toList();
            awaited(asking);
            allCame.countDown();
            first.get();
            for (Future<?> other : others) {
                other.get();
            }
        }

        assertThat(mostOnTheWay).hasValue(1);
        assertThat(sent.getFirst()).isEqualTo(wake(0));
        // Who asked but did not wait yet when the first arrived comes with a later one.
        assertThat(sent).hasSizeLessThan(MANY / 4);
    }

    @Test
    void whoNeedsTheCoordinatorStartedGetsItStartedForAll() throws Exception {
        List<String> how = new CopyOnWriteArrayList<>();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> first = callers.submit(() -> wakes.wake(FLEET, wake(0), this::send));
            awaited(firstIsOnItsWay);
            Future<?> signal = callers.submit(() -> wakes.wake(FLEET, wake(1), one -> how.add("signal")));
            Future<?> start = callers.submit(() -> wakes.wakeOrStart(FLEET, wake(2), one -> how.add("start")));
            allCame.countDown();
            first.get();
            signal.get();
            start.get();
        }

        assertThat(how).contains("start").hasSizeLessThanOrEqualTo(2);
    }

    @Test
    void oneCoordinatorsWakesWaitForNoOther() throws Exception {
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> held = callers.submit(() -> wakes.wake(FLEET, wake(0), this::send));
            awaited(firstIsOnItsWay);
            List<FleetWake> elsewhere = new CopyOnWriteArrayList<>();

            wakes.wake("fleet/another", wake(1), elsewhere::add);

            assertThat(elsewhere).containsExactly(wake(1));
            assertThat(held.isDone()).isFalse();
            allCame.countDown();
            held.get();
        }
    }

    @Test
    void aFailureIsToldToWhoeverSharedIt() {
        assertThatThrownBy(() -> wakes.wake(FLEET, wake(0), one -> {
                    throw new IllegalStateException("away");
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("away");

        wakes.wake(FLEET, wake(1), sent::add);
        assertThat(sent).containsExactly(wake(1));
    }

    @Test
    void theSameWakesTwiceAreOneKeyAndOthersAreAnother() {
        FleetWake both = FleetWakes.joined(List.of(wake(1), wake(2)));

        assertThat(FleetWakes.joined(List.of(wake(2), wake(1))).key()).isEqualTo(both.key());
        assertThat(FleetWakes.joined(List.of(wake(1), wake(3))).key()).isNotEqualTo(both.key());
        assertThat(FleetWakes.joined(List.of(wake(1), wake(1)))).isEqualTo(wake(1));
        assertThat(both.chuteId()).isNull();
    }

    private static FleetWake wake(int n) {
        return new FleetWake(FleetWake.Kind.CAPACITY_FREED, "deployment/" + n, "chute-" + n);
    }

    private void send(FleetWake wake) {
        mostOnTheWay.accumulateAndGet(onTheWay.incrementAndGet(), Math::max);
        sent.add(wake);
        firstIsOnItsWay.countDown();
        awaited(allCame);
        onTheWay.decrementAndGet();
    }

    private static void awaited(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
