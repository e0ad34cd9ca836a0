package dev.rigger.devnet.validator.world;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rigger.devnet.validator.clock.Clockwork;
import dev.rigger.devnet.validator.platform.ClaimDesk.Claimed;
import dev.rigger.devnet.validator.platform.ClaimRequest;
import dev.rigger.devnet.validator.platform.Job;
import dev.rigger.devnet.validator.platform.JobDesk.Report;
import dev.rigger.devnet.validator.platform.LaunchConfig.EnvType;
import dev.rigger.devnet.validator.platform.LaunchDesk.Issued;
import dev.rigger.devnet.validator.platform.Platform;
import dev.rigger.devnet.validator.platform.PortMapping;
import dev.rigger.devnet.validator.platform.ProofRequest;
import dev.rigger.devnet.validator.wire.Refusal;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * One launch of a rival, from its token to its activation, by the same desks as everybody's: the pod starts, claims, proves
 * and loads its model, each after a while; it may be refused at each, and some just die.
 */
final class RivalLaunch {
    private static final double DIES = 0.04;
    private static final int PORTS_APART = 10_000;
    private static final byte[] IV = new byte[16];

    private final Platform platform;
    private final Clockwork clockwork;
    private final SplittableRandom dice;
    private final Story story;
    private final Order order;
    private final Issued token;

    /**
     * What is launched where.
     *
     * @param what chute and miner, for the story
     * @param over is told when the launch has ended, well or not
     */
    record Order(
            String what,
            String hotkey,
            String chuteId,
            @Nullable String jobId,
            RivalServer server,
            List<String> gpus,
            int port,
            Runnable over) {}

    RivalLaunch(Platform platform, Clockwork clockwork, SplittableRandom dice, Story story, Order order, Issued token) {
        this.platform = platform;
        this.clockwork = clockwork;
        this.dice = dice;
        this.story = story;
        this.order = order;
        this.token = token;
    }

    void begin() {
        story.tell(order.what() + " is being launched");
        next(15, 90, this::claim);
    }

    private void claim() {
        ClaimRequest request = new ClaimRequest(
                order.server().devices(platform.catalogue(), order.gpus()),
                order.server().host(),
                ports(),
                null,
                null,
                null);
        Claimed claimed = platform.claims()
                .claim(
                        token.configId(),
                        token.token(),
                        EnvType.GRAVAL,
                        request,
                        order.server().host());
        int estimate = (int) platform.catalogue().estimateSeconds(order.server().gpuType());
        next(estimate * 6 / 10, estimate * 15 / 10, () -> prove(claimed));
    }

    /** The standard one, and those that a job asks for. */
    private List<PortMapping> ports() {
        List<PortMapping> ports = new ArrayList<>(List.of(new PortMapping("tcp", 8000, order.port(), true)));
        String jobId = order.jobId();
        String method = jobId == null
                ? ""
                : platform.jobs().byId(jobId).map(Job::method).orElse("");
        platform.standing(order.chuteId()).chute().jobs().stream()
                .filter(job -> job.name().equals(method))
                .flatMap(job -> job.ports().stream())
                .forEach(port -> ports.add(
                        new PortMapping(port.proto(), port.port(), order.port() + PORTS_APART * ports.size(), false)));
        return ports;
    }

    private void prove(Claimed claimed) {
        platform.proofs().prove(token.configId(), token.token(), EnvType.GRAVAL, proof(claimed), Optional.empty());
        if (dice.nextDouble() < DIES) {
            next(30, 300, () -> {
                story.tell(order.what() + " dies before it serves");
                end(claimed);
            });
        } else {
            next(60, 600, () -> activate(claimed));
        }
    }

    private void activate(Claimed claimed) {
        platform.activations().activate(token.configId(), token.token());
        story.tell(order.what() + " serves");
        String jobId = order.jobId();
        if (jobId == null) {
            order.over().run();
        } else {
            next(300, 2400, () -> finishJob(jobId));
        }
    }

    private void finishJob(String jobId) {
        platform.jobDesk().report(jobId, new Report("complete", null, null, null));
        platform.jobDesk().done(jobId);
        story.tell(order.what() + " has done its job");
        order.over().run();
    }

    private void end(Claimed claimed) {
        String instanceId = claimed.config().instanceId();
        if (instanceId != null) {
            platform.instances().deleteByMiner(order.hotkey(), order.chuteId(), instanceId);
        }
        order.over().run();
    }

    private void next(int leastSeconds, int mostSeconds, Runnable step) {
        clockwork.after(Duration.ofSeconds(dice.nextInt(leastSeconds, mostSeconds)), () -> {
            try {
                step.run();
            } catch (Refusal refusal) {
                story.tell(order.what() + " is refused with " + refusal.status());
                order.over().run();
            }
        });
    }

    private static ProofRequest proof(Claimed claimed) {
        try {
            Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
            cipher.init(
                    Cipher.ENCRYPT_MODE,
                    new SecretKeySpec(HexFormat.of().parseHex(claimed.symmetricKey()), "AES"),
                    new IvParameterSpec(IV));
            byte[] said = cipher.doFinal(claimed.config().responsePlaintext().getBytes(UTF_8));
            return new ProofRequest(
                    Base64.getEncoder().encodeToString(said), HexFormat.of().formatHex(IV), null);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-128 is part of every JDK", e);
        }
    }
}
