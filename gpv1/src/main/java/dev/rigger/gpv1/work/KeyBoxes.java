package dev.rigger.gpv1.work;

import dev.rigger.gpv1.InvalidChallengeException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * GPV1's ciphertext: a payload that opens only for someone who has the fingerprints of all its secret rows.
 *
 * <p>Layout: {@code GPV1}, flags 0, s, payload length (16 bits, little endian); s boxes of hint 4, nonce 12 and a share
 * under AES-256-GCM (32 + tag 16); nonce 12 and the payload under AES-256-GCM. Associated data is always {@code ctx}.
 */
public final class KeyBoxes {
    private static final byte[] MAGIC = Digests.ascii("GPV1");
    private static final int HEADER_BYTES = 8;
    private static final int HINT_BYTES = 4;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BYTES = 16;
    private static final int SHARE_BYTES = 32;
    private static final int BOX_BYTES = HINT_BYTES + NONCE_BYTES + SHARE_BYTES + TAG_BYTES;
    private static final int MAX_PAYLOAD_BYTES = 0xFFFF;

    private KeyBoxes() {}

    /**
     * Seals a payload behind those rows, and erases the shares of its key.
     *
     * @param fingerprints F of the secret rows; the boxes' order is drawn anew
     * @param payload at most 65,535 bytes
     */
    public static byte[] seal(WorkContext context, List<byte[]> fingerprints, byte[] payload, SecureRandom random) {
        List<byte[]> shuffled = new ArrayList<>(fingerprints);
        Collections.shuffle(shuffled, random);
        List<Box> boxes = shuffled.stream()
                .map(f -> new Box(f, bytes(random, SHARE_BYTES), bytes(random, NONCE_BYTES)))
                .toList();
        byte[] blob = seal(context, boxes, payload, bytes(random, NONCE_BYTES));
        boxes.forEach(box -> Arrays.fill(box.share(), (byte) 0));
        return blob;
    }

    static byte[] seal(WorkContext context, List<Box> boxes, byte[] payload, byte[] payloadNonce) {
        if (payload.length > MAX_PAYLOAD_BYTES || boxes.isEmpty() || boxes.size() > 255) {
            throw new InvalidChallengeException("a blob has 1 to 255 boxes and at most 65535 bytes of payload");
        }
        ByteBuffer blob = Digests.littleEndian(
                HEADER_BYTES + boxes.size() * BOX_BYTES + NONCE_BYTES + payload.length + TAG_BYTES);
        blob.put(MAGIC).put((byte) 0).put((byte) boxes.size()).putShort((short) payload.length);
        for (Box box : boxes) {
            blob.put(hint(box.fingerprint())).put(box.nonce());
            blob.put(encrypt(context, boxKey(box.fingerprint()), box.nonce(), box.share()));
        }
        byte[] key = payloadKey(boxes.stream().map(Box::share).toList());
        blob.put(payloadNonce).put(encrypt(context, key, payloadNonce, payload));
        return blob.array();
    }

    /** Begins to open a blob; throws {@link InvalidChallengeException} when it is malformed. */
    public static Opener open(WorkContext context, byte[] blob) {
        return new Opener(context, blob);
    }

    /** Key that a row's box is locked with. */
    static byte[] boxKey(byte[] fingerprint) {
        return Digests.of("GPV1/box\0", fingerprint);
    }

    static byte[] hint(byte[] fingerprint) {
        return Arrays.copyOf(Digests.of("GPV1/hint\0", fingerprint), HINT_BYTES);
    }

    static byte[] payloadKey(List<byte[]> shares) {
        return Digests.of("GPV1/key\0", shares.toArray(byte[][]::new));
    }

    private static byte[] encrypt(WorkContext context, byte[] key, byte[] nonce, byte[] plain) {
        try {
            return cipher(Cipher.ENCRYPT_MODE, context, key, nonce).doFinal(plain);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-256-GCM failed to encrypt", e);
        }
    }

    private static Optional<byte[]> decrypt(WorkContext context, byte[] key, byte[] nonce, byte[] sealed) {
        try {
            return Optional.of(cipher(Cipher.DECRYPT_MODE, context, key, nonce).doFinal(sealed));
        } catch (AEADBadTagException e) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-256-GCM failed to decrypt", e);
        }
    }

    private static Cipher cipher(int mode, WorkContext context, byte[] key, byte[] nonce)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BYTES * 8, nonce));
        cipher.updateAAD(context.digest());
        return cipher;
    }

    private static byte[] bytes(SecureRandom random, int count) {
        byte[] out = new byte[count];
        random.nextBytes(out);
        return out;
    }

    private static byte[] take(ByteBuffer from, int count) {
        byte[] out = new byte[count];
        from.get(out);
        return out;
    }

    /** A share and the row it is locked behind. */
    record Box(byte[] fingerprint, byte[] share, byte[] nonce) {}

    private record ShutBox(byte[] hint, byte[] nonce, byte[] sealed) {}

    /** Takes fingerprints one by one and opens what they open. Not thread-safe. */
    public static final class Opener {
        private final WorkContext context;
        private final List<ShutBox> boxes = new ArrayList<>();
        private final byte[][] shares;
        private final byte[] payloadNonce;
        private final byte[] payloadSealed;

        private Opener(WorkContext context, byte[] blob) {
            this.context = context;
            ByteBuffer in = ByteBuffer.wrap(blob).order(ByteOrder.LITTLE_ENDIAN);
            if (blob.length < HEADER_BYTES || !Arrays.equals(take(in, MAGIC.length), MAGIC) || in.get() != 0) {
                throw new InvalidChallengeException("ciphertext is not a GPV1 blob");
            }
            int count = Byte.toUnsignedInt(in.get());
            int payloadBytes = Short.toUnsignedInt(in.getShort());
            if (count == 0
                    || blob.length != HEADER_BYTES + count * BOX_BYTES + NONCE_BYTES + payloadBytes + TAG_BYTES) {
                throw new InvalidChallengeException("GPV1 blob has the wrong length");
            }
            for (int i = 0; i < count; i++) {
                boxes.add(new ShutBox(take(in, HINT_BYTES), take(in, NONCE_BYTES), take(in, SHARE_BYTES + TAG_BYTES)));
            }
            payloadNonce = take(in, NONCE_BYTES);
            payloadSealed = take(in, payloadBytes + TAG_BYTES);
            shares = new byte[count][];
        }

        /** Tries one row's fingerprint. A hint that matches by chance opens nothing. */
        public void offer(byte[] fingerprint) {
            byte[] hint = hint(fingerprint);
            for (int i = 0; i < shares.length; i++) {
                ShutBox box = boxes.get(i);
                if (Arrays.equals(box.hint(), hint)) {
                    Optional<byte[]> share = decrypt(context, boxKey(fingerprint), box.nonce(), box.sealed());
                    if (share.isPresent()) {
                        shares[i] = share.get();
                    }
                }
            }
        }

        /** The payload once every box is open; empty before, or when the payload was tampered with. */
        public Optional<byte[]> payload() {
            List<byte[]> found = new ArrayList<>();
            for (byte[] share : shares) {
                if (share == null) {
                    return Optional.empty();
                }
                found.add(share);
            }
            return decrypt(context, payloadKey(found), payloadNonce, payloadSealed);
        }
    }
}
