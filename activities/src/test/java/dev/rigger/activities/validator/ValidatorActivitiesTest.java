package dev.rigger.activities.validator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rigger.activities.events.EventIntake;
import dev.rigger.activities.validator.sync.ValidatorChuteDefinitions;
import dev.rigger.activities.validator.wire.UrlGuard;
import dev.rigger.activities.validator.wire.ValidatorUnreachable;
import dev.rigger.devnet.local.LocalPostgres;
import dev.rigger.devnet.validator.DevnetValidator;
import dev.rigger.devnet.validator.faults.Fault;
import dev.rigger.devnet.validator.faults.FaultKind;
import dev.rigger.devnet.validator.platform.ChuteOrder;
import dev.rigger.hotkey.Hotkey;
import dev.rigger.hotkey.RequestSigner;
import dev.rigger.hotkey.secrets.SecretKeys;
import dev.rigger.inventory.Backoffs;
import dev.rigger.inventory.Chutes;
import dev.rigger.inventory.Demands;
import dev.rigger.inventory.Deployment;
import dev.rigger.inventory.Deployments;
import dev.rigger.inventory.Gpu;
import dev.rigger.inventory.Gpus;
import dev.rigger.inventory.Inbox;
import dev.rigger.inventory.InboxEvent;
import dev.rigger.inventory.JobAttempts;
import dev.rigger.inventory.LaunchTokens;
import dev.rigger.inventory.Reservations;
import dev.rigger.inventory.SealedAs;
import dev.rigger.inventory.Server;
import dev.rigger.inventory.Servers;
import dev.rigger.settings.Periods;
import dev.rigger.workflows.chute.ChuteChange;
import dev.rigger.workflows.chute.ChuteDefinitionActivities.Refresh;
import dev.rigger.workflows.deployment.LaunchActivities;
import dev.rigger.workflows.deployment.LaunchToken;
import io.micronaut.context.ApplicationContext;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestActivityEnvironment;
import io.temporal.testing.TestWorkflowEnvironment;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ValidatorActivitiesTest {
    private static final Hotkey MINER = Hotkey.fromSeed("11".repeat(32));
    private static final Clock CLOCK = Clock.systemUTC();
    private static final SecretKeys SECRETS = SecretKeys.derivedFrom("11".repeat(32));

    private final LocalPostgres postgres = LocalPostgres.startTemporary();
    private final TestWorkflowEnvironment temporal = TestWorkflowEnvironment.newInstance();
    private final List<TestActivityEnvironment> environments = new ArrayList<>();
    private ApplicationContext context;

    @BeforeAll
    void open() {
        context = ApplicationContext.run(postgres.asDataSource());
    }

    @AfterAll
    void close() {
        environments.forEach(TestActivityEnvironment::close);
        temporal.close();
        context.close();
        postgres.close();
    }

    /** A validator of its own, so that tests do not see each other's chutes. */
    private DevnetValidator validator(String seedByte) {
        return DevnetValidator.builder()
                .hotkeySeed(seedByte.repeat(32))
                .registered(MINER.ss58())
                .withoutGpuProofs()
                .start();
    }

    private ValidatorClients clients(DevnetValidator validator) {
        return new ValidatorClients(ValidatorClientTest.settings(validator), new RequestSigner(MINER, CLOCK), CLOCK);
    }

    private TestActivityEnvironment activityEnvironment() {
        TestActivityEnvironment environment = TestActivityEnvironment.newInstance();
        environments.add(environment);
        return environment;
    }

    private <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    @Test
    void aTokenIsKeptSealedAndAnsweredAgainWhileItIsYoung() {
        try (DevnetValidator validator = validator("a4");
                ValidatorClients clients = clients(validator)) {
            var chute = validator
                    .platform()
                    .chutes()
                    .create(ChuteOrder.of("launched", 1, 48, "l40s").wanting(1));
            String id = reserve(validator.ss58(), clients, chute.chuteId(), chute.version());
            LaunchActivities launches = launches(clients, validator);

            LaunchToken first = launches.obtainLaunchToken(id);
            validator.platform().chutes().target(chute.chuteId(), 0);
            LaunchToken again = launches.obtainLaunchToken(id);

            assertThat(first).isInstanceOf(LaunchToken.Granted.class).isEqualTo(again);
            String configId = ((LaunchToken.Granted) first).configId();
            assertThat(bean(Deployments.class).byConfigId(configId)).isPresent();
            byte[] sealed = bean(LaunchTokens.class).of(id).orElseThrow().tokenEncrypted();
            assertThat(new String(SECRETS.decrypt(sealed, SealedAs.launchToken(id)), UTF_8).split("\\.", -1))
                    .hasSize(3);
            launches.purgeInstance(id);
        }
    }

    @Test
    void aRefusedTokenIsAValueAndAnUnreachableValidatorIsTriedAgain() {
        try (DevnetValidator validator = validator("a5");
                ValidatorClients clients = clients(validator)) {
            var chute = validator
                    .platform()
                    .chutes()
                    .create(ChuteOrder.of("refused", 1, 48, "l40s").wanting(0));
            String id = reserve(validator.ss58(), clients, chute.chuteId(), chute.version());
            LaunchActivities launches = launches(clients, validator);

            assertThat(launches.obtainLaunchToken(id))
                    .isInstanceOfSatisfying(
                            LaunchToken.CapacityLocked.class,
                            locked -> assertThat(locked.retryAfter()).isEqualTo(Periods.DEFAULTS.capacityBackoff()));
            validator
                    .faults()
                    .add(Fault.of(FaultKind.ofStatus(502))
                            .on("/instances/launch_config")
                            .times(1));
            validator.platform().chutes().target(chute.chuteId(), 1);
            assertThat(catchThrowable(() -> launches.obtainLaunchToken(id)))
                    .hasRootCauseInstanceOf(ApplicationFailure.class)
                    .hasStackTraceContaining(ValidatorUnreachable.CODE);
            assertThat(launches.obtainLaunchToken(id)).isInstanceOf(LaunchToken.Granted.class);
        }
    }

    private LaunchActivities launches(ValidatorClients clients, DevnetValidator validator) {
        UrlGuard urls = new UrlGuard(List.of(validator.api()), InetAddress::getAllByName);
        TestActivityEnvironment environment = activityEnvironment();
        environment.registerActivitiesImplementations(new ValidatorLaunches(
                clients,
                bean(Deployments.class),
                new LaunchTokenStore(
                        bean(LaunchTokens.class), bean(Deployments.class), SECRETS, urls, Periods.DEFAULTS, CLOCK),
                bean(JobAttempts.class),
                bean(Backoffs.class),
                Periods.DEFAULTS,
                CLOCK));
        return environment.newActivityStub(
                LaunchActivities.class,
                ActivityOptions.newBuilder()
                        .setStartToCloseTimeout(Duration.ofSeconds(30))
                        .setRetryOptions(
                                RetryOptions.newBuilder().setMaximumAttempts(1).build())
                        .build());
    }

    /** A reserved deployment of that chute on a server with one GPU. */
    private String reserve(String validator, ValidatorClients clients, String chuteId, String version) {
        new ValidatorChuteDefinitions(clients, bean(Chutes.class), bean(Demands.class), CLOCK)
                .refresh(validator, chuteId, new ChuteChange(ChuteChange.Kind.CREATED, "e", version));
        String serverId = UUID.randomUUID().toString();
        String gpuId = serverId.replace("-", "");
        Instant now = CLOCK.instant();
        bean(Servers.class)
                .save(new Server(
                        serverId,
                        validator,
                        "s-" + serverId,
                        "127.0.0.1",
                        null,
                        null,
                        "Ready",
                        now,
                        Map.of(),
                        null,
                        1,
                        4,
                        16,
                        1.0,
                        false,
                        null,
                        false,
                        "READY",
                        0,
                        null));
        bean(Gpus.class).save(new Gpu(gpuId, validator, serverId, null, Map.of(), "l40s", true));
        String id = UUID.randomUUID().toString();
        Deployment deployment = new Deployment(
                id,
                null,
                validator,
                null,
                null,
                chuteId,
                serverId,
                version,
                false,
                null,
                null,
                true,
                null,
                null,
                now,
                true,
                "RESERVED",
                null,
                null,
                "BOUNTY",
                null);
        assertThat(bean(Reservations.class).reserve(deployment, List.of(gpuId)))
                .isEqualTo(Reservations.Result.RESERVED);
        return id;
    }

    @Test
    void aDefinitionIsFetchedByVersionOrFromTheList() {
        try (DevnetValidator validator = validator("a3");
                ValidatorClients clients = clients(validator)) {
            var chute = validator.platform().chutes().create(ChuteOrder.of("fetched", 1, 48, "l40s"));
            ValidatorChuteDefinitions definitions =
                    new ValidatorChuteDefinitions(clients, bean(Chutes.class), bean(Demands.class), CLOCK);
            String hotkey = validator.ss58();
            ChuteChange created = new ChuteChange(ChuteChange.Kind.CREATED, "e1", chute.version());

            assertThat(definitions.refresh(hotkey, chute.chuteId(), created)).isEqualTo(Refresh.CHANGED);
            assertThat(definitions.refresh(hotkey, chute.chuteId(), created)).isEqualTo(Refresh.UNCHANGED);
            validator.platform().chutes().update(chute.chuteId(), ChuteOrder.of("fetched", 2, 48, "l40s"));
            assertThat(definitions.refresh(hotkey, chute.chuteId(), created)).isEqualTo(Refresh.CHANGED);
            assertThat(bean(Chutes.class).byId(chute.chuteId()).orElseThrow().gpuCount())
                    .isEqualTo(2);
            validator.platform().chutes().delete(chute.chuteId());
            validator.platform().chutes().create(ChuteOrder.of("another", 1, 48, "l40s"));
            assertThat(definitions.refresh(hotkey, chute.chuteId(), created)).isEqualTo(Refresh.GONE);
        }
    }

    @Test
    void anEventIsKeptOnceHoweverOftenItComes() throws IOException {
        List<InboxEvent> arrived = new ArrayList<>();
        Clock still = Clock.fixed(CLOCK.instant(), ZoneOffset.UTC);
        EventIntake intake = new EventIntake("5Validator", bean(Inbox.class), arrived::add, still);
        ObjectMapper json = new ObjectMapper();

        intake.event(
                "miner_broadcast",
                json.readTree("{\"reason\":\"bounty_change\",\"data\":{\"chute_id\":\"c\",\"bounty\":5}}"));
        intake.event(
                "miner_broadcast",
                json.readTree("{\"data\":{\"bounty\":5,\"chute_id\":\"c\"},\"reason\":\"bounty_change\"}"));
        intake.event("miner_broadcast", json.readTree("{\"reason\":\"never_heard_of\",\"data\":{\"chute_id\":\"c\"}}"));
        intake.event("miner_broadcast", json.readTree("{\"no\":\"reason\"}"));

        assertThat(intake.flush()).isTrue();
        assertThat(arrived).extracting(InboxEvent::reason).containsExactly("bounty_change", "never_heard_of");
        assertThat(arrived).extracting(InboxEvent::subject).containsOnly("c");
        assertThat(arrived.get(0).eventKey()).matches("[0-9a-f]{64}");
    }
}
