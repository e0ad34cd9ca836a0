package dev.rigger.devnet.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalKubernetesTest {
    @TempDir
    Path directory;

    @Test
    void whatAKilledRunLeftIsEndedAndItsStateIsThereInTheNext() throws Exception {
        KilledRun.leaveBehind("kubernetes", directory);
        List<ProcessHandle> orphans = new ArrayList<>();
        for (String pidFile : LocalKubernetes.PID_FILES) {
            String pid =
                    Files.readString(directory.resolve("data").resolve(pidFile)).strip();
            orphans.add(ProcessHandle.of(Long.parseLong(pid)).orElseThrow());
        }
        Instant secondStart = Instant.now().truncatedTo(ChronoUnit.SECONDS);

        try (LocalKubernetes next = LocalKubernetes.start(directory, KubernetesPorts.of(0));
                KubernetesClient client = new KubernetesClientBuilder()
                        .withConfig(Config.fromKubeconfig(next.kubeconfig()))
                        .build()) {
            assertThat(orphans).hasSize(3).noneMatch(ProcessHandle::isAlive);
            String since = client.namespaces()
                    .withName("kube-system")
                    .get()
                    .getMetadata()
                    .getCreationTimestamp();
            assertThat(Instant.parse(since)).isBefore(secondStart);
        }
    }

    @Test
    void theAccessIsItsOwnersAlone() throws Exception {
        KubernetesAccess access = new KubernetesAccess(directory);

        access.prepare();
        String first = Files.readString(access.tokens());
        access.prepare();

        assertThat(Files.readString(access.tokens())).isEqualTo(first);
        assertThat(Files.getPosixFilePermissions(access.tokens().getParent()))
                .extracting(Enum::name)
                .containsExactlyInAnyOrder("OWNER_READ", "OWNER_WRITE", "OWNER_EXECUTE");
    }
}
