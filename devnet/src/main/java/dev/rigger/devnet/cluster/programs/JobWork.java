package dev.rigger.devnet.cluster.programs;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A job in a simulated pod, from its activation to its end as the platform wants to hear it: the work, the report, the files,
 * that all is done. Its arguments decide: {@code _seconds} of work, {@code _error} for a job that fails, with that detail.
 */
final class JobWork {
    private static final String RESULT_FILE = "result.json";
    private static final String BOUNDARY = "rigger-devnet-part";

    private final LaunchCalls calls;
    private final Duration usualLength;

    /** @param usualLength of the work where the job's arguments do not say */
    JobWork(LaunchCalls calls, Duration usualLength) {
        this.calls = calls;
        this.usualLength = usualLength;
    }

    /**
     * Works until the job's end, or until the validator wants it to end.
     *
     * @param job the proof's answer: {@code job_data} and {@code job_status_url}
     * @return what could not be told to the validator; null when all was
     */
    @Nullable
    String run(Container container, JsonNode job, PodCalls pod) throws InterruptedException {
        JsonNode arguments = job.path("job_data");
        String url = job.path("job_status_url").asText();
        Duration length = arguments.path("_seconds").isNumber()
                ? Duration.ofMillis((long) (1000 * arguments.path("_seconds").asDouble()))
                : usualLength;
        String stopped = pod.shutdownWithin(length.toMillis());
        ObjectNode report = JsonNodeFactory.instance.objectNode();
        if (stopped != null) {
            report.put("status", "cancelled").put("detail", stopped);
        } else if (arguments.has("_error")) {
            report.put("status", "error").put("detail", arguments.path("_error").asText());
        } else {
            report.put("status", "complete").set("result", arguments);
            report.putArray("output_filenames").add(RESULT_FILE);
        }
        container.log("job ends: " + report.path("status").asText());
        LaunchCalls.Answer reported = calls.post(url, "", report);
        if (reported.status() != 200) {
            return "report refused: " + reported.status() + " " + reported.body();
        }
        String refused = upload(reported.json().path("output_storage_urls"), arguments);
        if (refused != null) {
            return refused;
        }
        LaunchCalls.Answer done =
                calls.put(url, "", JsonNodeFactory.instance.objectNode().put("status", "done"));
        return done.status() == 200 ? null : "end refused: " + done.status() + " " + done.body();
    }

    private @Nullable String upload(JsonNode urls, JsonNode content) throws InterruptedException {
        for (var url : urls.properties()) {
            String body = part("path", "", url.getKey())
                    + part("file", "; filename=\"" + url.getKey() + "\"", content.toString()) + "--" + BOUNDARY
                    + "--\r\n";
            LaunchCalls.Answer answer = calls.putMultipart(url.getValue().asText(), BOUNDARY, body.getBytes(UTF_8));
            if (answer.status() != 200) {
                return "upload refused: " + answer.status() + " " + answer.body();
            }
        }
        return null;
    }

    private static String part(String name, String more, String content) {
        return "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + name + "\"" + more + "\r\n\r\n"
                + content + "\r\n";
    }
}
