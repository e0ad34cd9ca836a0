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

    @Test
    void aSubjectsTasksKeepTheirOrderWhateverTheOthersDo() throws InterruptedException {
        SubjectLanes lanes = new SubjectLanes(8);
        Map<String, List<Integer>> seen = new ConcurrentHashMap<>();
        CountDownLatch left = new CountDownLatch(2_000);
        Random random = new Random(5);
        int[] next = new int[20];
        for (int i = 0; i < 2_000; i++) {
            int lane = random.nextInt(20);
            String subject = "subject-" + lane;
            int number = next[lane]++;
            lanes.run(subject, () -> {
                seen.computeIfAbsent(subject, s -> new CopyOnWriteArrayList<>()).add(number);
                left.countDown();
            });
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
        SubjectLanes lanes = new SubjectLanes(2);
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch other = new CountDownLatch(1);
        lanes.run("hangs", () -> {
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });

        lanes.run("other", other::countDown);

        assertThat(other.await(30, TimeUnit.SECONDS)).isTrue();
        release.countDown();
    }
}
