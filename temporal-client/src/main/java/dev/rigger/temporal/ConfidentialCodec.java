package dev.rigger.temporal;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.rigger.hotkey.secrets.SecretKeys;
import io.temporal.api.common.v1.Payload;
import io.temporal.common.converter.DataConverterException;
import io.temporal.common.converter.EncodingKeys;
import io.temporal.payload.codec.PayloadCodec;
import io.temporal.payload.codec.PayloadCodecException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts the payloads that carry {@link MarkingJsonConverter#MARK}, whole, and passes every other one through. A
 * process without keys can neither write nor read a marked payload, and says so.
 */
final class ConfidentialCodec implements PayloadCodec {
    static final String ENCODING = "binary/encrypted";
    static final String KEY_ID = "encryption-key-id";
    private static final String CONTEXT = "temporal/payload";

    private final @Nullable SecretKeys keys;

    ConfidentialCodec(@Nullable SecretKeys keys) {
        this.keys = keys;
    }

    @Override
    public List<Payload> encode(List<Payload> payloads) {
        return payloads.stream().map(this::encode).toList();
    }

    @Override
    public List<Payload> decode(List<Payload> payloads) {
        return payloads.stream().map(this::decode).toList();
    }

    private Payload encode(Payload payload) {
        if (!payload.containsMetadata(MarkingJsonConverter.MARK)) {
            return payload;
        }
        SecretKeys ring = ring("written");
        return Payload.newBuilder()
                .putMetadata(EncodingKeys.METADATA_ENCODING_KEY, ByteString.copyFromUtf8(ENCODING))
                .putMetadata(KEY_ID, ByteString.copyFromUtf8(ring.ids().getFirst()))
                .setData(ByteString.copyFrom(ring.encrypt(payload.toByteArray(), CONTEXT)))
                .build();
    }

    private Payload decode(Payload payload) {
        ByteString encoding =
                payload.getMetadataOrDefault(EncodingKeys.METADATA_ENCODING_KEY, ByteString.copyFromUtf8(""));
        if (!encoding.toStringUtf8().equals(ENCODING)) {
            return payload;
        }
        byte[] plain = ring("read").decrypt(payload.getData().toByteArray(), CONTEXT);
        try {
            return Payload.parseFrom(plain);
        } catch (InvalidProtocolBufferException notAPayload) {
            throw new PayloadCodecException("a decrypted payload is not a payload", notAPayload);
        }
    }

    private SecretKeys ring(String what) {
        if (keys == null) {
            throw new DataConverterException("A confidential payload cannot be " + what + " here: this process has no"
                    + " encryption keys (NO_ENCRYPTION_KEYS). Run the step in a control-plane process, which has"
                    + " RIGGER_ENCRYPTION_KEYS or MINER_SEED.");
        }
        return keys;
    }
}
