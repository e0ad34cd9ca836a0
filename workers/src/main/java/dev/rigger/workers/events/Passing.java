package dev.rigger.workers.events;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.sql.SQLException;

/** Tells failures of the world, which pass, from failures of an event, which stay. */
final class Passing {

    private Passing() {}

    static boolean isPassing(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException) {
                return true;
            }
            if (cause instanceof StatusRuntimeException grpc) {
                return switch (grpc.getStatus().getCode()) {
                    case INVALID_ARGUMENT, ALREADY_EXISTS, OUT_OF_RANGE, UNIMPLEMENTED, DATA_LOSS -> false;
                    default -> grpc.getStatus().getCode() != Status.Code.OK;
                };
            }
        }
        return false;
    }
}
