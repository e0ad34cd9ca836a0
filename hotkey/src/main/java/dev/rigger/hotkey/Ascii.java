package dev.rigger.hotkey;

import java.nio.charset.StandardCharsets;

/** Protocol labels as bytes. */
final class Ascii {
    private Ascii() {}

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
