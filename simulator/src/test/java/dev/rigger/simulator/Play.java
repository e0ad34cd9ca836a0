package dev.rigger.simulator;

import picocli.CommandLine;

/** The command without the rest of Rigger, for whoever tunes a policy and builds this module alone. */
public final class Play {
    private Play() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new SimulateCommand()).execute(arguments));
    }
}
