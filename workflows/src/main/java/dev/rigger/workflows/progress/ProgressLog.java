package dev.rigger.workflows.progress;

import dev.rigger.workflows.Steps;
import io.temporal.workflow.Workflow;

/** A workflow's own progress lines, numbered in order; the stream is named after the workflow and its run. */
public final class ProgressLog {
    private final String stream;
    private int written;

    public ProgressLog() {
        stream = Workflow.getInfo().getWorkflowId() + " " + Workflow.getInfo().getRunId();
    }

    public String stream() {
        return stream;
    }

    public void say(String message) {
        append(message, ProgressLine.End.OPEN);
    }

    /** The last line. */
    public void end(String message, ProgressLine.End end) {
        append(message, end);
    }

    private void append(String message, ProgressLine.End end) {
        Workflow.setCurrentDetails(message);
        ProgressLine line = new ProgressLine(stream, written++, message, end);
        Steps.run(ProgressActivities.class, message.lines().findFirst().orElse(""), progress -> progress.append(line));
    }
}
