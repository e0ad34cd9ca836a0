package dev.rigger.devnet.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A run of our own in a JVM of its own, which starts one server and is then killed without a chance to clean up. */
final class KilledRun {
    private KilledRun() {}

    public static void main(String[] arguments) throws IOException {
        Path directory = Path.of(arguments[1]);
        switch (arguments[0]) {
            case "postgres" -> LocalPostgres.start(directory, 0);
            case "redis" -> LocalRedis.start(directory, 0);
            case "kubernetes" -> LocalKubernetes.start(directory, KubernetesPorts.of(0));
            default -> LocalTemporal.start(directory, TemporalPorts.free(), LocalTemporal.Keeps.THROUGH_POWER_CUTS);
        }
        System.out.println("started");
        System.in.read();
    }

    static void leaveBehind(String server, Path directory) throws Exception {
        Process run = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledRun.class.getName(),
                        server,
                        directory.toString())
                .redirectErrorStream(true)
                .start();
        try (var output = new BufferedReader(new InputStreamReader(run.getInputStream(), StandardCharsets.UTF_8))) {
            List<String> said = new ArrayList<>();
            String line = output.readLine();
            while (line != null && !line.equals("started")) {
                said.add(line);
                line = output.readLine();
            }
            assertThat(line).as(() -> String.join("\n", said)).isEqualTo("started");
        }
        run.destroyForcibly().waitFor();
    }
}
