package dev.rigger.devnet.validator;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rigger.devnet.validator.MinerSide.Answer;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** A pod, as far as it talks to the validator. */
final class PodSide {
    private static final String IV = "000102030405060708090a0b0c0d0e0f";

    private final MinerSide miner;
    private final String token;
    private final String url;
    private String proofPath = "/graval";
    private String lastBody = "";

    PodSide(MinerSide miner, DevnetValidator validator, JsonNode granted) {
        this.miner = miner;
        this.token = granted.path("token").asText();
        this.url = validator.api() + "/instances/launch_config/"
                + granted.path("config_id").asText();
    }

    /** Speaks as SDKs before the proof had an address of its own. */
    PodSide older() {
        proofPath = "";
        return this;
    }

    /** What was sent last. */
    String lastBody() {
        return lastBody;
    }

    Answer nonce() {
        return miner.pod("GET", url + "/nonce", token, "");
    }

    Answer claim(int port, List<String> gpus) {
        return claimAs(claimBody("127.0.0.1", port, gpus));
    }

    /** With a port beside the standard one: {@code tcp}, the job's port, where it is reached. */
    Answer claim(int port, List<String> gpus, String protocol, int inner, int outer) {
        return claimAs(claimBody("127.0.0.1", port, gpus)
                .replace(
                        "}]}",
                        "},{\"proto\":\"" + protocol + "\",\"internal_port\":" + inner + ",\"external_port\":" + outer
                                + ",\"default\":false}]}"));
    }

    /** With one more field, or with another host. */
    Answer claimWith(int port, List<String> gpus, String host, String field) {
        String body = claimBody(host, port, gpus);
        return claimAs(field.isEmpty() ? body : body.substring(0, body.length() - 1) + "," + field + "}");
    }

    private Answer claimAs(String body) {
        lastBody = body;
        return miner.pod("POST", url + proofPath, token, lastBody);
    }

    /** From a confidential machine, with the nonce that its evidence is bound to. */
    Answer claimFromMachine(String address, String nonce, String host, int port, List<String> gpus) {
        return miner.send(
                "POST",
                url + "/" + address,
                Map.of("Authorization", token, "X-Chutes-Nonce", nonce),
                claimBody(host, port, gpus));
    }

    Answer proveMachine() {
        return miner.pod("PUT", url + "/tee", token, "{}");
    }

    private static String claimBody(String host, int port, List<String> gpus) {
        String devices = gpus.stream()
                .map(ProvingHost::h200)
                .map(gpu ->
                        "{\"uuid\":\"%s\",\"name\":\"%s\",\"memory\":%d,\"processors\":%d,\"clock_rate\":%s,\"max_threads_per_processor\":%d}"
                                .formatted(
                                        gpu.uuid(),
                                        gpu.name(),
                                        gpu.memoryBytes(),
                                        gpu.processors(),
                                        (double) gpu.clockKhz(),
                                        gpu.maxThreadsPerProcessor()))
                .collect(Collectors.joining(","));
        return "{\"gpus\":[" + devices + "],\"host\":\"" + host + "\",\"port_mappings\":[{\"proto\":\"tcp\","
                + "\"internal_port\":8000,\"external_port\":" + port + ",\"default\":true}]}";
    }

    /** Answers a claim's answer as the profile without GPU work asks. */
    Answer prove(JsonNode claimed) {
        JsonNode key = claimed.path("symmetric_key");
        return prove(
                key.path("ciphertext").asText(), key.path("response_plaintext").asText());
    }

    Answer prove(String keyHex, String plaintext) {
        return prove(keyHex, plaintext, "");
    }

    /** @param more fields of the body, each with a comma before it */
    Answer prove(String keyHex, String plaintext, String more) {
        try {
            Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
            cipher.init(
                    Cipher.ENCRYPT_MODE,
                    new SecretKeySpec(HexFormat.of().parseHex(keyHex), "AES"),
                    new IvParameterSpec(HexFormat.of().parseHex(IV)));
            String response = Base64.getEncoder().encodeToString(cipher.doFinal(plaintext.getBytes(UTF_8)));
            lastBody = "{\"response\":\"" + response + "\",\"iv\":\"" + IV + "\"" + more + "}";
            return miner.pod("PUT", url + proofPath, token, lastBody);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    Answer activate() {
        return miner.pod("GET", url + "/activate", token, "");
    }
}
