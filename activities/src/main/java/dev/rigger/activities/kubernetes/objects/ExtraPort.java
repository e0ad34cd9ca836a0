package dev.rigger.activities.kubernetes.objects;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A port of a job beside the standard ones.
 *
 * @param protocol {@code TCP}, {@code UDP} or {@code HTTP}: the word by which the pod is told of it
 */
public record ExtraPort(int port, String protocol) {
    /** {@code TCP} or {@code UDP}. */
    String transport() {
        return protocol.equals("UDP") ? "UDP" : "TCP";
    }

    /** Ports written as {@code tcp:5000,udp:9000}; none for an empty text. */
    public static List<ExtraPort> parse(String ports) {
        return ports.isEmpty()
                ? List.of()
                : Arrays.stream(ports.split(",", -1)).map(ExtraPort::one).toList();
    }

    private static ExtraPort one(String port) {
        int colon = port.indexOf(':');
        return new ExtraPort(
                Integer.parseInt(port.substring(colon + 1)),
                port.substring(0, colon).toUpperCase(Locale.ROOT));
    }
}
