package dev.rigger.devnet.validator;

import dev.rigger.devnet.validator.platform.Ledger;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes down what the platform knows, soon after every change and once more at the end. */
final class Saving implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Saving.class);
    private static final Duration EVERY = Duration.ofMillis(300);

    private final Ledger ledger;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("devnet-saving").factory());

    Saving(Ledger ledger) {
        this.ledger = ledger;
    }

    void begin() {
        var unused =
                thread.scheduleWithFixedDelay(this::save, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        thread.shutdownNow();
        ledger.save();
    }

    private void save() {
        try {
            ledger.save();
        } catch (RuntimeException e) {
            LOG.error("The devnet's state could not be saved; it is tried again", e);
        }
    }
}
