package dev.rigger.simulator.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rigger.simulator.engine.Dice.Of;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AgendaTest {

    private final Agenda agenda = new Agenda();
    private final List<String> happened = new ArrayList<>();

    @Test
    void whatIsDueEarlierHappensEarlierAndEqualsInTheOrderInWhichTheyWereNoted() {
        Dice dice = new Dice(7);
        for (int i = 0; i < 5_000; i++) {
            long due = (long) (dice.uniform(Of.JOB, i, 0) * 100);
            int number = i;
            agenda.at(due, () -> happened.add(String.format("%03d %05d", due, number)));
        }

        agenda.runUntil(100);

        assertThat(happened).hasSize(5_000).isSorted();
        assertThat(agenda.now()).isEqualTo(100);
    }

    @Test
    void whatIsDueAtTheEndIsLeftForLater() {
        agenda.every(10, 10, () -> happened.add("at " + agenda.now()));

        agenda.runUntil(30);
        assertThat(happened).containsExactly("at 10", "at 20");
        agenda.runUntil(31);
        assertThat(happened).containsExactly("at 10", "at 20", "at 30");
    }

    @Test
    void nothingIsNotedForThePast() {
        agenda.runUntil(30);

        assertThatThrownBy(() -> agenda.at(29, () -> {})).hasMessageContaining("too late for 29");
    }
}
