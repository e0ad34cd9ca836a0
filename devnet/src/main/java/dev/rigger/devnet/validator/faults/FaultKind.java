package dev.rigger.devnet.validator.faults;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Every way in which the devnet validator can misbehave. The wire name is the constant's in lower case with dashes
 * ({@code STATUS_503} is {@code status-503}); it never changes its meaning.
 */
public enum FaultKind {
    STATUS_400(Side.HTTP),
    STATUS_401(Side.HTTP),
    STATUS_403(Side.HTTP),
    STATUS_404(Side.HTTP),
    STATUS_409(Side.HTTP),
    STATUS_410(Side.HTTP),
    STATUS_423(Side.HTTP),
    /** With {@code Retry-After}. */
    STATUS_429(Side.HTTP),
    STATUS_500(Side.HTTP),
    STATUS_502(Side.HTTP),
    /** With {@code Retry-After}. */
    STATUS_503(Side.HTTP),
    /** The answer is right, and comes after the fault's delay. */
    SLOW(Side.HTTP),
    /** Nothing is done and nothing is answered, until the fault's delay is over or the fault is taken back. */
    HANG(Side.HTTP),
    /** The connection is torn down instead of an answer; nothing is done. */
    RESET(Side.HTTP),
    /** What was asked for is done; then the connection is torn down instead of the answer. */
    LOST_ANSWER(Side.HTTP),
    /** A list without items and without a word about it. */
    EMPTY_LIST(Side.HTTP),
    /** A list that says that it has no items. */
    NO_ITEMS(Side.HTTP),
    /** The first items of a list, looking complete. */
    PARTIAL_LIST(Side.HTTP),
    /** The connection ends in the middle of the announced body. */
    TRUNCATED(Side.HTTP),
    /** Status 200 with a body that is not what was asked for. */
    GARBAGE(Side.HTTP),
    /** Every item of a list twice. */
    DUPLICATE_ITEMS(Side.HTTP),
    /** A list of another miner's items. */
    WRONG_HOTKEY(Side.HTTP),
    /** Definitions as they were one version ago. */
    OLD_VERSION(Side.HTTP),
    /** Events are lost. */
    SOCKET_DROP(Side.SOCKET),
    /** Events come after the fault's delay, overtaken by those that it does not hit. */
    SOCKET_DELAY(Side.SOCKET),
    /** Events come twice. */
    SOCKET_DUPLICATE(Side.SOCKET),
    /** Events come after the one that follows them. */
    SOCKET_REORDER(Side.SOCKET),
    /** The heartbeat goes on, and nothing else comes: no event, no answer to {@code authenticate}. */
    SOCKET_SILENCE(Side.SOCKET),
    /** Connections that are open when the fault begins stay open and carry nothing any more, not even a heartbeat. */
    SOCKET_HALF_OPEN(Side.SOCKET),
    /** New connections are reset; usually with a count. */
    SOCKET_REFUSE(Side.SOCKET),
    /** Another session of the same hotkey gets what is meant for one miner, until the miner authenticates again. */
    SOCKET_STEAL(Side.SOCKET);

    /** Where a fault works. */
    public enum Side {
        HTTP,
        SOCKET
    }

    private static final String STATUS = "STATUS_";

    private final Side side;

    FaultKind(Side side) {
        this.side = side;
    }

    public Side side() {
        return side;
    }

    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<FaultKind> named(String wireName) {
        return Arrays.stream(values())
                .filter(kind -> kind.wireName().equals(wireName))
                .findFirst();
    }

    /** The kind that answers with that HTTP status; only those that are listed exist. */
    public static FaultKind ofStatus(int status) {
        return valueOf(STATUS + status);
    }

    /** The HTTP status that takes the answer's place, for the kinds that have one. */
    public Optional<Integer> status() {
        return name().startsWith(STATUS)
                ? Optional.of(Integer.parseInt(name().substring(STATUS.length())))
                : Optional.empty();
    }

    /** Whether it takes the answer's place, so that nothing after it matters. */
    boolean replaces() {
        return this == HANG || this == RESET || status().isPresent();
    }
}
