package dev.rigger.graval.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The PTX that is shipped is what NVIDIA's compiler takes, for every chip that it is meant for. */
@EnabledIfSystemProperty(
        named = "os.arch",
        matches = "amd64",
        disabledReason = "the binding has its compiler for x86-64 alone")
class PtxTest {
    @ParameterizedTest
    @CsvSource({
        "plain, sm_75",
        "plain, sm_80",
        "plain, sm_86",
        "plain, sm_89",
        "plain, sm_90",
        "mma, sm_80",
        "mma, sm_86",
        "mma, sm_89",
        "mma, sm_90",
        "wgmma, sm_90a"
    })
    void everyKernelCompilesAndKeepsItsResultsInRegisters(String module, String chip) {
        PtxCompiler.Compiled compiled = PtxCompiler.compile(Ptx.of(module), chip);

        assertThat(compiled.done()).as(compiled.log()).isTrue();
        assertThat(compiled.bytes()).isPositive();
        assertThat(compiled.spilled()).as(compiled.log()).isZero();
        // What the compiler says when it cannot leave the tensor cores to themselves.
        assertThat(compiled.log()).doesNotContain("warning", "serialized");
    }

    @Test
    void kernelsOfHopperAreRefusedForOtherChips() {
        assertThat(PtxCompiler.compile(Ptx.of("wgmma"), "sm_89").done()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"plain, sm_75", "mma, sm_80", "wgmma, sm_90a"})
    void everyDriverOfCuda12TakesIt(String module, String target) {
        assertThat(Ptx.of(module)).contains("\n.version 8.0\n", "\n.target " + target + "\n");
    }
}
