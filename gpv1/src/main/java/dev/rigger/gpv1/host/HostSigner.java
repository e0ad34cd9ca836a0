package dev.rigger.gpv1.host;

import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/** Headers that tell a GPU host who asks. */
public interface HostSigner {
    /** For a request with that body. */
    Map<String, String> forBody(byte[] body);

    /** For a request without one. */
    Map<String, String> forPurpose();

    /** One made of its two ways to sign. */
    static HostSigner of(Function<byte[], Map<String, String>> forBody, Supplier<Map<String, String>> forPurpose) {
        return new HostSigner() {
            @Override
            public Map<String, String> forBody(byte[] body) {
                return forBody.apply(body);
            }

            @Override
            public Map<String, String> forPurpose() {
                return forPurpose.get();
            }
        };
    }
}
