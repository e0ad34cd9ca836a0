package dev.rigger.devnet.validator.platform;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.rigger.devnet.validator.wire.Refusal;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Launch tokens: JWT (RFC 7519) signed with ES256 for SDKs from 0.3.61 on, with HS256 for older ones. The miner passes
 * them on unopened.
 */
final class LaunchJwt {
    private static final Duration LIFE = Duration.ofHours(3);
    private static final String ISSUER = "chutes";

    private final ECKey ecKey;
    private final byte[] sharedSecret;
    private final InstantSource clock;

    private LaunchJwt(ECKey ecKey, byte[] sharedSecret, InstantSource clock) {
        this.ecKey = ecKey;
        this.sharedSecret = sharedSecret;
        this.clock = clock;
    }

    /** Keys are kept with the rest of the state, so that tokens outlive a restart. */
    static LaunchJwt from(PlatformState state, SecureRandom random, InstantSource clock) {
        try {
            String ec = state.keys().get("es256");
            if (ec == null) {
                ec = new ECKeyGenerator(Curve.P_256)
                        .secureRandom(random)
                        .generate()
                        .toJSONString();
                state.keys().put("es256", ec);
            }
            String shared =
                    state.keys().computeIfAbsent("hs256", key -> HexFormat.of().formatHex(random32(random)));
            return new LaunchJwt(ECKey.parse(ec), HexFormat.of().parseHex(shared), clock);
        } catch (JOSEException | ParseException e) {
            throw new IllegalStateException("The launch token keys cannot be made or read", e);
        }
    }

    String issue(LaunchConfig config, ChuteDefinition chute, String url, int diskGb) {
        boolean modern = SdkVersion.atLeast(chute.chutesVersion(), 0, 3, 61);
        Instant now = clock.instant();
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .subject(config.configId())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(LIFE)))
                .claim("chute_id", chute.chuteId())
                .claim("url", url)
                .claim("env_key", config.envKey())
                .claim("egress", false)
                .claim("env_type", config.envType().name().toLowerCase(Locale.ROOT))
                .claim("lock_modules", false)
                .claim("disk_gb", diskGb);
        if (config.jobId() != null) {
            claims.claim("job_id", config.jobId());
        }
        try {
            SignedJWT jwt =
                    new SignedJWT(new JWSHeader(modern ? JWSAlgorithm.ES256 : JWSAlgorithm.HS256), claims.build());
            jwt.sign(modern ? new ECDSASigner(ecKey) : new MACSigner(sharedSecret));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException("A launch token cannot be signed", e);
        }
    }

    /** The config a token is for; refuses with 401 what is not ours, changed or over. */
    String configOf(String token) {
        try {
            SignedJWT jwt = SignedJWT.parse(token);
            JWSVerifier verifier = jwt.getHeader().getAlgorithm().equals(JWSAlgorithm.ES256)
                    ? new ECDSAVerifier(ecKey.toPublicJWK())
                    : new MACVerifier(sharedSecret);
            JWTClaimsSet claims = jwt.getJWTClaimsSet();
            Date expires = claims.getExpirationTime();
            if (!jwt.verify(verifier) || !ISSUER.equals(claims.getIssuer())) {
                throw new Refusal(401, "Invalid launch token");
            }
            if (expires == null || !clock.instant().isBefore(expires.toInstant())) {
                throw new Refusal(401, "Launch token has expired");
            }
            return claims.getSubject();
        } catch (ParseException | JOSEException e) {
            throw new Refusal(401, "Invalid launch token");
        }
    }

    /** What a job's address carries. {@code filename} of an upload's. */
    record JobClaims(String jobId, @Nullable String filename) {}

    String forJob(String jobId, @Nullable String filename) {
        JWTClaimsSet.Builder claims =
                new JWTClaimsSet.Builder().issuer(ISSUER).subject(jobId).issueTime(Date.from(clock.instant()));
        if (filename != null) {
            claims.claim("filename", filename);
        }
        try {
            SignedJWT jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims.build());
            jwt.sign(new MACSigner(sharedSecret));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException("A job token cannot be signed", e);
        }
    }

    /** Refuses with 401 what is not ours. */
    JobClaims jobOf(String token) {
        try {
            SignedJWT jwt = SignedJWT.parse(token);
            JWTClaimsSet claims = jwt.getJWTClaimsSet();
            if (!jwt.getHeader().getAlgorithm().equals(JWSAlgorithm.HS256)
                    || !jwt.verify(new MACVerifier(sharedSecret))
                    || !ISSUER.equals(claims.getIssuer())) {
                throw new Refusal(401, "Invalid job token");
            }
            return new JobClaims(claims.getSubject(), claims.getStringClaim("filename"));
        } catch (ParseException | JOSEException e) {
            throw new Refusal(401, "Invalid job token");
        }
    }

    /** {@code <unix seconds>:<signature>}, ES256 over {@code <unix seconds>:<chute>:<config>}. */
    String fileSystemKey(LaunchConfig config) {
        long now = clock.instant().getEpochSecond();
        String signed = now + ":" + config.chuteId() + ":" + config.configId();
        try {
            return now + ":"
                    + new ECDSASigner(ecKey)
                            .sign(new JWSHeader(JWSAlgorithm.ES256), signed.getBytes(StandardCharsets.UTF_8));
        } catch (JOSEException e) {
            throw new IllegalStateException("A file system key cannot be signed", e);
        }
    }

    private static byte[] random32(SecureRandom random) {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return bytes;
    }
}
