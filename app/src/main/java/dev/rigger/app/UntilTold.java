package dev.rigger.app;

import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps a process running until it is told to end, and closes what it runs before it does. */
public final class UntilTold {
    private static final Logger LOG = LoggerFactory.getLogger(UntilTold.class);

    /** Names the process after whose end this one has no reason to go on; absent where there is none. */
    public static final String PARENT = "RIGGER_PARENT_PID";

    private UntilTold() {}

    /** Ready now; returns when told to end and everything is closed. */
    public static int run(AutoCloseable running) throws InterruptedException {
        CountDownLatch told = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            close(running);
                            told.countDown();
                        },
                        "closer"));
        onParentsEnd(() -> System.exit(1));
        Ready.say();
        told.await();
        return 0;
    }

    private static void close(AutoCloseable running) {
        try {
            running.close();
        } catch (Exception failure) {
            LOG.warn("Not everything ended cleanly", failure);
        }
    }

    /** A supervisor that is killed takes nobody along by itself; so whoever it started looks after it. */
    public static void onParentsEnd(Runnable action) {
        String parent = System.getenv(PARENT);
        if (parent != null && parent.matches("\\d{1,18}")) {
            ProcessHandle.of(Long.parseLong(parent))
                    .ifPresentOrElse(
                            handle -> {
                                var unused = handle.onExit().thenRun(action);
                            },
                            action);
        }
    }
}
