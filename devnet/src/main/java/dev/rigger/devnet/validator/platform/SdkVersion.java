package dev.rigger.devnet.validator.platform;

/** Order of SDK versions; what follows the third number does not count. */
final class SdkVersion {
    private SdkVersion() {}

    static boolean atLeast(String version, int... wanted) {
        String[] parts = version.split("\\.", -1);
        for (int i = 0; i < wanted.length; i++) {
            int part = i < parts.length ? leadingNumber(parts[i]) : 0;
            if (part != wanted[i]) {
                return part > wanted[i];
            }
        }
        return true;
    }

    private static int leadingNumber(String text) {
        String digits = text.replaceFirst("\\D.*$", "");
        return digits.isEmpty() ? 0 : Integer.parseInt(digits);
    }
}
