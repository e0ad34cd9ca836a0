package dev.rigger.devnet.validator.wire;

import java.util.function.Supplier;

/** What stands between the wire and the handlers, and may spoil or take the place of an answer. */
public interface Interposer {
    /**
     * Lets a call through, or does not.
     *
     * @param answer does what was asked for; to be called once, or not at all
     */
    Outcome pass(Call call, Supplier<Reply> answer);

    /** How a call ends on the wire. */
    sealed interface Outcome {
        record Answered(Reply reply) implements Outcome {}

        /** The whole body is announced, only so many bytes of it come, then the connection ends. */
        record CutShort(Reply reply, int bytes) implements Outcome {}

        /** The connection is torn down without a byte of an answer. */
        record TornDown() implements Outcome {}
    }
}
