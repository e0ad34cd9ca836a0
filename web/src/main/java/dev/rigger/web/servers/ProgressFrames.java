package dev.rigger.web.servers;

import dev.rigger.inventory.Progress;
import dev.rigger.inventory.StoredProgress;
import dev.rigger.web.fleet.WireTime;
import dev.rigger.workflows.progress.ProgressLine;
import io.micronaut.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * The progress of an onboarding as frames {@code data: {"timestamp": …, "message": …}}, from its first line on, for as long
 * as it goes on. Reading waits for the next line; closing, which the server does when the client goes away, ends the wait.
 */
final class ProgressFrames extends InputStream {
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
    /** Quiet reads after which we ask whether anybody is still writing. */
    private static final int PATIENCE = 20;

    private final Progress progress;
    private final String stream;
    private final Predicate<String> running;
    private final JsonMapper json;
    private final Clock clock;
    private final CountDownLatch closed = new CountDownLatch(1);

    private byte[] pending = {};
    private int position;
    private int nextLine;
    private int quietReads;
    private boolean nobodyWrites;
    private ProgressLine.End end = ProgressLine.End.OPEN;

    /** @param running whether the workflow of a progress stream still runs */
    ProgressFrames(Progress progress, String stream, Predicate<String> running, JsonMapper json, Clock clock) {
        this.progress = progress;
        this.stream = stream;
        this.running = running;
        this.json = json;
        this.clock = clock;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, buffer.length);
        while (position == pending.length) {
            if (end != ProgressLine.End.OPEN || closed.getCount() == 0) {
                return -1;
            }
            List<StoredProgress> lines = progress.of(stream, nextLine);
            if (lines.isEmpty()) {
                waitForMore();
            } else {
                frame(lines);
            }
        }
        int count = Math.min(length, pending.length - position);
        System.arraycopy(pending, position, buffer, offset, count);
        position += count;
        return count;
    }

    @Override
    public void close() {
        closed.countDown();
    }

    private void frame(List<StoredProgress> lines) throws IOException {
        quietReads = 0;
        StringBuilder frames = new StringBuilder();
        for (StoredProgress line : lines) {
            frames.append(frame(line));
            nextLine = line.number() + 1;
            end = ProgressLine.End.valueOf(line.ending());
        }
        offer(frames.toString());
    }

    private String frame(StoredProgress line) throws IOException {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("timestamp", WireTime.naive(line.at()));
        fields.put("message", line.message());
        return "data: " + json.writeValueAsString(fields) + "\n\n";
    }

    private void offer(String frames) {
        pending = frames.getBytes(StandardCharsets.UTF_8);
        position = 0;
    }

    private void waitForMore() throws IOException {
        if (nobodyWrites) {
            end = ProgressLine.End.FAILED;
            offer(frame(new StoredProgress(
                    stream,
                    nextLine,
                    "The onboarding ended without saying how.\nONBOARDING_ENDED\nLook at it in Temporal's UI, then add the"
                            + " server again.",
                    end.name(),
                    clock.instant())));
            return;
        }
        quietReads++;
        if (quietReads % PATIENCE == 0) {
            // Its last line may be written between our look at the lines and this one, so look at them once more.
            nobodyWrites = !running.test(stream);
            return;
        }
        Duration pause = SHORTEST_PAUSE.multipliedBy(quietReads);
        try {
            closed.await(Math.min(pause.toMillis(), LONGEST_PAUSE.toMillis()), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("this process is stopping; the onboarding goes on");
        }
    }
}
