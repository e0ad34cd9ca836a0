package dev.rigger.devnet.cluster.programs;

import java.util.concurrent.CountDownLatch;

/** Does nothing until it is stopped. */
public final class IdleProgram implements Program {
    @Override
    public Exit run(Container container) throws InterruptedException {
        container.log("idle");
        new CountDownLatch(1).await();
        return Exit.ok();
    }
}
