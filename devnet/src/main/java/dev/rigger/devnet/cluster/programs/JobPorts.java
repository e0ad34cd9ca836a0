package dev.rigger.devnet.cluster.programs;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A job's own ports, open while the validator looks whether they can be reached: each answers once, with
 * {@code <iv in hex>|<base64>} of {@code response from <protocol> <port>} under the session key.
 */
public final class JobPorts implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(JobPorts.class);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int LONGEST_QUESTION = 64;

    private final List<AutoCloseable> open = new ArrayList<>();

    private JobPorts() {}

    /**
     * Opens every mapping of a claim that is not one of the standard ports.
     *
     * @param host a loopback address
     * @throws IOException when a port is taken
     */
    public static JobPorts open(String host, JsonNode mappings, String keyHex) throws IOException {
        JobPorts ports = new JobPorts();
        try {
            for (JsonNode mapping : mappings) {
                if (!mapping.path("default").asBoolean()) {
                    ports.openOne(host, mapping, keyHex);
                }
            }
            return ports;
        } catch (IOException e) {
            ports.close();
            throw e;
        }
    }

    @Override
    public void close() {
        for (AutoCloseable port : open) {
            try {
                port.close();
            } catch (Exception e) {
                throw new IllegalStateException("A port does not close", e);
            }
        }
    }

    private void openOne(String host, JsonNode mapping, String keyHex) throws IOException {
        InetAddress address = InetAddress.getByName(host);
        int port = mapping.path("external_port").asInt();
        String protocol = mapping.path("proto").asText();
        byte[] answer = answer(
                "response from " + protocol + " "
                        + mapping.path("internal_port").asInt(),
                keyHex);
        if (protocol.equals("udp")) {
            DatagramSocket socket = new DatagramSocket(port, address);
            open.add(socket);
            Thread.ofVirtual().start(() -> answer(socket, answer));
        } else {
            ServerSocket listener = new ServerSocket(port, 1, address);
            open.add(listener);
            Thread.ofVirtual().start(() -> answer(listener, answer));
        }
    }

    private static void answer(ServerSocket listener, byte[] answer) {
        try (Socket socket = listener.accept()) {
            int read = socket.getInputStream().read(new byte[LONGEST_QUESTION]);
            if (read > 0) {
                socket.getOutputStream().write(answer);
            }
        } catch (IOException e) {
            LOG.debug("{} answered nobody", listener, e);
        }
    }

    private static void answer(DatagramSocket socket, byte[] answer) {
        try {
            DatagramPacket question = new DatagramPacket(new byte[LONGEST_QUESTION], LONGEST_QUESTION);
            socket.receive(question);
            socket.send(new DatagramPacket(answer, answer.length, question.getSocketAddress()));
        } catch (IOException e) {
            LOG.debug("{} answered nobody", socket.getLocalSocketAddress(), e);
        }
    }

    private static byte[] answer(String text, String keyHex) {
        try {
            byte[] iv = new byte[16];
            RANDOM.nextBytes(iv);
            Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
            cipher.init(
                    Cipher.ENCRYPT_MODE,
                    new SecretKeySpec(HexFormat.of().parseHex(keyHex), "AES"),
                    new IvParameterSpec(iv));
            return (HexFormat.of().formatHex(iv) + "|"
                            + Base64.getEncoder().encodeToString(cipher.doFinal(text.getBytes(UTF_8))))
                    .getBytes(UTF_8);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has AES-CBC", e);
        }
    }
}
