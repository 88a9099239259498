package org.partitiontools.policy.yaml;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.partitiontools.policy.check.Problems;
import org.partitiontools.policy.check.Suggestion;
import org.partitiontools.policy.check.TextRule;
import org.partitiontools.policy.model.S3ServerEntry;

/** Reads files of S3 servers. Whatever stands in a file, reading ends with servers or with problems that name their places. */
public final class S3ServersReader {

    private static final Set<String> KEYS = Set.of("kind", "api", "servers");
    private static final String NAME = "name";
    private static final Map<String, Function<Value, Optional<?>>> SETTINGS = settings();
    private static final String NO_CREDENTIALS =
            "credentials come from the default chain of AWS, and stand in no file of Partition Tools";

    private final Problems problems = new Problems();
    private final List<S3ServerEntry> servers = new ArrayList<>();
    private final Set<String> names = new HashSet<>();

    private S3ServersReader() {
    }

    private static Map<String, Function<Value, Optional<?>>> settings() {
        Map<String, Function<Value, Optional<?>>> settings = new LinkedHashMap<>();
        settings.put("endpoint", value -> value.text(TextRule.HTTP_URL));
        settings.put("region", value -> value.text(TextRule.ID));
        settings.put("path_style", Value::bool);
        settings.put("bucket", value -> value.text(TextRule.LINE));
        settings.put("prefix", value -> value.text(TextRule.LINE));
        settings.put("writer", value -> value.word(List.of("client", "pxf", "s3", "aws_s3")));
        settings.put("format", value -> value.word(List.of("csv", "parquet")));
        settings.put("compression", value -> value.word(List.of("gzip", "zstd", "none")));
        settings.put("checksums", value -> value.word(List.of("when_required", "when_supported")));
        settings.put("chunked_encoding", Value::bool);
        settings.put("part_size_mb", value -> value.integer(5, 1024));
        settings.put("sessions", value -> value.integer(1, 64));
        settings.put("files", value -> value.integer(1, 10_000));
        settings.put("config", value -> value.text(TextRule.LINE));
        settings.put("keep_external", Value::bool);
        return settings;
    }

    /** Reads one file. */
    public static S3ServersReading read(Path file) {
        S3ServersReader reader = new S3ServersReader();
        YamlDocument.section(file, reader.problems).ifPresent(reader::readRoot);
        return reader.problems.isEmpty()
                ? new S3ServersReading(reader.servers, List.of())
                : new S3ServersReading(List.of(), reader.problems.inOrder());
    }

    private void readRoot(Section root) {
        root.refuseKeysOtherThan(KEYS);
        root.require("kind", "write kind: s3-servers").flatMap(value -> value.word(List.of("s3-servers")));
        root.require("api", "write api: v1").flatMap(value -> value.word(List.of("v1")));
        root.require("servers", "a list of servers, each with a name").flatMap(Value::items)
                .ifPresent(items -> items.forEach(item -> item.section().ifPresent(this::readServer)));
    }

    private void readServer(Section server) {
        Map<String, Object> settings = new LinkedHashMap<>();
        server.values().forEach((key, value) -> {
            if (SETTINGS.containsKey(key)) {
                SETTINGS.get(key).apply(value).ifPresent(it -> settings.put(key, it));
            } else if (!key.equals(NAME)) {
                problems.add(value.keyPlace(), "unknown key", hint(key));
            }
        });
        server.require(NAME, "policies say it as s3_server_name; default is the name for policies that say none")
                .flatMap(value -> value.text(TextRule.NAME).filter(name -> isNew(value, name)))
                .ifPresent(name -> servers.add(new S3ServerEntry(name, settings)));
    }

    private boolean isNew(Value value, String name) {
        if (names.add(name)) {
            return true;
        }
        problems.add(value.place(), "a second server of this name", "remove one of the two");
        return false;
    }

    private static String hint(String key) {
        boolean isSecret = key.matches("(?i).*(secret|password|token|credential|access_?key|key_?id).*");
        return isSecret ? NO_CREDENTIALS : Suggestion.among(SETTINGS.keySet()).forWord(key);
    }
}
