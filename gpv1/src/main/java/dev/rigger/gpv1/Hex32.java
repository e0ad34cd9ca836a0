package dev.rigger.gpv1;

import java.util.regex.Pattern;

/** 32 bytes as the wire writes them: roots, nonces, hashes. */
final class Hex32 {
    private static final Pattern DIGITS = Pattern.compile("[0-9a-f]{64}");

    private Hex32() {}

    static boolean is(String text) {
        return DIGITS.matcher(text).matches();
    }
}
