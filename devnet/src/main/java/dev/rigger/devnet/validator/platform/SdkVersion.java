package dev.rigger.devnet.validator.platform;

import java.util.Arrays;

/** Order of SDK versions; what follows the third number does not count. */
public final class SdkVersion {
    private SdkVersion() {}

    public static boolean atLeast(String version, int... wanted) {
        String[] parts = version.split("\\.", -1);
        for (int i = 0; i < wanted.length; i++) {
            int part = i < parts.length ? leadingNumber(parts[i]) : 0;
            if (part != wanted[i]) {
                return part > wanted[i];
            }
        }
        return true;
    }

    public static boolean atLeast(String version, String wanted) {
        return atLeast(
                version,
                Arrays.stream(wanted.split("\\.", -1))
                        .mapToInt(SdkVersion::leadingNumber)
                        .toArray());
    }

    private static int leadingNumber(String text) {
        String digits = text.replaceFirst("\\D.*$", "");
        return digits.isEmpty() ? 0 : Integer.parseInt(digits);
    }
}
