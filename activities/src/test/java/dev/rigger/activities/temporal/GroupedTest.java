package dev.rigger.activities.temporal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GroupedTest {
    private final List<List<Integer>> turns = new CopyOnWriteArrayList<>();

    @Test
    void whoeverComesDuringATurnSharesTheNextAndIsToldItsOwnAnswer() throws Exception {
        CountDownLatch firstTurn = new CountDownLatch(1);
        CountDownLatch all = new CountDownLatch(1);
        Grouped<Integer, String> grouped = new Grouped<>(100, items -> {
            turns.add(items);
            firstTurn.countDown();
            awaited(all);
            return items.stream().map(item -> "told " + item).toList();
        });

        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<String> first = callers.submit(() -> grouped.ask(0));
            awaited(firstTurn);
            List<Future<String>> others = IntStream.rangeClosed(1, 150)
                    .mapToObj(item -> callers.submit(() -> grouped.ask(item)))
                    .toList();
            CompletableFuture.runAsync(all::countDown);

            assertThat(first.get()).isEqualTo("told 0");
            for (int i = 0; i < others.size(); i++) {
                assertThat(others.get(i).get()).isEqualTo("told " + (i + 1));
            }
        }
        assertThat(turns.getFirst()).containsExactly(0);
        assertThat(turns).allSatisfy(turn -> assertThat(turn).hasSizeLessThanOrEqualTo(100));
        assertThat(turns.stream().mapToInt(List::size).sum()).isEqualTo(151);
    }

    @Test
    void oneCallersFaultIsNotTheOthers() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        Grouped<Integer, Integer> grouped = new Grouped<>(100, items -> {
            awaited(go);
            if (items.contains(13)) {
                throw new IllegalArgumentException("thirteen");
            }
            return items;
        });

        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> answers = IntStream.range(0, 30)
                    .mapToObj(item -> callers.submit(() -> grouped.ask(item)))
                    .toList();
            go.countDown();

            for (int i = 0; i < answers.size(); i++) {
                Future<Integer> answer = answers.get(i);
                if (i == 13) {
                    assertThatThrownBy(answer::get).hasRootCauseMessage("thirteen");
                } else {
                    assertThat(answer.get()).isEqualTo(i);
                }
            }
        }
    }

    private static void awaited(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
