package dev.rigger.graval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rigger.gpv1.WorkSize;
import dev.rigger.gpv1.prover.HeldWork;
import dev.rigger.gpv1.prover.ServerWork;
import dev.rigger.gpv1.work.Opening;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HeldProofTest {
    private final GpuSlots slots = new GpuSlots(1);

    @Test
    void memoryIsGivenBackWhenNobodyAsksAnyMore() throws Exception {
        try (HeldProof held = new HeldProof(slots, Duration.ofMillis(50))) {
            Memory memory = new Memory();
            held.keep(7, new ServerWork(Map.of("gpu", memory)));
            assertThat(memory.givenBack.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(held.of(7)).isEmpty();
        }
    }

    @Test
    void memoryIsGivenBackForOtherWorkAndAtTheEnd() {
        Memory first = new Memory();
        Memory second = new Memory();
        try (HeldProof held = new HeldProof(slots, Duration.ofMinutes(2))) {
            held.keep(7, new ServerWork(Map.of("gpu", first)));
            held.keep(8, new ServerWork(Map.of("gpu", second)));
            assertThat(first.givenBack.getCount()).isZero();
            assertThat(second.givenBack.getCount()).isOne();
            assertThat(held.of(7)).isEmpty();
            assertThat(held.of(8)).isPresent();
        }
        assertThat(second.givenBack.getCount()).isZero();
    }

    /** Nothing but memory. */
    private static final class Memory implements HeldWork {
        private final CountDownLatch givenBack = new CountDownLatch(1);

        @Override
        public Optional<String> plaintext() {
            return Optional.empty();
        }

        @Override
        public byte[] root() {
            return new byte[32];
        }

        @Override
        public WorkSize size() {
            return new WorkSize(1, 1, 1, 1);
        }

        @Override
        public List<byte[]> audit(int audit, byte[] nonce, int steps) {
            return List.of();
        }

        @Override
        public Opening open(int audit, int step, long row) {
            return new Opening(row, 0, List.of(), List.of());
        }

        @Override
        public void close() {
            givenBack.countDown();
        }
    }
}
