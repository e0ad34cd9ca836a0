package dev.rigger.devnet.cluster.programs;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** What a program sees of the container it runs in. */
public interface Container {
    String podName();

    String nodeName();

    /** The pod's labels. */
    Map<String, String> labels();

    Map<String, String> env();

    /** What was started in it, its arguments included; empty for what its image starts by itself. */
    List<String> command();

    /** At which its node is reached. */
    String address();

    /** The node port of a Service that leads to that port of the pod; empty as long as there is none. */
    OptionalInt nodePort(int port);

    /** Appends a line to the pod's log. */
    void log(String line);

    /** Notes that a step is done, so that a container found running after a restart of the devnet goes on behind it. */
    void remember(String step);

    boolean remembers(String step);
}
