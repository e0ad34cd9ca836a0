package dev.rigger.graval.cuda;

import java.util.List;

/**
 * One kernel, started once.
 *
 * @param module file of PTX that has it, without its ending
 * @param sharedBytes dynamic shared memory of a block
 * @param arguments {@link Long} for 64 bits and addresses, {@link Integer} for 32
 */
public record Launch(String module, String kernel, int blocks, int threads, int sharedBytes, List<Object> arguments) {
    public Launch {
        if (blocks < 1) {
            throw new IllegalArgumentException(kernel + " with " + blocks + " blocks");
        }
        arguments = List.copyOf(arguments);
    }

    /** One thread for each of {@code count}. */
    static Launch threadEach(String module, String kernel, long count, int threads, Object... arguments) {
        int blocks = Math.toIntExact((count + threads - 1) / threads);
        return new Launch(module, kernel, blocks, threads, 0, List.of(arguments));
    }
}
