package dev.rigger.placement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rigger.placement.check.Contradiction;
import dev.rigger.placement.stored.StoredFormException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Operators look codes up on the page of placement. */
class PlacementPageTest {

    @Test
    void itExplainsEveryCodeInTheOrderOfTheCode() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "placement.md"));
        List<String> codes = Stream.concat(
                        Arrays.stream(Rule.values()).map(Rule::name),
                        Arrays.stream(Contradiction.values()).map(Contradiction::name))
                .toList();

        assertThat(page.lines()
                        .filter(line -> line.startsWith("| `"))
                        .map(line -> line.substring(3, line.indexOf('`', 3))))
                .containsExactlyElementsOf(codes);
        assertThat(StoredFormException.Code.values())
                .allSatisfy(code -> assertThat(page).contains("`" + code + "`"));
    }
}
