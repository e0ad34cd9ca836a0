package dev.rigger.hotkey;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * How long signing and verifying one request takes.
 *
 * <p>Run {@link #main} with the module's test class path, for instance from an editor, or with
 * {@code java -cp "hotkey/target/classes:hotkey/target/test-classes:<dependencies>" dev.rigger.hotkey.SigningBenchmark}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class SigningBenchmark {
    private final Hotkey hotkey = Hotkey.fromSeed("0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20");
    private final byte[] message = (hotkey + ":" + hotkey + ":1760000000:management").getBytes(StandardCharsets.UTF_8);
    private final byte[] publicKey = hotkey.publicKey();
    private final byte[] signature = hotkey.sign(message);

    @Benchmark
    public byte[] sign() {
        return hotkey.sign(message);
    }

    @Benchmark
    public boolean verify() {
        return Sr25519.verify(publicKey, message, signature);
    }

    public static void main(String[] args) throws RunnerException {
        new Runner(new OptionsBuilder()
                        .include(SigningBenchmark.class.getSimpleName())
                        .build())
                .run();
    }
}
