package dev.rigger.activities.validator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.rigger.activities.FleetOnPostgres;
import dev.rigger.activities.validator.api.LaunchGrant;
import dev.rigger.activities.validator.wire.UrlGuard;
import dev.rigger.hotkey.Hotkey;
import dev.rigger.hotkey.RequestSigner;
import dev.rigger.hotkey.secrets.SecretKeys;
import dev.rigger.inventory.Backoffs;
import dev.rigger.inventory.Deployment;
import dev.rigger.inventory.Deployments;
import dev.rigger.inventory.JobAttempts;
import dev.rigger.inventory.LaunchTokens;
import dev.rigger.inventory.Reservations;
import dev.rigger.settings.Periods;
import dev.rigger.settings.ProtocolProfile;
import dev.rigger.settings.Secret;
import dev.rigger.settings.ValidatorCalls;
import dev.rigger.settings.ValidatorEndpoint;
import dev.rigger.settings.ValidatorSettings;
import dev.rigger.workflows.deployment.LaunchActivities;
import dev.rigger.workflows.deployment.LaunchToken;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.testing.TestActivityEnvironment;
import java.net.InetAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LaunchRefusalsTest extends FleetOnPostgres {
    private static final String CONFIG = "/instances/launch_config";

    private final Hotkey miner = Hotkey.fromSeed("11".repeat(32));
    private ScriptedValidator platform;
    private ValidatorClients clients;
    private TestActivityEnvironment environment;
    private LaunchTokenStore tokens;
    private LaunchActivities launches;

    @BeforeEach
    void start() {
        platform = new ScriptedValidator();
        ValidatorSettings settings = new ValidatorSettings(
                List.of(new ValidatorEndpoint(
                        validator, "registry.test", platform.uri(), URI.create("ws://127.0.0.1:1"))),
                ValidatorCalls.DEFAULTS,
                ProtocolProfile.byDefault());
        clients = new ValidatorClients(settings, new RequestSigner(miner, Clock.systemUTC()), Clock.systemUTC());
        tokens = new LaunchTokenStore(
                bean(LaunchTokens.class),
                bean(Deployments.class),
                SecretKeys.derivedFrom("11".repeat(32)),
                new UrlGuard(List.of(platform.uri()), InetAddress::getAllByName),
                Periods.DEFAULTS,
                clock);
        environment = TestActivityEnvironment.newInstance();
        environment.registerActivitiesImplementations(new ValidatorLaunches(
                clients,
                bean(Deployments.class),
                tokens,
                bean(JobAttempts.class),
                bean(Backoffs.class),
                Periods.DEFAULTS,
                clock));
        launches = environment.newActivityStub(
                LaunchActivities.class,
                ActivityOptions.newBuilder()
                        .setStartToCloseTimeout(Duration.ofSeconds(30))
                        .setRetryOptions(
                                RetryOptions.newBuilder().setMaximumAttempts(1).build())
                        .build());
    }

    @AfterEach
    void stop() {
        environment.close();
        clients.close();
        platform.close();
    }

    /** A call that hung is answered after another one was: the pod may have that other one's token by now. */
    @Test
    void theFirstOfTwoAnswersCounts() {
        String id = reserved(null);

        assertThat(tokens.keep(id, granted("config-1"))).isEqualTo(new LaunchToken.Granted("config-1"));
        assertThat(tokens.keep(id, granted("config-2"))).isEqualTo(new LaunchToken.Granted("config-1"));

        assertThat(bean(Deployments.class).byId(id).orElseThrow().configId()).isEqualTo("config-1");
    }

    @Test
    void aChuteThatIsFullIsLeftAloneTwiceAsLongEachTimeUntilItHasRoom() {
        String id = reserved(null);
        platform.answer(CONFIG, 423, "{\"detail\":\"Chute is at target capacity\"}");

        assertThat(lockedFor(id)).isEqualTo(Duration.ofSeconds(120));
        setTime(START.plusSeconds(60));
        assertThat(lockedFor(id)).as("the same wave").isEqualTo(Duration.ofSeconds(60));
        setTime(START.plusSeconds(120));
        assertThat(lockedFor(id)).isEqualTo(Duration.ofSeconds(240));
        setTime(START.plusSeconds(360));
        assertThat(lockedFor(id)).isEqualTo(Duration.ofSeconds(480));
        setTime(START.plusSeconds(10_000));
        assertThat(lockedFor(id)).isEqualTo(Duration.ofSeconds(960));
        setTime(START.plusSeconds(20_000));
        assertThat(lockedFor(id)).as("the cap").isEqualTo(Duration.ofMinutes(30));

        setTime(START.plusSeconds(30_000));
        String other = reserved(null);
        platform.answer(CONFIG, 200, grant("config-1", platform.uri() + "/instances/launch_config/config-1"));
        assertThat(launches.obtainLaunchToken(other)).isEqualTo(new LaunchToken.Granted("config-1"));
        platform.answer(CONFIG, 423, "{\"detail\":\"full again\"}");
        assertThat(lockedFor(id)).as("as if for the first time").isEqualTo(Duration.ofSeconds(120));
    }

    @Test
    void everyRefusalOfTheProtocolIsAValueOfItsOwn() {
        String id = reserved(null);
        assertThat(refused(id, 400))
                .isInstanceOfSatisfying(
                        LaunchToken.Rejected.class,
                        no -> assertThat(no.status()).isEqualTo(400));
        assertThat(refused(id, 401)).isEqualTo(new LaunchToken.Unauthorised("no"));
        assertThat(refused(id, 403)).isEqualTo(new LaunchToken.Forbidden(Duration.ofHours(1), "no"));
        assertThat(refused(id, 404)).isEqualTo(new LaunchToken.Rejected(404, "no"));
        assertThat(refused(id, 409)).isEqualTo(new LaunchToken.Rejected(409, "no"));
        assertThat(refused(id, 423)).isInstanceOf(LaunchToken.CapacityLocked.class);
    }

    @Test
    void aJobIsAskedForOnceEvenWhenTheAnswerWasLost() {
        String id = reserved("job-" + id("j"));
        platform.answer(CONFIG, 502, "");
        String release = "/miner/jobs/job-" + id("j");
        platform.answer(release, 200, "null");

        assertThat(catchThrowable(() -> launches.obtainLaunchToken(id))).isNotNull();
        platform.answer(CONFIG, 200, grant("config-2", null));

        assertThat(launches.obtainLaunchToken(id))
                .isInstanceOfSatisfying(
                        LaunchToken.Forbidden.class, no -> assertThat(no.why()).contains("JOB_ASKED_BEFORE"));
        assertThat(platform.asked(CONFIG)).isEqualTo(1);
        assertThat(platform.asked(release))
                .as("given back, in case it was granted")
                .isEqualTo(1);
    }

    @Test
    void aJobThatTooManyRaceForSaysNothingOfItsChute() {
        String id = reserved("job-" + id("j"));
        platform.answer(CONFIG, 423, "{\"detail\":\"raced by 15\"}");

        assertThat(launches.obtainLaunchToken(id))
                .isInstanceOfSatisfying(
                        LaunchToken.Rejected.class,
                        no -> assertThat(no.status()).isEqualTo(423));
        assertThat(bean(Backoffs.class).active(START))
                .noneMatch(backoff -> backoff.subject().equals(chute));
    }

    @Test
    void aJobThatEndsBeforeItsTimeIsGivenBackAndOneThatIsDoneIsNot() {
        String failed = reserved("job-" + id("j"));
        String release = "/miner/jobs/job-" + id("j");
        platform.answer(release, 200, "null");
        launches.purgeInstance(failed);
        assertThat(platform.asked(release)).isEqualTo(1);

        bean(Deployments.class).setPhase(failed, "DRAINING", "POD_SUCCEEDED");
        launches.purgeInstance(failed);
        assertThat(platform.asked(release)).isEqualTo(1);
    }

    @Test
    void aGrantedJobIsAnsweredAgainWithoutAsking() {
        String id = reserved("job-" + id("j"));
        platform.answer(CONFIG, 200, grant("config-3", null));

        assertThat(launches.obtainLaunchToken(id)).isEqualTo(new LaunchToken.Granted("config-3"));
        assertThat(launches.obtainLaunchToken(id)).isEqualTo(new LaunchToken.Granted("config-3"));
        assertThat(platform.asked(CONFIG)).isEqualTo(1);
        assertThat(platform.lastQuery(CONFIG)).contains("job_id=job-").doesNotContain("server_id");
    }

    @Test
    void aTokenThatWouldSendItsPodToAPrivateAddressIsNotUsed() {
        String id = reserved(null);
        for (String url : List.of(
                "http://169.254.169.254/latest/meta-data",
                "https://127.0.0.1:9/x",
                "https://[::1]/x",
                "https://10.1.2.3/x",
                "http://127.0.0.1:9/x")) {
            platform.answer(CONFIG, 200, grant("config-4", url));
            assertThat(launches.obtainLaunchToken(id))
                    .as(url)
                    .isInstanceOfSatisfying(
                            LaunchToken.Rejected.class,
                            no -> assertThat(no.why()).contains("URL_NOT"));
        }
        assertThat(bean(LaunchTokens.class).of(id)).isEmpty();
    }

    private Duration lockedFor(String id) {
        LaunchToken answer = launches.obtainLaunchToken(id);
        assertThat(answer).isInstanceOf(LaunchToken.CapacityLocked.class);
        return ((LaunchToken.CapacityLocked) answer).retryAfter();
    }

    private LaunchToken refused(String id, int status) {
        platform.answer(CONFIG, status, "{\"detail\":\"no\"}");
        return launches.obtainLaunchToken(id);
    }

    private String grant(String configId, @Nullable String url) {
        return "{\"token\":\"" + token(url) + "\",\"config_id\":\"" + configId + "\"}";
    }

    private static LaunchGrant.Granted granted(String configId) {
        return new LaunchGrant.Granted(new Secret(token(null)), configId);
    }

    private static String token(@Nullable String url) {
        String claims = "{\"exp\":" + START.plusSeconds(10_000_000).getEpochSecond()
                + (url == null ? "" : ",\"url\":\"" + url + "\"") + "}";
        String payload = Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes(UTF_8));
        return "e30." + payload + ".c2ln";
    }

    private int reservations;

    private String reserved(@Nullable String jobId) {
        String deploymentId = id("deployment") + "-" + reservations;
        Deployment deployment = new Deployment(
                deploymentId,
                null,
                validator,
                null,
                null,
                chute,
                server,
                "v1",
                false,
                null,
                null,
                true,
                jobId,
                null,
                START,
                true,
                "RESERVED",
                null,
                null,
                "BOUNTY",
                null);
        assertThat(bean(Reservations.class).reserve(deployment, List.of(gpuIds.get(reservations++))))
                .isEqualTo(Reservations.Result.RESERVED);
        return deploymentId;
    }

    @BeforeEach
    void nothingIsReserved() {
        reservations = 0;
    }
}
