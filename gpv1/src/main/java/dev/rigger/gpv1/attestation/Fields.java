package dev.rigger.gpv1.attestation;

import dev.rigger.gpv1.attestation.AttestationRefusal.Code;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Little-endian fields, one after the other; whoever reads past the end is refused with the code for that. */
final class Fields {
    private final ByteBuffer bytes;
    private final Code code;
    private final String of;

    /** @param of what it is, for the refusal */
    Fields(byte[] bytes, Code code, String of) {
        this.bytes = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        this.code = code;
        this.of = of;
    }

    byte[] bytes(int count) {
        if (count < 0 || count > bytes.remaining()) {
            throw new AttestationRefusal(
                    code,
                    of + " ends at byte " + bytes.limit() + ", and " + Integer.toUnsignedString(count)
                            + " more are wanted at byte " + bytes.position());
        }
        byte[] read = new byte[count];
        bytes.get(read);
        return read;
    }

    int u8() {
        return bytes(1)[0] & 0xff;
    }

    int u16() {
        return u8() | u8() << 8;
    }

    int u24() {
        return u16() | u8() << 16;
    }

    /** Counts above 2^31 come out negative, and are refused as counts. */
    int u32() {
        return u16() | u16() << 16;
    }

    int position() {
        return bytes.position();
    }

    void mustBeOver() {
        if (bytes.hasRemaining()) {
            throw new AttestationRefusal(code, of + " goes on for " + bytes.remaining() + " bytes after its end");
        }
    }

    /** Quotes may be handed out in a larger buffer that zeros fill up. */
    void mustBeOverButForZeros() {
        while (bytes.hasRemaining()) {
            if (bytes.get() != 0) {
                throw new AttestationRefusal(code, of + " goes on after its end, at byte " + (bytes.position() - 1));
            }
        }
    }
}
