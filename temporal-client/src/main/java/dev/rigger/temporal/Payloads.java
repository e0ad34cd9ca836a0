package dev.rigger.temporal;

import dev.rigger.hotkey.secrets.SecretKeys;
import io.temporal.common.converter.CodecDataConverter;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DefaultDataConverter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How our records become payloads. */
public final class Payloads {
    private Payloads() {}

    /**
     * Readable JSON for everything but what is {@link dev.rigger.workflows.Confidential}, which is encrypted with AES-GCM
     * under {@code keys}. Failures stay readable; they carry no secret because no exception of ours does.
     *
     * @param keys null in a process that may hold no key, such as a GPU host's
     */
    public static DataConverter converter(@Nullable SecretKeys keys) {
        DataConverter json =
                DefaultDataConverter.newDefaultInstance().withPayloadConverterOverrides(new MarkingJsonConverter());
        return new CodecDataConverter(json, List.of(new ConfidentialCodec(keys)), false);
    }
}
