package dev.rigger.app.up;

import dev.rigger.hotkey.Hotkey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;

/** A hotkey made for one rehearsal and kept with it, in a file that only its owner can read. */
record ThrowawayKey(String seed) {
    static ThrowawayKey in(Path file) throws IOException {
        if (Files.exists(file)) {
            return new ThrowawayKey(Files.readString(file).strip());
        }
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        String seed = HexFormat.of().formatHex(bytes);
        Files.createDirectories(file.getParent());
        var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        try (var channel = Files.newByteChannel(
                file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly)) {
            channel.write(java.nio.ByteBuffer.wrap(seed.getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
        }
        return new ThrowawayKey(seed);
    }

    Hotkey hotkey() {
        return Hotkey.fromSeed(seed);
    }

    @Override
    public String toString() {
        return hotkey().ss58();
    }
}
