package dev.rigger.placement.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page of scenarios tells the truth about the tests. */
class ScenariosPageTest {
    private static final Path PAGE = Path.of("..", "docs", "scenarios.md");
    private static final Path TESTS = Path.of("src", "test", "java");
    private static final Pattern ROW = Pattern.compile("^\\| (\\d+) \\| (.+) \\| (.+) \\|$");
    private static final Pattern TAG = Pattern.compile("@Tag\\(\"scenario-(\\d+)\"\\)");
    private static final Pattern CLASS = Pattern.compile("`(\\w+Test)`");

    @Test
    void itListsEveryScenarioOnceAndInOrder() throws IOException {
        assertThat(Files.readAllLines(PAGE).stream()
                        .map(ROW::matcher)
                        .filter(Matcher::matches)
                        .map(row -> Integer.valueOf(row.group(1))))
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 109).boxed().toList());
    }

    @Test
    void itNamesTheClassesThatCarryTheTags() throws IOException {
        assertThat(named()).isEqualTo(tagged());
    }

    private static Map<Integer, Set<String>> named() throws IOException {
        Map<Integer, Set<String>> named = new TreeMap<>();
        for (String line : Files.readAllLines(PAGE)) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                CLASS.matcher(row.group(3))
                        .results()
                        .forEach(
                                found -> named.computeIfAbsent(Integer.valueOf(row.group(1)), number -> new TreeSet<>())
                                        .add(found.group(1)));
            }
        }
        return named;
    }

    private static Map<Integer, Set<String>> tagged() throws IOException {
        Map<Integer, Set<String>> tagged = new TreeMap<>();
        for (Path file : sources()) {
            String name = String.valueOf(file.getFileName()).replace(".java", "");
            TAG.matcher(Files.readString(file))
                    .results()
                    .forEach(tag -> tagged.computeIfAbsent(Integer.valueOf(tag.group(1)), number -> new TreeSet<>())
                            .add(name));
        }
        return tagged;
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(TESTS)) {
            return files.filter(file -> file.toString().endsWith("Test.java")).toList();
        }
    }
}
