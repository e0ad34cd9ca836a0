package dev.rigger.devnet.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The scripts that fetch what a fresh machine lacks, against a server of our own that serves good and bad archives. */
class ProvisionTest {
    /** What is fetched, with the names under which its publisher has it. */
    enum Wanted {
        ETCD("kubernetes/provision etcd", "etcd-v3.6.4-linux-%s.tar.gz", "SHA256SUMS", "amd64", "arm64", "bin/etcd"),
        API_SERVER(
                "kubernetes/provision kube-apiserver",
                "linux/%s/kube-apiserver",
                "linux/%s/kube-apiserver.sha256",
                "amd64",
                "arm64",
                "bin/kube-apiserver"),
        TEMPORAL(
                "temporal/provision",
                "temporal_cli_1.5.1_linux_%s.tar.gz",
                "checksums.txt",
                "amd64",
                "arm64",
                "bin/temporal"),
        JDK(
                "jdk/provision",
                "OpenJDK25U-jdk_%s_linux_hotspot_25.0.3_9.tar.gz",
                "OpenJDK25U-jdk_%s_linux_hotspot_25.0.3_9.tar.gz.sha256.txt",
                "x64",
                "aarch64",
                "jdk/25.0.3_9");

        private final String script;
        private final String archive;
        private final String checksums;
        private final String intel;
        private final String arm;
        private final String kept;

        Wanted(String script, String archive, String checksums, String intel, String arm, String kept) {
            this.script = script;
            this.archive = archive;
            this.checksums = checksums;
            this.intel = intel;
            this.arm = arm;
            this.kept = kept;
        }

        private String named(String pattern) {
            return pattern.formatted(System.getProperty("os.arch").equals("aarch64") ? arm : intel);
        }
    }

    private record Run(int exit, String out, String err) {}

    private final Map<String, byte[]> published = new ConcurrentHashMap<>();
    private HttpServer server;

