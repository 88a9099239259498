package org.partitiontools.archive.work;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Stands before a real S3 server and does what networks and servers do on bad days. One request a connection. */
final class FaultProxy implements AutoCloseable {

    /**
     * A request as it came.
     *
     * @param line method, target and version
     * @param head the header lines, with the empty line
     * @param body as it came
     */
    record Request(String line, List<String> head, byte[] body) {

        boolean is(String method, String part) {
            return line.startsWith(method + " ") && line.contains(part);
        }
    }

    /** What happens to a request instead of being forwarded; returns false where it is forwarded after all. */
    @FunctionalInterface
    interface Fault {

        boolean strike(Request request, Socket client) throws IOException, InterruptedException;
    }

    private final ServerSocket listener;
    private final URI server;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private volatile Fault fault = (request, client) -> false;
    private volatile Predicate<Request> losing = request -> false;

    FaultProxy(URI server) throws IOException {
        this.server = server;
        this.listener = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        Thread acceptor = new Thread(this::acceptAll, "proxy");
        acceptor.setDaemon(true);
        acceptor.start();
    }

    String endpoint() {
        return "http://localhost:" + listener.getLocalPort();
    }

    /** The first lines of the requests so far. */
    List<String> requests() {
        return requests;
    }

    void set(Fault next) {
        fault = next;
    }

    void heal() {
        fault = (request, client) -> false;
        losing = request -> false;
    }

    /** Answers some requests with an error. */
    void answer(Predicate<Request> which, int status, String code) {
        set((request, client) -> {
            if (which.test(request)) {
                answer(client, status, code);
                return true;
            }
            return false;
        });
    }

    /** Breaks the connection of some requests. */
    void reset(Predicate<Request> which) {
        set((request, client) -> {
            if (which.test(request)) {
                client.setSoLinger(true, 0);
                client.close();
                return true;
            }
            return false;
        });
    }

    /** Holds some requests back until the latch opens, and tells when the first one has come. */
    void hold(Predicate<Request> which, CountDownLatch arrived, CountDownLatch released) {
        set((request, client) -> {
            if (which.test(request)) {
                arrived.countDown();
                released.await();
            }
            return false;
        });
    }

    void delay(int millis) {
        set((request, client) -> {
            Thread.sleep(millis);
            return false;
        });
    }

    /** Objects have lost their last half, and the server does not know. */
    void loseTheEndOf(Predicate<Request> which) {
        losing = which;
    }

    private static void answer(Socket client, int status, String code) throws IOException {
        String body = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>" + code + "</Code><Message>proxy says so</Message></Error>";
        client.getOutputStream().write(("HTTP/1.1 " + status + " Fault\r\nContent-Type: application/xml\r\nContent-Length: " + body.length()
                + "\r\nConnection: close\r\n\r\n" + body).getBytes(StandardCharsets.US_ASCII));
    }

    private void acceptAll() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                Thread thread = new Thread(() -> serve(client), "proxied");
                thread.setDaemon(true);
                thread.start();
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            Request request = read(client);
            requests.add(request.line());
            if (!fault.strike(request, client)) {
                forward(request, client);
            }
        } catch (IOException e) {
            // One of the two is gone, as the test wanted, or as the client does when it has read enough.
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Request read(Socket client) throws IOException {
        InputStream in = new BufferedInputStream(client.getInputStream());
        List<String> head = new ArrayList<>();
        String line = line(in);
        long length = 0;
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            String lower = header.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Long.parseLong(header.substring(15).strip());
            }
            if (lower.startsWith("expect:")) {
                client.getOutputStream().write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            } else if (!lower.startsWith("connection:")) {
                head.add(header);
            }
        }
        byte[] body = in.readNBytes((int) length);
        return new Request(line, head, body);
    }

    private void forward(Request request, Socket client) throws IOException {
        try (Socket target = new Socket(server.getHost(), server.getPort())) {
            OutputStream out = target.getOutputStream();
            String head = request.line() + "\r\n" + String.join("\r\n", request.head()) + "\r\nConnection: close\r\n\r\n";
            out.write(head.getBytes(StandardCharsets.ISO_8859_1));
            out.write(request.body());
            out.flush();
            byte[] answer = answer(target, request);
            if (losing.test(request)) {
                answer = withoutEnd(answer, request);
            }
            client.getOutputStream().write(answer);
            client.getOutputStream().flush();
        }
    }

    /** The whole answer, with the connection to be closed after it. */
    private static byte[] answer(Socket target, Request request) throws IOException {
        InputStream in = new BufferedInputStream(target.getInputStream());
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        String status = line(in);
        answer.writeBytes((status + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        long length = status.contains(" 204") ? 0 : -1;
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            if (header.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Long.parseLong(header.substring(15).strip());
            }
            if (!header.toLowerCase(Locale.ROOT).startsWith("connection:")) {
                answer.writeBytes((header + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            }
        }
        answer.writeBytes("Connection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        if (!request.line().startsWith("HEAD ")) {
            answer.writeBytes(length < 0 ? in.readAllBytes() : in.readNBytes((int) length));
        }
        return answer.toByteArray();
    }

    private static byte[] withoutEnd(byte[] answer, Request request) {
        String text = new String(answer, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n") + 4;
        Matcher length = Pattern.compile("(?i)content-length: *(\\d+)").matcher(text.substring(0, end));
        if (!length.find()) {
            return answer;
        }
        long half = Long.parseLong(length.group(1)) / 2;
        String head = length.replaceFirst("Content-Length: " + half);
        String body = request.line().startsWith("HEAD ") ? "" : text.substring(end, end + (int) half);
        return (head + body).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException();
            }
            if (b != '\r') {
                line.write(b);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
