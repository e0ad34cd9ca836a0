package dev.rigger.activities.validator.wire;

import java.io.IOException;
import java.io.InputStream;

/** Reads an answer's body as it comes. */
@FunctionalInterface
public interface BodyReader<T> {
    T read(int status, InputStream body) throws IOException;
}
