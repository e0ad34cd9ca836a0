package dev.rigger.gpv1.catalogue;

import dev.rigger.gpv1.Profile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How much work the full proof is for each class, and how long it takes. The times are reckoned from data sheets until
 * somebody has measured them on such a GPU; a class that is not here has no full proof yet.
 */
public final class ProofClasses {
    private static final String RESOURCE = "proofs.tsv";
    private static final int LAYERS = 8;
    private static final int GROUP_ROWS = 256;
    private static final int VRAM_PERCENT = 95;
    private static final int BOXES = 16;

    private final List<ProofClass> classes;

    private ProofClasses(List<ProofClass> classes) {
        this.classes = classes;
    }

    /** The table that is shipped with this module. */
    public static ProofClasses shipped() {
        try (InputStream in = ProofClasses.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("the module lacks its resource " + RESOURCE);
            }
            return new ProofClasses(new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .skip(1)
                    .map(ProofClasses::parse)
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + RESOURCE, e);
        }
    }

    public List<ProofClass> classes() {
        return classes;
    }

    /** The full proof of that class. */
    public Optional<ProofClass> byShortRef(String shortRef) {
        return classes.stream().filter(c -> c.shortRef().equals(shortRef)).findFirst();
    }

    private static ProofClass parse(String line) {
        String[] f = line.split("\t", -1);
        int passes = Integer.parseInt(f[2]);
        return new ProofClass(
                f[0],
                new Profile("full", Integer.parseInt(f[1]), LAYERS, passes, GROUP_ROWS, 0, VRAM_PERCENT, BOXES),
                Duration.ofMillis(Math.round(passes * Double.parseDouble(f[3]) * 1_000)),
                Duration.ofMillis(Integer.parseInt(f[4])));
    }
}
