package dev.rigger.hotkey;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;

/** A hotkey that can sign. Thread-safe; it never shows its secret. */
public final class Hotkey {
    private final ExpandedKey key;
    private final String ss58;
    private final SecureRandom random = new SecureRandom();

    Hotkey(ExpandedKey key) {
        this.key = key;
        this.ss58 = Ss58.encode(key.publicKey());
    }

    /**
     * The key of a 32-byte seed.
     *
     * @param hex 64 hex digits, with or without {@code 0x}
     * @throws IllegalArgumentException when it is not that; the message does not repeat the seed
     */
    public static Hotkey fromSeed(String hex) {
        return new Hotkey(ExpandedKey.ofSeed(bytes(hex, "a hotkey seed is 64 hex digits, with or without 0x")));
    }

    /**
     * The key in a wallet's hotkey file: JSON with {@code secretSeed}, or else the 64-byte {@code privateKey}.
     *
     * @throws IOException when the file cannot be read
     * @throws IllegalArgumentException when it holds neither, or a key that is not of its {@code ss58Address}
     */
    public static Hotkey fromFile(Path file) throws IOException {
        return HotkeyFile.read(file).hotkey();
    }

    /** The address, format 42. */
    public String ss58() {
        return ss58;
    }

    public byte[] publicKey() {
        return key.publicKey();
    }

    /** A 64-byte signature; another one each time. */
    public byte[] sign(byte[] message) {
        return Sr25519.sign(key, message, random);
    }

    @Override
    public String toString() {
        return ss58;
    }

    static byte[] bytes(String hex, String rule) {
        String digits = hex.startsWith("0x") || hex.startsWith("0X") ? hex.substring(2) : hex;
        try {
            return HexFormat.of().parseHex(digits);
        } catch (IllegalArgumentException notHex) {
            // The parser's own message would quote a digit of the secret.
            throw new IllegalArgumentException(rule);
        }
    }
}
