package org.partitiontools;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.w3c.dom.NodeList;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** docker-compose.yaml holds together. Whether it runs, {@code .ci/compose.sh} tells. */
class ComposeFileTest {

    private static final Path ROOT = Path.of("..");
    private static final Path FILE = ROOT.resolve("docker-compose.yaml");
    private static final Pattern VARIABLE = Pattern.compile("(?<!\\$)\\$\\{([A-Z_]+)");
    private static final Pattern PINNED = Pattern.compile("[a-z0-9/._-]+:(?!latest)[\\w.-]*\\d[\\w.-]*");

    private String text;
    private Map<String, Map<String, Object>> services;

    @BeforeEach
    void read() throws IOException {
        text = Files.readString(FILE);
        Map<String, Map<String, Map<String, Object>>> file =
                new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
        services = file.get("services");
    }

    @Test
    void versionsArePinned() throws IOException {
        assertThat(services.values()).extracting(service -> (String) service.get("image")).allMatch(
                image -> PINNED.matcher(image).matches());
        assertThat(Files.readAllLines(ROOT.resolve("deployer/Dockerfile"))).filteredOn(line -> line.startsWith("FROM "))
                .allMatch(line -> PINNED.matcher(line.split(" ")[1]).matches());
    }

    /** What ends must be waited for to its end, what stays must say when it is ready. */
    @Test
    void whatOthersWaitForIsThereAndCanBeWaitedFor() {
        services.forEach((name, service) -> dependencies(service).forEach((other, how) -> {
            assertThat(services).as(name).containsKey(other);
            boolean ends = "no".equals(services.get(other).get("restart"));
            assertThat(how.get("condition")).as("%s needs %s", name, other)
                    .isEqualTo(ends ? "service_completed_successfully" : "service_healthy");
            assertThat(services.get(other).containsKey("healthcheck")).as(other).isNotEqualTo(ends);
        }));
    }

    /** Compose overlooks that a service failed which ends and which nobody waits for, also with --wait. */
    @Test
    void whatEndsIsWaitedFor() {
        Set<String> waitedFor = new TreeSet<>();
        services.values().forEach(service -> waitedFor.addAll(dependencies(service).keySet()));

        assertThat(services.entrySet()).filteredOn(service -> "no".equals(service.getValue().get("restart")))
                .hasSize(4).extracting(Map.Entry::getKey).allMatch(waitedFor::contains);
    }

    /** Podman, and so whoever has no Docker, splits what stands behind -c at spaces. */
    @Test
    void healthChecksWithAShellUseItsForm() {
        services.forEach((name, service) -> {
            if (service.get("healthcheck") instanceof Map<?, ?> check) {
                assertThat(new ArrayList<Object>((List<?>) check.get("test"))).as(name).doesNotContain("-c");
            }
        });
    }

    /** A private checkout (umask 077) can be read by root alone: what the images' users read is copied for them. */
    @Test
    void databasesGetTheirScriptsFromTheStartScript() {
        for (String name : List.of("postgresql", "greenplum")) {
            assertThat(list(services.get(name), "volumes")).as(name).noneMatch(volume -> volume.contains("/docker-entrypoint-initdb.d"))
                    .anyMatch(volume -> volume.startsWith("./config/compose/start.sh:"));
        }
    }

    /** Compose refuses to start where a service needs one that no active profile has. */
    @Test
    void profilesAreComplete() {
        services.forEach((name, service) -> dependencies(service).forEach((other, how) -> {
            List<?> needed = (List<?>) services.get(other).get("profiles");
            if (needed != null && !Boolean.FALSE.equals(how.get("required"))) {
                assertThat(service.get("profiles")).as("%s needs %s", name, other).isEqualTo(needed);
            }
        }));
    }

    @Test
    void mountedFilesExist() {
        services.forEach((name, service) -> list(service, "volumes").forEach(volume -> {
            String source = volume.split(":")[0];
            if (source.startsWith("./") && !source.equals("./dags")) {
                assertThat(ROOT.resolve(source)).as(name).exists();
            }
        }));
    }

    @Test
    void portsAreOpenToThisMachineOnly() {
        services.forEach((name, service) -> assertThat(list(service, "ports")).as(name).allMatch(
                port -> port.startsWith("127.0.0.1:")));
    }

    @Test
    void theExampleSettingsHaveEveryVariable() throws IOException {
        Set<String> used = new TreeSet<>(Set.of("COMPOSE_PROFILES"));
        for (Matcher matcher = VARIABLE.matcher(text); matcher.find();) {
            used.add(matcher.group(1));
        }
        Set<String> documented = new TreeSet<>();
        Files.readAllLines(ROOT.resolve(".env.example")).stream()
                .filter(line -> line.matches("[A-Z_]+=.*"))
                .forEach(line -> documented.add(line.substring(0, line.indexOf('='))));

        assertThat(documented).isEqualTo(used);
    }

    @Test
    void theObjectStoresFileIsXmlWhoseVariablesAreSet() throws Exception {
        Set<String> names = new TreeSet<>();
        try (InputStream in = Files.newInputStream(ROOT.resolve("config/minio-site.xml"))) {
            NodeList values = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(in)
                    .getElementsByTagName("value");
            for (int i = 0; i < values.getLength(); i++) {
                Matcher matcher = Pattern.compile("\\$\\{env\\.(\\w+)}").matcher(values.item(i).getTextContent());
                while (matcher.find()) {
                    names.add(matcher.group(1));
                }
            }
        }

        assertThat(names).hasSize(3);
        assertThat(((Map<?, ?>) services.get("greenplum").get("environment")).keySet()).asString().contains(names);
        assertThat(Files.readString(ROOT.resolve("config/compose/greenplum-pxf.sh"))).contains(names);
    }

    /** Without it check_config refuses the policy (PP070), and so its DAG fails. */
    @Test
    void theS3ServersOfThePolicyAreMadeKnown() throws IOException {
        assertThat(list(services.get("deployer-greenplum"), "volumes")).contains("./config/compose/s3-servers.yaml:/s3-servers.yaml:ro");
        assertThat(values("s3_server_name", "config/archive-greenplum.yaml"))
                .isNotEmpty().isSubsetOf(values("name", "config/compose/s3-servers.yaml"));
    }

    private static Set<String> values(String key, String file) throws IOException {
        Set<String> values = new TreeSet<>();
        Matcher matcher = Pattern.compile("^ *(?:- )?" + key + ": (\\S+)$", Pattern.MULTILINE).matcher(Files.readString(ROOT.resolve(file)));
        while (matcher.find()) {
            values.add(matcher.group(1));
        }
        return values;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Map<String, Object>> dependencies(Map<String, Object> service) {
        return (Map<String, Map<String, Object>>) service.getOrDefault("depends_on", Map.of());
    }

    @SuppressWarnings("unchecked")
    private static List<String> list(Map<String, Object> service, String key) {
        return (List<String>) service.getOrDefault(key, List.of());
    }
}
