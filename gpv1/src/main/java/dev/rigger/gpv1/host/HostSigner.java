package dev.rigger.gpv1.host;

import java.util.Map;

/** Headers that tell a GPU host who asks. */
public interface HostSigner {
    /** For a request with that body. */
    Map<String, String> forBody(byte[] body);

    /** For a request without one. */
    Map<String, String> forPurpose();
}
