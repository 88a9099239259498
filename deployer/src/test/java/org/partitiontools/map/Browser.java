package org.partitiontools.map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Chromium without a screen, steered by the WebDriver protocol. Of that the tests need eight requests; the client library for it brings twenty jars.
 */
final class Browser implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String DRIVER = "chromedriver";
    private static final Pattern PORT = Pattern.compile("started successfully on port (\\d+)");

    private final HttpClient client = HttpClient.newHttpClient();
    private final Process driver;
    private final String session;

    private Browser(Process driver, int port) throws IOException {
        this.driver = driver;
        String server = "http://localhost:" + port;
        JsonNode answer = request(server + "/session", Map.of("capabilities", Map.of("alwaysMatch", Map.of(
                "browserName", "chrome",
                "goog:loggingPrefs", Map.of("browser", "ALL"),
                // A sandbox needs rights that containers do not give; what is opened here is our own.
                "goog:chromeOptions", Map.of("args", List.of("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--window-size=1280,1000"))))));
        this.session = server + "/session/" + answer.get("sessionId").asText();
    }

    /** Whether there is a browser and its driver. */
    static boolean isThere() {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator)).anyMatch(folder -> Files.isExecutable(Path.of(folder, DRIVER)));
    }

    static Browser start() throws IOException {
        Process driver = new ProcessBuilder(DRIVER, "--port=0").redirectErrorStream(true).start();
        BufferedReader output = driver.inputReader();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            Matcher port = PORT.matcher(line);
            if (port.find()) {
                return new Browser(driver, Integer.parseInt(port.group(1)));
            }
        }
        throw new IOException(DRIVER + " has not started");
    }

    /** Opens a file, and returns when it is loaded. */
    void open(Path file) throws IOException {
        request(session + "/url", Map.of("url", file.toUri().toString()));
    }

    /** What a script returns. */
    JsonNode script(String script, Object... arguments) throws IOException {
        return request(session + "/execute/sync", Map.of("script", script, "args", List.of(arguments)));
    }

    /** What a script passes to its last argument, a function. */
    JsonNode later(String script, Object... arguments) throws IOException {
        return request(session + "/execute/async", Map.of("script", script, "args", List.of(arguments)));
    }

    /** Presses keys, one after the other; those without a character as WebDriver numbers them. */
    void press(String keys) throws IOException {
        List<Object> actions = new ArrayList<>();
        keys.codePoints().mapToObj(Character::toString).forEach(key -> {
            actions.add(Map.of("type", "keyDown", "value", key));
            actions.add(Map.of("type", "keyUp", "value", key));
        });
        request(session + "/actions", Map.of("actions", List.of(Map.of("type", "key", "id", "keyboard", "actions", actions))));
    }

    /** What the page and the browser have said on the console since last asked. */
    List<String> console() throws IOException {
        return request(session + "/se/log", Map.of("type", "browser")).findValuesAsText("message");
    }

    /** Makes the page think that its user prefers colours dark or light. */
    void prefer(String colours) throws IOException {
        request(session + "/goog/cdp/execute", Map.of("cmd", "Emulation.setEmulatedMedia",
                "params", Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", colours)))));
    }

    void size(int width, int height) throws IOException {
        request(session + "/goog/cdp/execute", Map.of("cmd", "Emulation.setDeviceMetricsOverride",
                "params", Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false)));
    }

    /** The page as a picture. */
    void picture(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        JsonNode picture = request(session + "/goog/cdp/execute", Map.of("cmd", "Page.captureScreenshot", "params", Map.of("format", "png")));
        Files.write(file, Base64.getDecoder().decode(picture.get("data").asText()));
    }

    /** A part of the page as a picture. */
    void picture(Path file, int left, int top, int width, int height) throws IOException {
        JsonNode picture = request(session + "/goog/cdp/execute", Map.of("cmd", "Page.captureScreenshot", "params", Map.of(
                "format", "png", "captureBeyondViewport", true, "clip", Map.of("x", left, "y", top, "width", width, "height", height, "scale", 1))));
        Files.write(file, Base64.getDecoder().decode(picture.get("data").asText()));
    }

    /** The page as it is printed, a PDF. */
    byte[] print() throws IOException {
        return Base64.getDecoder().decode(request(session + "/print", Map.of()).asText());
    }

    private JsonNode request(String url, Object body) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url)).header("Content-Type", "application/json; charset=utf-8")
                .POST(BodyPublishers.ofString(JSON.writeValueAsString(body))).build();
        try {
            HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
            JsonNode value = JSON.readTree(response.body()).get("value");
            if (response.statusCode() != 200) {
                throw new IOException(value.get("error").asText() + ": " + value.get("message").asText());
            }
            return value;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            client.send(HttpRequest.newBuilder(URI.create(session)).DELETE().build(), BodyHandlers.discarding());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            driver.destroy();
        }
    }
}
