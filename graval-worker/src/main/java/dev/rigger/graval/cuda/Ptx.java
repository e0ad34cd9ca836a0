package dev.rigger.graval.cuda;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The kernels that are shipped, as text that any driver of CUDA 12 or later compiles for its own chip. */
public final class Ptx {
    private Ptx() {}

    /** @param module {@code plain}, {@code mma} or {@code wgmma} */
    public static String of(String module) {
        try (InputStream in = Ptx.class.getResourceAsStream(module + ".ptx")) {
            if (in == null) {
                throw new IllegalStateException("the module lacks its resource " + module + ".ptx");
            }
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + module + ".ptx", e);
        }
    }
}
