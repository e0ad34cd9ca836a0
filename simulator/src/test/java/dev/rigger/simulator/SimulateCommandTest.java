package dev.rigger.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import picocli.CommandLine;

class SimulateCommandTest {

    private final StringWriter data = new StringWriter();
    private final StringWriter talk = new StringWriter();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @Test
    void aContestIsPrintedAndWrittenForMachinesAndEyes() throws Exception {
        int exit = simulate(
                "--policy",
                "reference,value-greedy",
                "--servers",
                "2",
                "--gpus",
                "16",
                "--chutes",
                "12",
                "--days",
                "0.25",
                "--seeds",
                "2",
                "--threads",
                "2",
                "--out",
                directory.toString());

        assertThat(exit).isZero();
        assertThat(data.toString().lines().map(line -> line.split(" +")[0]))
                .containsExactly("policy", "reference", "value-greedy");
        assertThat(talk.toString()).contains("4/4 runs").contains("Wrote " + directory);
        assertThat(Files.readAllLines(directory.resolve("runs.csv"))).hasSize(5);
        assertThat(Files.readAllLines(directory.resolve("over-time.csv"))).hasSize(1 + 4 * 12);
        JsonNode json =
                new ObjectMapper().readTree(directory.resolve("contest.json").toFile());
        assertThat(json.path("runs")).hasSize(4);
        assertThat(json.path("comparedTo").asText()).isEqualTo("reference");
        Document svg = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(directory.resolve("over-time.svg").toFile());
        assertThat(svg.getElementsByTagName("polyline").getLength()).isEqualTo(4);
    }

    @Test
    void anUnknownPolicyIsRefusedWithThoseThatAreKnown() {
        assertThat(simulate("--policy", "wishful")).isEqualTo(2);
        assertThat(talk.toString()).contains("no policy named 'wishful'. UNKNOWN_POLICY. Known are: reference,");
    }

    @Test
    void aWorldThatCannotBeIsRefused() {
        assertThat(simulate("--servers", "2", "--gpus", "17")).isEqualTo(2);
        assertThat(talk.toString()).contains("no world with 2 servers, 17 GPUs", "BAD_WORLD", "Change --servers");
    }

    @Test
    void aProfileThatScoresOtherwiseIsRefused() {
        assertThat(simulate("--profile", "P25")).isEqualTo(2);
        assertThat(talk.toString()).contains("UNKNOWN_PROFILE", "Choose P26a or P26b");
    }

    @Test
    void helpNamesThePoliciesAndTheGate() {
        assertThat(simulate("--help")).isZero();
        assertThat(data.toString()).contains("value-greedy", "--seeds", "gate");
    }

    private int simulate(String... arguments) {
        return new CommandLine(new SimulateCommand())
                .setOut(new PrintWriter(data, true))
                .setErr(new PrintWriter(talk, true))
                .execute(arguments);
    }
}