    @TempDir
    Path home;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] file = published.get(exchange.getRequestURI().getPath().substring(1));
            exchange.sendResponseHeaders(file == null ? 404 : 200, file == null ? -1 : file.length);
            try (var body = exchange.getResponseBody()) {
                body.write(file == null ? new byte[0] : file);
            }
        });
        server.start();
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    @ParameterizedTest
    @EnumSource
    void anArchiveWithItsPublishedChecksumIsKeptAndFoundAgain(Wanted wanted) throws Exception {
        byte[] archive = publish(wanted);
        publishChecksum(wanted, sha256(archive));

        Run fetched = run(wanted, "release", Map.of());
        Run again = run(wanted, "cache release", Map.of());

        assertThat(fetched.err()).contains("Verified: SHA-256 ");
        assertThat(fetched.exit()).isZero();
        assertThat(fetched.out().strip()).isEqualTo(kept(wanted).toString());
        assertThat(again.out()).isEqualTo(fetched.out());
        assertThat(again.err()).doesNotContain("Fetching");
    }

    @ParameterizedTest
    @EnumSource
    void anArchiveThatIsNotWhatWasPublishedIsRefused(Wanted wanted) throws Exception {
        publish(wanted);
        publishChecksum(wanted, "0".repeat(64));

        Run run = run(wanted, "release cache", Map.of());

        assertThat(run.exit()).isEqualTo(4);
        assertThat(run.err()).contains("Refused ").contains("CHECKSUM_MISMATCH");
        assertThat(run.out()).isEmpty();
        assertNothingKept(wanted);
    }

    @ParameterizedTest
    @EnumSource
    void anArchiveWithoutAChecksumBesideItIsRefused(Wanted wanted) throws Exception {
        publish(wanted);

        Run run = run(wanted, "release", Map.of());

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err()).contains("no checksum file is published beside it");
        assertNothingKept(wanted);
    }

    @ParameterizedTest
    @EnumSource
    void aChecksumFileThatDoesNotNameTheArchiveIsAsGoodAsNone(Wanted wanted) throws Exception {
        byte[] archive = publish(wanted);
        published.put(
                wanted.named(wanted.checksums),
                (sha256(archive) + "  another.tar.gz\n").getBytes(StandardCharsets.UTF_8));

        Run run = run(wanted, "release", Map.of());

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err()).contains("the checksum file does not name it");
        assertNothingKept(wanted);
    }

    @ParameterizedTest
    @EnumSource
    void plainHttpIsRefusedUnlessARehearsalAllowsIt(Wanted wanted) throws Exception {
        byte[] archive = publish(wanted);
        publishChecksum(wanted, sha256(archive));

        Run run = run(wanted, "release", Map.of("RIGGER_FETCH_PLAIN_HTTP", "0"));

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err()).contains("archives come over HTTPS");
        assertNothingKept(wanted);
    }

    @Test
    void whenNothingHelpsTheFourWaysToATemporalAreNamed() throws Exception {
        Run run = run(Wanted.TEMPORAL, "cache release", Map.of());

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err())
                .contains("TEMPORAL_NOT_FOUND")
                .contains("on PATH")
                .contains(home.resolve("rigger/bin").toString())
                .contains("http://127.0.0.1:")
                .contains("go install github.com/temporalio/cli/cmd/temporal@v1.5.1");
    }

    @ParameterizedTest
    @EnumSource(names = {"ETCD", "API_SERVER"})
    void whenNothingHelpsTheFourWaysToAKubernetesAreNamed(Wanted wanted) throws Exception {
        Run run = run(wanted, "cache release", Map.of());

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err())
                .contains("KUBERNETES_NOT_FOUND")
                .contains("on PATH")
                .contains(home.resolve("rigger/bin").toString())
                .contains("http://127.0.0.1:")
                .contains("go build ");
    }

    @Test
    void aJdkWhoseHomeIsNamedIsTaken() throws Exception {
        Path jdk = jdk(home.resolve("named"));

        Run run = run(Wanted.JDK, "known home", Map.of("JAVA_HOME", jdk.toString()));

        assertThat(run.out().strip()).isEqualTo(jdk.toString());
    }

    private byte[] publish(Wanted wanted) throws Exception {
        Path content = Files.createDirectories(home.resolve("content"));
        String top = switch (wanted) {
            case TEMPORAL -> {
                program(content.resolve("temporal"), "echo a temporal");
                yield "temporal";
            }
            case ETCD -> {
                String folder = wanted.named(wanted.archive).replace(".tar.gz", "");
                program(Files.createDirectories(content.resolve(folder)).resolve("etcd"), "echo an etcd");
                yield folder;
            }
            case API_SERVER -> {
                program(content.resolve("kube-apiserver"), "echo an API server");
                yield "kube-apiserver";
            }
            case JDK -> {
                jdk(content.resolve("jdk-25"));
                yield "jdk-25";
            }
        };
        if (wanted == Wanted.API_SERVER) {
            return published(wanted, content.resolve(top));
        }
        Path archive = home.resolve("archive.tar.gz");
        int exit = new ProcessBuilder("tar", "-czf", archive.toString(), "-C", content.toString(), top)
                .inheritIO()
                .start()
                .waitFor();
        assertThat(exit).isZero();
        return published(wanted, archive);
    }

    private byte[] published(Wanted wanted, Path archive) throws IOException {
        published.put(wanted.named(wanted.archive), Files.readAllBytes(archive));
        return Files.readAllBytes(archive);
    }

    /** Kubernetes publishes a bare checksum beside each program. */
    private void publishChecksum(Wanted wanted, String sha256) {
        String line = wanted == Wanted.API_SERVER ? sha256 : sha256 + "  " + wanted.named(wanted.archive) + "\n";
        published.put(wanted.named(wanted.checksums), line.getBytes(StandardCharsets.UTF_8));
    }

    private static Path jdk(Path folder) throws IOException {
        Files.createDirectories(folder.resolve("bin"));
        program(folder.resolve("bin/java"), "echo a java");
        program(folder.resolve("bin/javac"), "echo a javac");
        Files.writeString(folder.resolve("release"), "JAVA_VERSION=\"25.0.3\"\n");
        return folder;
    }

    private static void program(Path file, String body) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + body + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Path kept(Wanted wanted) {
        return home.resolve("rigger").resolve(wanted.kept);
    }

    private void assertNothingKept(Wanted wanted) throws IOException {
        assertThat(kept(wanted)).doesNotExist();
        Path parent = kept(wanted).getParent();
        if (Files.exists(parent)) {
            try (Stream<Path> files = Files.list(parent)) {
                assertThat(files).isEmpty();
            }
        }
    }

    private Run run(Wanted wanted, String ways, Map<String, String> over) throws Exception {
        Path checkout = Path.of("..").toAbsolutePath().normalize();
        List<String> command = new ArrayList<>(List.of(wanted.script.split(" ")));
        command.set(0, checkout.resolve("infra").resolve(command.getFirst()).toString());
        ProcessBuilder builder = new ProcessBuilder(command);
        for (String what : List.of("TEMPORAL", "JDK", "KUBERNETES", "ETCD")) {
            builder.environment().put("RIGGER_" + what + "_WAYS", ways);
            builder.environment()
                    .put(
                            "RIGGER_" + what + "_RELEASE_URL",
                            "http://127.0.0.1:" + server.getAddress().getPort());
        }
        builder.environment()
                .putAll(Map.of(
                        "RIGGER_JDK_KNOWN",
                        home.resolve("none").toString(),
                        "XDG_CACHE_HOME",
                        home.toString(),
                        "RIGGER_FETCH_PLAIN_HTTP",
                        "1"));
        builder.environment().putAll(over);
        Path err = home.resolve("err");
        Process process = builder.redirectError(err.toFile()).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(process.waitFor(), out, Files.readString(err));
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
