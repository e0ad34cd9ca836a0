package dev.rigger.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class MainTest {
    @Test
    void everyProcessOfTheHouseStartsHere() {
        assertThat(Main.commandLine().getSubcommands().keySet())
                .contains("run", "worker", "web", "graval-worker", "up", "devnet");
    }

    @Test
    void aCommandThatDoesNotExistIsWrongUsage() {
        CommandLine command = Main.commandLine().setErr(new PrintWriter(new StringWriter()));

        assertThat(command.execute("no-such-command")).isEqualTo(2);
    }
}
