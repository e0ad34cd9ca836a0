package dev.rigger.devnet.cluster.programs;

/** What a simulated container does, in place of its image's entry point. */
public interface Program {
    /**
     * Runs until it ends by itself.
     *
     * @throws InterruptedException when the container is told to stop
     */
    Exit run(Container container) throws InterruptedException;

    /**
     * @param code the process's exit code
     * @param message what it leaves as its termination message, or empty
     */
    record Exit(int code, String message) {
        public static Exit ok() {
            return new Exit(0, "");
        }

        /** The exit code the chutes SDK uses for every refusal and integrity failure. */
        public static Exit refused(String why) {
            return new Exit(137, why);
        }
    }
}
