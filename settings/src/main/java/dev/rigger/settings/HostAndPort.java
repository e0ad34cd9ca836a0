package dev.rigger.settings;

import java.net.URI;
import java.net.URISyntaxException;

/** The form {@code host:port}. */
final class HostAndPort {
    private HostAndPort() {}

    static boolean valid(String text) {
        try {
            URI url = new URI("tcp://" + text);
            return url.getHost() != null
                    && url.getPort() > 0
                    && url.getRawPath().isEmpty();
        } catch (URISyntaxException notAnAddress) {
            return false;
        }
    }
}
