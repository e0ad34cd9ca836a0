package dev.rigger.graval.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jcuda.nvptxcompiler.JNvPTXCompiler;
import jcuda.nvptxcompiler.nvPTXCompileResult;
import jcuda.nvptxcompiler.nvPTXCompilerHandle;

/** NVIDIA's own compiler from PTX to a chip's instructions, which comes with the binding and needs no GPU. */
final class PtxCompiler {
    private static final Pattern STACK_AND_SPILLS =
            Pattern.compile("(\\d+) bytes stack frame, (\\d+) bytes spill stores, (\\d+) bytes spill loads");

    private PtxCompiler() {}

    /**
     * @param log of all kernels, with registers and spills
     * @param bytes of the chip's instructions
     */
    record Compiled(int result, String log, long bytes) {
        boolean done() {
            return result == nvPTXCompileResult.NVPTXCOMPILE_SUCCESS;
        }

        /** Bytes that registers had to be kept in memory for, of all kernels together. */
        int spilled() {
            Matcher kernel = STACK_AND_SPILLS.matcher(log);
            int spilled = 0;
            while (kernel.find()) {
                spilled += Integer.parseInt(kernel.group(2)) + Integer.parseInt(kernel.group(3));
            }
            return spilled;
        }
    }

    static Compiled compile(String ptx, String chip) {
        byte[] source = (ptx + "\0").getBytes(StandardCharsets.US_ASCII);
        nvPTXCompilerHandle compiler = new nvPTXCompilerHandle();
        succeed(JNvPTXCompiler.nvPTXCompilerCreate(compiler, source.length, source));
        try {
            List<String> options = List.of("--gpu-name=" + chip, "--verbose");
            int result = JNvPTXCompiler.nvPTXCompilerCompile(compiler, options.size(), options.toArray(String[]::new));
            long[] size = new long[1];
            if (result == nvPTXCompileResult.NVPTXCOMPILE_SUCCESS) {
                succeed(JNvPTXCompiler.nvPTXCompilerGetInfoLogSize(compiler, size));
                byte[] log = new byte[(int) size[0] + 1];
                succeed(JNvPTXCompiler.nvPTXCompilerGetInfoLog(compiler, log));
                succeed(JNvPTXCompiler.nvPTXCompilerGetCompiledProgramSize(compiler, size));
                return new Compiled(result, text(log), size[0]);
            }
            succeed(JNvPTXCompiler.nvPTXCompilerGetErrorLogSize(compiler, size));
            byte[] log = new byte[(int) size[0] + 1];
            succeed(JNvPTXCompiler.nvPTXCompilerGetErrorLog(compiler, log));
            return new Compiled(result, text(log), 0);
        } finally {
            succeed(JNvPTXCompiler.nvPTXCompilerDestroy(compiler));
        }
    }

    private static String text(byte[] log) {
        return new String(log, StandardCharsets.US_ASCII).replace("\0", "");
    }

    private static void succeed(int result) {
        assertThat(nvPTXCompileResult.stringFor(result)).isEqualTo("NVPTXCOMPILE_SUCCESS");
    }
}
