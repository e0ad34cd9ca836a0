package dev.rigger.graval;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelLogTest {
    @TempDir
    private Path folder;

    @Test
    void xidErrorsAreCountedByGpu() throws Exception {
        Path written = folder.resolve("kmsg");
        Files.writeString(written, """
            6,1,100,-;Linux version 6.1
            4,338,5140000,-;NVRM: Xid (PCI:0000:3b:00): 13, pid=7, name=python, Graphics Exception
            4,339,5140900,-;NVRM: Xid (PCI:0000:3b:00): 79, pid=7, name=python, GPU has fallen off the bus.
            4,340,5141000,-;NVRM: Xid (PCI:0000:3b:00): 13, pid=8, name=python, Graphics Exception
            4,341,5142000,-;NVRM: Xid (PCI:0000:AF:00): 48, pid=9, Double Bit ECC Error
            """);
        try (KernelLog log = new KernelLog(written)) {
            log.awaitEnd();
            assertThat(log.errorsOf("00000000:3B:00.0")).hasValue(Map.of(13, 2, 79, 1));
            assertThat(log.errorsOf("00000000:AF:00.0")).hasValue(Map.of(48, 1));
            assertThat(log.errorsOf("00000000:D8:00.0")).hasValue(Map.of());
            assertThat(log.absentBecause()).isEmpty();
        }
    }

    @Test
    void aLogThatCannotBeReadTellsOfNoErrorsNeitherThatThereAreNone() throws Exception {
        try (KernelLog log = new KernelLog(folder.resolve("nothing"))) {
            log.awaitEnd();
            assertThat(log.errorsOf("00000000:3B:00.0")).isEmpty();
            assertThat(log.absentBecause()).contains("nothing cannot be read");
        }
    }
}
