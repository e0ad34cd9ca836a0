package dev.rigger.app.bench;

import dev.rigger.app.bench.cluster.ClusterBench;
import dev.rigger.app.bench.faults.FaultsBench;
import dev.rigger.app.bench.kills.KillsBench;
import picocli.CommandLine.Command;

/** {@code rigger bench …}: each prints what it measured and beside what. */
@Command(
        name = "bench",
        description = "Measures Rigger on this machine, on servers of its own.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "BENCHMARK",
        subcommands = {
            LatencyBench.class,
            EventsBench.class,
            FaultsBench.class,
            KillsBench.class,
            ClusterBench.class,
            EvictionBench.class,
            TakeoverBench.class,
            ProofBench.class,
            ClustersBench.class
        })
public final class BenchCommand {}
