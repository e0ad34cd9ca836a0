package dev.rigger.workers.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SubjectLanesTest {

    private record Item(String subject, int number) {}

    @Test
    void aSubjectsItemsKeepTheirOrderWhateverTheOthersDo() throws InterruptedException {
        Map<String, List<Integer>> seen = new ConcurrentHashMap<>();
        CountDownLatch left = new CountDownLatch(2_000);
        SubjectLanes<Item> lanes = new SubjectLanes<>(
                item -> {
                    seen.computeIfAbsent(item.subject(), s -> new CopyOnWriteArrayList<>())
                            .add(item.number());
                    left.countDown();
                    return true;
                },
                item -> {});
        Random random = new Random(5);
        int[] next = new int[20];
        for (int i = 0; i < 2_000; i++) {
            int lane = random.nextInt(20);
            String subject = "subject-" + lane;
            lanes.add(subject, new Item(subject, next[lane]++));
        }

        assertThat(left.await(30, TimeUnit.SECONDS)).isTrue();
        for (int lane = 0; lane < 20; lane++) {
            assertThat(seen.get("subject-" + lane))
                    .containsExactlyElementsOf(
                            IntStream.range(0, next[lane]).boxed().toList());
        }
    }

    @Test
    void aSubjectThatHangsHoldsUpNobodyElse() throws InterruptedException {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch other = new CountDownLatch(1);
        SubjectLanes<CountDownLatch> lanes = new SubjectLanes<>(
                latch -> {
                    if (latch == other) {
                        latch.countDown();
                        return true;
                    }
                    return awaited(latch);
                },
                latch -> {});

        lanes.add("hangs", release);
        lanes.add("other", other);

        assertThat(other.await(30, TimeUnit.SECONDS)).isTrue();
        release.countDown();
    }

    @Test
    void whatComesBehindAnUnsettledOneIsGivenBackAndDoesNotOvertake() throws InterruptedException {
        CountDownLatch queued = new CountDownLatch(1);
        List<Integer> handled = new CopyOnWriteArrayList<>();
        List<Integer> givenBack = new CopyOnWriteArrayList<>();
        CountDownLatch back = new CountDownLatch(2);
        SubjectLanes<Integer> lanes = new SubjectLanes<>(
                number -> {
                    boolean in = awaited(queued);
                    handled.add(number);
                    return !in;
                },
                number -> {
                    givenBack.add(number);
                    back.countDown();
                });

        lanes.add("one", 1);
        lanes.add("one", 2);
        lanes.add("one", 3);
        queued.countDown();

        assertThat(back.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(handled).containsExactly(1);
        assertThat(givenBack).containsExactly(2, 3);
    }

    private static boolean awaited(CountDownLatch latch) {
        try {
            return latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
