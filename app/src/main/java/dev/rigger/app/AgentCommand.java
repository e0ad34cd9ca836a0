package dev.rigger.app;

import dev.rigger.monitor.agent.Agent;
import dev.rigger.settings.SettingsLoader;
import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** A worker cluster's process: pushes the cluster's state to the control plane. */
@Command(
        name = "agent",
        description = "In a worker cluster: pushes its state to the miner's control plane.",
        mixinStandardHelpOptions = true)
final class AgentCommand implements Callable<Integer> {
    @Override
    public Integer call() throws IOException, InterruptedException {
        return UntilTold.run(Agent.start(SettingsLoader.agent(System.getenv()), Clock.systemUTC()));
    }
}
