package dev.rigger.devnet.validator.routes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rigger.devnet.validator.platform.Instance;
import dev.rigger.devnet.validator.platform.Job;
import dev.rigger.devnet.validator.platform.JobDesk;
import dev.rigger.devnet.validator.platform.Platform;
import dev.rigger.devnet.validator.traffic.JobStops;
import dev.rigger.devnet.validator.wire.Call;
import dev.rigger.devnet.validator.wire.MinerGate;
import dev.rigger.devnet.validator.wire.Refusal;
import dev.rigger.devnet.validator.wire.Reply;
import dev.rigger.devnet.validator.wire.Router;
import dev.rigger.devnet.validator.wire.WireJson;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code /jobs/...}: users make and end jobs; pods report by the address that they were given with their proof. */
public final class JobRoutes {
    private static final String UPLOAD = "/jobs/{job_id}/upload";

    private final Platform platform;
    private final JobStops stops;
    private final Users users;
    private final MinerWire wire;

    public JobRoutes(Platform platform, JobStops stops, MinerGate gate, Users users) {
        this.platform = platform;
        this.stops = stops;
        this.users = users;
        this.wire = new MinerWire(gate);
    }

    public void addTo(Router router) {
        router.on("PUT", UPLOAD, this::upload)
                .on("POST", "/jobs/{job_id}", this::report)
                .on("PUT", "/jobs/{job_id}", this::done)
                .on("GET", "/jobs/{job_id}", this::status)
                .on("DELETE", "/jobs/{job_id}", this::cancel)
                .on("POST", "/jobs/{chute_id}/{method}", this::create);
    }

    private Reply create(Call call) {
        String user = users.of(call);
        JsonNode arguments = call.body().length == 0 ? WireJson.MAPPER.createObjectNode() : call.json();
        return Reply.json(
                show(platform.jobs().create(user, call.variable("chute_id"), call.variable("method"), arguments)));
    }

    private Reply status(Call call) {
        users.of(call);
        return Reply.json(show(known(call)));
    }

    private Reply cancel(Call call) {
        users.of(call);
        Job job = stops.cancel(known(call).jobId());
        return Reply.json(Map.of("job_id", job.jobId(), "deleted", true));
    }

    private Reply report(Call call) {
        String jobId = authorised(call).getFirst();
        Job job = platform.jobDesk().report(jobId, call.json(JobDesk.Report.class));
        Map<String, @Nullable Object> shown = show(job);
        Map<String, String> urls = new LinkedHashMap<>();
        job.outputFiles()
                .keySet()
                .forEach(name -> urls.put(name, platform.launches().uploadUrl(jobId, name)));
        shown.put("output_storage_urls", urls);
        return Reply.json(shown);
    }

    private Reply upload(Call call) {
        List<String> named = authorised(call);
        if (named.size() < 2) {
            throw new Refusal(401, "The token is not for an upload");
        }
        String filename = named.get(1);
        Multipart.Upload upload = Multipart.parse(call);
        platform.jobDesk().uploaded(named.getFirst(), filename, upload.bytes());
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("status", "success");
        answer.put("filename", filename);
        answer.put("file_id", named.getFirst() + "/" + filename);
        answer.put("path", upload.path().isEmpty() ? filename : upload.path());
        answer.put("uploaded", true);
        return Reply.json(answer);
    }

    private Reply done(Call call) {
        if (!call.json().path("status").asText().equals("done")) {
            throw new Refusal(422, "status must be done");
        }
        return Reply.json(show(platform.jobDesk().done(authorised(call).getFirst())));
    }

    /** The job and, for uploads, the file that the token in the address is for. */
    private List<String> authorised(Call call) {
        String token = call.query("token").orElseThrow(() -> new Refusal(401, "The job's token is missing"));
        List<String> named = platform.launches().jobOf(token);
        if (!named.getFirst().equals(call.variable("job_id"))) {
            throw new Refusal(401, "The token is for another job");
        }
        return named;
    }

    private Job known(Call call) {
        String jobId = call.variable("job_id");
        return platform.jobs().byId(jobId).orElseThrow(() -> new Refusal(404, "Job not found: " + jobId));
    }

    private Map<String, @Nullable Object> show(Job job) {
        Instance instance = job.instanceId() == null
                ? null
                : platform.instances().byId(job.instanceId()).orElse(null);
        return wire.job(job, instance);
    }
}
