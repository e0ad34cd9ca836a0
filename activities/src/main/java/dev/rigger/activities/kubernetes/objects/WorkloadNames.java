package dev.rigger.activities.kubernetes.objects;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Names and labels that others read: the platform's tools, existing dashboards, an operator's kubectl. */
public final class WorkloadNames {
    public static final String DEPLOYMENT_ID = "chutes/deployment-id";
    public static final String CHUTE = "chutes/chute";
    /** Selects every chute's Jobs, pods and Services. */
    public static final Map<String, String> ALL_CHUTES = Map.of(CHUTE, "true");

    private static final String JOB_PREFIX = "chute-";
    private static final String SERVICE_PREFIX = "chute-service-";
    private static final String OLD_SERVICE_PREFIX = "chute-svc-";

    /** The OID namespace of RFC 9562. */
    private static final UUID OID = UUID.fromString("6ba7b812-9dad-11d1-80b4-00c04fd430c8");

    private WorkloadNames() {}

    public static String job(String deploymentId) {
        return JOB_PREFIX + deploymentId;
    }

    /** The deployment of a Job with such a name. */
    public static Optional<String> deploymentOfJob(String jobName) {
        return jobName.startsWith(JOB_PREFIX) ? Optional.of(jobName.substring(JOB_PREFIX.length())) : Optional.empty();
    }

    public static String service(String deploymentId) {
        return SERVICE_PREFIX + deploymentId;
    }

    /** How Services were called before. */
    public static String oldService(String deploymentId) {
        return OLD_SERVICE_PREFIX + deploymentId;
    }

    /** Whether a deployment's Service is called so. */
    public static boolean isService(String name) {
        return name.startsWith(SERVICE_PREFIX) || name.startsWith(OLD_SERVICE_PREFIX);
    }

    /** {@code chute-code-} and the UUIDv5 of {@code <chute id>::<version>} in the OID namespace. */
    public static String codeMap(String chuteId, String version) {
        return "chute-code-" + uuid5(OID, chuteId + "::" + version);
    }

    public static Map<String, String> selector(String deploymentId) {
        return Map.of(DEPLOYMENT_ID, deploymentId);
    }

    static Map<String, String> serviceLabels(WorkloadSpec spec) {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put(DEPLOYMENT_ID, spec.deploymentId());
        labels.put(CHUTE, "true");
        labels.put("chutes/chute-id", spec.chute().chuteId());
        labels.put("chutes/version", spec.version());
        return labels;
    }

    static Map<String, String> jobLabels(WorkloadSpec spec) {
        Map<String, String> labels = serviceLabels(spec);
        String configId = spec.configId();
        if (configId != null) {
            labels.put("chutes/config-id", configId);
        }
        String jobId = spec.jobId();
        if (jobId != null) {
            labels.put("chutes/job-id", jobId);
            labels.put("chutes/job", "true");
        }
        return labels;
    }

    private static UUID uuid5(UUID namespace, String name) {
        try {
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            sha1.update(ByteBuffer.allocate(16)
                    .putLong(namespace.getMostSignificantBits())
                    .putLong(namespace.getLeastSignificantBits())
                    .array());
            ByteBuffer hash = ByteBuffer.wrap(sha1.digest(name.getBytes(StandardCharsets.UTF_8)));
            long high = (hash.getLong() & ~0xf000L) | 0x5000L;
            long low = (hash.getLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
            return new UUID(high, low);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-1", e);
        }
    }
}
