package dev.rigger.devnet.validator.platform;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rigger.devnet.validator.platform.LaunchConfig.EnvType;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** A miner that talks to the platform without a wire between; each launch takes a GPU of its own. */
public final class PlatformMiner {
    private static final String IV = "000102030405060708090a0b0c0d0e0f";

    private final Platform platform;
    private final String hotkey;
    private int gpus;

    public PlatformMiner(Platform platform, String hotkey) {
        this.platform = platform;
        this.hotkey = hotkey;
    }

    /** Launches until the instance is active; answers its id. */
    public String launch(String chute) {
        return launch(chute, null);
    }

    String launch(String chute, @Nullable String job) {
        LaunchDesk.Issued issued = token(chute, job);
        String instance = claim(issued);
        prove(issued);
        platform.activations().activate(issued.configId(), issued.token());
        return instance;
    }

    LaunchDesk.Issued token(String chute, @Nullable String job) {
        return platform.launches().issue(hotkey, new LaunchDesk.Wanted(chute, job, null));
    }

    String claim(String chute) {
        return claim(token(chute, null));
    }

    String claim(LaunchDesk.Issued issued) {
        int count = platform.standing(
                        platform.launches().configOf(issued.token()).chuteId())
                .chute()
                .gpuCount();
        List<Device> devices = Stream.generate(this::gpu).limit(count).toList();
        platform.nodes()
                .announce(
                        hotkey, new Announcement("server-" + devices.getFirst().uuid(), null, devices), true);
        ClaimRequest claim = new ClaimRequest(
                devices, host(), List.of(new PortMapping("tcp", 8000, 30_000 + gpus, true)), null, null, null);
        ClaimDesk.Claimed claimed =
                platform.claims().claim(issued.configId(), issued.token(), EnvType.GRAVAL, claim, host());
        return String.valueOf(claimed.config().instanceId());
    }

    void prove(LaunchDesk.Issued issued) {
        LaunchConfig config = platform.launches().configOf(issued.token());
        try {
            Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
            cipher.init(
                    Cipher.ENCRYPT_MODE,
                    new SecretKeySpec(HexFormat.of().parseHex(String.valueOf(config.symmetricKey())), "AES"),
                    new IvParameterSpec(HexFormat.of().parseHex(IV)));
            String response = Base64.getEncoder()
                    .encodeToString(cipher.doFinal(config.responsePlaintext().getBytes(UTF_8)));
            platform.proofs()
                    .prove(
                            issued.configId(),
                            issued.token(),
                            EnvType.GRAVAL,
                            new ProofRequest(response, IV, null),
                            Optional.empty());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** Every miner has addresses of its own. */
    private String host() {
        int hash = hotkey.hashCode() & 0xffff;
        return "127.1." + (hash >> 8) + "." + (hash & 0xff);
    }

    private Device gpu() {
        gpus++;
        String uuid = HexFormat.of().toHexDigits(hotkey.hashCode()) + "%024d".formatted(gpus);
        return new Device(uuid, "NVIDIA H200", 150_754_820_096L, 132, 1_980_000, 2048, 0, "h200", host(), 8080);
    }
}
