package dev.rigger.devnet.validator.verification;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rigger.devnet.validator.platform.Instance;
import dev.rigger.devnet.validator.platform.PortMapping;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Whether the ports that a job asked for are reached from outside: each is sent {@code test} and must answer, within ten
 * seconds, {@code <iv in hex>|<base64>} of {@code response from <protocol> <port>} under the session key (AES-128-CBC).
 */
final class PortCheck {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final byte[] QUESTION = "test".getBytes(UTF_8);
    private static final int LONGEST_ANSWER = 512;

    /** The first port that is wrong; none of a pod without ports of its own. */
    Optional<String> problem(Instance instance, String keyHex) {
        return instance.ports().stream()
                .filter(port -> !port.standard())
                .flatMap(port -> problem(instance.host(), port, keyHex).stream())
                .findFirst();
    }

    private static Optional<String> problem(String host, PortMapping port, String keyHex) {
        String protocol = port.proto().toLowerCase(Locale.ROOT);
        String name = protocol + " port " + port.internalPort() + " at " + host + ":" + port.externalPort();
        try {
            String said =
                    protocol.equals("udp") ? askUdp(host, port.externalPort()) : askTcp(host, port.externalPort());
            String expected = "response from " + protocol + " " + port.internalPort();
            return decrypted(said, keyHex).equals(expected)
                    ? Optional.empty()
                    : Optional.of(name + " answers something else");
        } catch (IOException e) {
            return Optional.of(name + " cannot be reached: " + e.getMessage());
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return Optional.of(name + " answers what does not decrypt");
        }
    }

    private static String askTcp(String host, int port) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), Math.toIntExact(PATIENCE.toMillis()));
            socket.setSoTimeout(Math.toIntExact(PATIENCE.toMillis()));
            socket.getOutputStream().write(QUESTION);
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readNBytes(LONGEST_ANSWER), UTF_8);
        }
    }

    private static String askUdp(String host, int port) throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.setSoTimeout(Math.toIntExact(PATIENCE.toMillis()));
            socket.send(new DatagramPacket(QUESTION, QUESTION.length, InetAddress.getByName(host), port));
            DatagramPacket answer = new DatagramPacket(new byte[LONGEST_ANSWER], LONGEST_ANSWER);
            socket.receive(answer);
            return new String(Arrays.copyOf(answer.getData(), answer.getLength()), UTF_8);
        }
    }

    private static String decrypted(String said, String keyHex) throws GeneralSecurityException {
        int bar = said.indexOf('|');
        if (bar < 0) {
            throw new IllegalArgumentException("no bar");
        }
        Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
        cipher.init(
                Cipher.DECRYPT_MODE,
                new SecretKeySpec(HexFormat.of().parseHex(keyHex), "AES"),
                new IvParameterSpec(HexFormat.of().parseHex(said.substring(0, bar))));
        return new String(
                cipher.doFinal(
                        Base64.getDecoder().decode(said.substring(bar + 1).strip())),
                UTF_8);
    }
}
