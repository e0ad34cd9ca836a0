package dev.rigger.activities.validator.sync;

import static dev.rigger.activities.validator.sync.PulledFleet.MINER;

import com.sun.management.OperatingSystemMXBean;
import dev.rigger.activities.validator.ScriptedValidator;
import dev.rigger.devnet.local.LocalPostgres;
import io.micronaut.context.ApplicationContext;
import io.temporal.testing.TestWorkflowEnvironment;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.util.Locale;

/**
 * How long one pull of 2,000 chutes and 5,000 instances takes, over HTTP and into PostgreSQL, and what memory it leaves:
 * the first pull, which writes everything, and then ones that find it all as it was. Run by hand; it judges nothing.
 */
final class PullBenchmark {
    private static final int CHUTES = 2_000;
    private static final int INSTANCES = 5_000;
    private static final int PULLS = 100;

    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private PullBenchmark() {}

    /** Prints one line a pull, and a summary. */
    public static void main(String[] args) {
        try (LocalPostgres postgres = LocalPostgres.startTemporary();
                ApplicationContext context = ApplicationContext.run(postgres.asDataSource());
                TestWorkflowEnvironment temporal = TestWorkflowEnvironment.newInstance();
                ScriptedValidator platform = new ScriptedValidator();
                PulledFleet fleet = new PulledFleet(
                        "5Platform", platform.uri(), context, temporal.getWorkflowClient(), Clock.systemUTC())) {
            publish(platform);
            System.out.println("first " + pull(fleet));
            for (int i = 1; i <= PULLS; i++) {
                System.out.println(i + " " + pull(fleet));
            }
        }
        System.exit(0);
    }

    private static void publish(ScriptedValidator platform) {
        ListedWorld world = new ListedWorld(platform);
        for (int i = 0; i < CHUTES; i++) {
            world.chute("chute-" + i, "version-1");
        }
        for (int i = 0; i < INSTANCES; i++) {
            world.instance("instance-" + i, MINER.ss58()).active("instance-" + i, MINER.ss58());
        }
        world.publish();
    }

    /** One pull: by the clock, and by what this process spent of the processors, the scripted validator included. */
    private static String pull(PulledFleet fleet) {
        long begun = System.nanoTime();
        long spent = PROCESS.getProcessCpuTime();
        fleet.pull();
        long millis = (System.nanoTime() - begun) / 1_000_000;
        long cpu = (PROCESS.getProcessCpuTime() - spent) / 1_000_000;
        return String.format(Locale.ROOT, "pull: %,d ms, %,d ms of processors, %d MiB in use", millis, cpu, usedMib());
    }

    private static long usedMib() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return (runtime.totalMemory() - runtime.freeMemory()) / (1024 * 1024);
    }
}
