package dev.rigger.hotkey.secrets;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts secrets at rest: AES-256-GCM under a ring of keys, of which the first writes and all read.
 *
 * <p>A sealed value is the length of the key's id (one byte), the id, a nonce of 12 bytes, the ciphertext and its tag.
 * The context is authenticated besides, so that a value copied into another row does not open there.
 */
public final class SecretKeys {
    /** Id of the key that is derived from the miner's seed. */
    public static final String DERIVED_ID = "seed";

    private static final String DERIVATION_INFO = "rigger/at-rest/v1";
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,32}");

    private final Map<String, SecretKey> keys;
    private final String writer;
    private final SecureRandom random = new SecureRandom();

    private SecretKeys(LinkedHashMap<String, SecretKey> keys) {
        this.keys = keys;
        this.writer = keys.firstEntry().getKey();
    }

    /**
     * A ring in words: {@code id:base64,id:base64}, 32 bytes each.
     *
     * @throws IllegalArgumentException when it is not that; the message names the place, never a key
     */
    public static SecretKeys parse(String ringText) {
        LinkedHashMap<String, SecretKey> keys = new LinkedHashMap<>();
        int place = 0;
        for (String entry : ringText.split(",", -1)) {
            place++;
            int colon = entry.indexOf(':');
            String id = colon < 0 ? "" : entry.substring(0, colon).strip();
            if (!ID.matcher(id).matches()) {
                throw new IllegalArgumentException(
                        "key " + place + " of the ring is not id:base64, with an id of letters,"
                                + " digits, dots, dashes or underscores");
            }
            if (keys.putIfAbsent(id, aes(bytes(entry.substring(colon + 1).strip(), id))) != null) {
                throw new IllegalArgumentException("the ring has two keys with the id " + id);
            }
        }
        return new SecretKeys(keys);
    }

    /** A ring of one key that whoever holds the miner's seed (hex, {@code 0x} optional) can make again. */
    public static SecretKeys derivedFrom(String minerSeedHex) {
        LinkedHashMap<String, SecretKey> keys = new LinkedHashMap<>();
        keys.put(DERIVED_ID, aes(derive(minerSeedHex)));
        return new SecretKeys(keys);
    }

    /**
     * What a control plane uses: the ring when there is one, with the derived key still reading behind it, so that an
     * operator can introduce a ring later.
     */
    public static SecretKeys of(@Nullable String ringText, String minerSeedHex) {
        if (ringText == null || ringText.isBlank()) {
            return derivedFrom(minerSeedHex);
        }
        LinkedHashMap<String, SecretKey> keys = new LinkedHashMap<>(parse(ringText).keys);
        derivedFrom(minerSeedHex).keys.forEach(keys::putIfAbsent);
        return new SecretKeys(keys);
    }

    /** Ids in order; the first one writes. */
    public List<String> ids() {
        return List.copyOf(keys.keySet());
    }

    /** @param context where the value lives, such as table, column and id */
    public byte[] encrypt(byte[] plain, String context) {
        byte[] id = writer.getBytes(StandardCharsets.US_ASCII);
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] sealed;
        try {
            sealed = cipher(Cipher.ENCRYPT_MODE, key(writer), nonce, writer, context)
                    .doFinal(plain);
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException("AES-GCM is not available", everyJdkHasIt);
        }
        byte[] out = new byte[1 + id.length + NONCE_BYTES + sealed.length];
        out[0] = (byte) id.length;
        System.arraycopy(id, 0, out, 1, id.length);
        System.arraycopy(nonce, 0, out, 1 + id.length, NONCE_BYTES);
        System.arraycopy(sealed, 0, out, 1 + id.length + NONCE_BYTES, sealed.length);
        return out;
    }

    /** @throws SecretUnreadable when the key is not in the ring, or the value or its context were changed */
    public byte[] decrypt(byte[] sealed, String context) {
        int idLength = sealed.length == 0 ? 0 : sealed[0] & 0xff;
        int header = 1 + idLength + NONCE_BYTES;
        if (idLength == 0 || sealed.length < header + TAG_BITS / 8) {
            throw SecretUnreadable.malformed(context);
        }
        String id = new String(sealed, 1, idLength, StandardCharsets.US_ASCII);
        if (!keys.containsKey(id)) {
            throw SecretUnreadable.unknownKey(ID.matcher(id).matches() ? id : "?", context);
        }
        byte[] nonce = Arrays.copyOfRange(sealed, 1 + idLength, header);
        try {
            return cipher(Cipher.DECRYPT_MODE, key(id), nonce, id, context)
                    .doFinal(sealed, header, sealed.length - header);
        } catch (GeneralSecurityException changed) {
            throw SecretUnreadable.changed(id, context);
        }
    }

    @Override
    public String toString() {
        return "SecretKeys" + keys.keySet();
    }

    private SecretKey key(String id) {
        SecretKey key = keys.get(id);
        if (key == null) {
            throw new IllegalStateException("no key " + id + " in the ring");
        }
        return key;
    }

    private static Cipher cipher(int mode, SecretKey key, byte[] nonce, String id, String context)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD((id + "\n" + context).getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    private static SecretKey aes(byte[] key) {
        return new SecretKeySpec(key, "AES");
    }

    private static byte[] bytes(String base64, String id) {
        byte[] key;
        try {
            key = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException notBase64) {
            throw new IllegalArgumentException("key " + id + " of the ring is not base64");
        }
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException("key " + id + " of the ring has " + key.length + " bytes, not 32");
        }
        return key;
    }

    private static byte[] derive(String minerSeedHex) {
        String digits = minerSeedHex.startsWith("0x") ? minerSeedHex.substring(2) : minerSeedHex;
        byte[] seed;
        try {
            seed = HexFormat.of().parseHex(digits);
        } catch (IllegalArgumentException notHex) {
            throw new IllegalArgumentException("a miner seed is 64 hex digits, with or without 0x");
        }
        if (seed.length != KEY_BYTES) {
            throw new IllegalArgumentException("a miner seed has 32 bytes, not " + seed.length);
        }
        try {
            return KDF.getInstance("HKDF-SHA256")
                    .deriveData(HKDFParameterSpec.ofExtract()
                            .addIKM(seed)
                            .thenExpand(DERIVATION_INFO.getBytes(StandardCharsets.US_ASCII), KEY_BYTES));
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException("HKDF-SHA256 is not available", everyJdkHasIt);
        }
    }
}
