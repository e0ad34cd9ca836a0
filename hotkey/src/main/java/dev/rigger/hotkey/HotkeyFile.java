package dev.rigger.hotkey;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A wallet's hotkey file. Its values are hex and base 58, so that no escape can occur in them. */
record HotkeyFile(Path path, Optional<String> seed, Optional<String> privateKey, Optional<String> address) {

    static HotkeyFile read(Path path) throws IOException {
        String json = Files.readString(path);
        return new HotkeyFile(path, value(json, "secretSeed"), value(json, "privateKey"), value(json, "ss58Address"));
    }

    Hotkey hotkey() {
        Hotkey hotkey = seed.map(Hotkey::fromSeed)
                .or(this::fromPrivateKey)
                .orElseThrow(() -> new IllegalArgumentException(path + " holds neither secretSeed nor privateKey"));
        address.filter(expected -> !expected.equals(hotkey.ss58())).ifPresent(expected -> {
            throw new IllegalArgumentException(path + " says " + expected + ", its secret belongs to " + hotkey.ss58());
        });
        return hotkey;
    }

    /** Wallets write the expanded key in two forms that nothing marks; the address tells which one it is. */
    private Optional<Hotkey> fromPrivateKey() {
        return privateKey.map(hex -> {
            byte[] bytes = Hotkey.bytes(hex, "privateKey in " + path + " is not 128 hex digits");
            Hotkey canonical = new Hotkey(ExpandedKey.ofCanonicalBytes(bytes));
            return Stream.<Function<byte[], ExpandedKey>>of(ExpandedKey::ofEd25519Bytes)
                    .map(form -> new Hotkey(form.apply(Arrays.copyOf(bytes, bytes.length))))
                    .filter(other -> address.equals(Optional.of(other.ss58())))
                    .findFirst()
                    .orElse(canonical);
        });
    }

    private static Optional<String> value(String json, String name) {
        Matcher matcher =
                Pattern.compile("\"" + name + "\"\\s*:\\s*\"([^\"\\\\]+)\"").matcher(json);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    @Override
    public String toString() {
        return "hotkey file " + path;
    }
}
