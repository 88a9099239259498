package org.partitiontools.policy.yaml;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.partitiontools.policy.check.Problems;
import org.partitiontools.policy.check.Suggestion;
import org.partitiontools.policy.model.Setting;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * Reads {@code partition-tools.yaml}: options by their names, those of one command under its name. Whatever stands in the file, reading ends
 * with settings or with problems that name their places.
 */
public final class SettingsReader {

    private static final String EVERY_COMMAND = "";

    private final Map<String, Set<String>> options;
    private final Problems problems = new Problems();
    private final List<Setting> settings = new ArrayList<>();

    private SettingsReader(Map<String, Set<String>> options) {
        this.options = options;
    }

    /**
     * Reads one file.
     *
     * @param options the options that each command has
     */
    public static SettingsReading read(Path file, Map<String, Set<String>> options) {
        SettingsReader reader = new SettingsReader(options);
        YamlDocument.section(file, reader.problems).ifPresent(reader::readRoot);
        return reader.problems.isEmpty()
                ? new SettingsReading(reader.settings, List.of())
                : new SettingsReading(List.of(), reader.problems.inOrder());
    }

    private void readRoot(Section root) {
        Set<String> known = new TreeSet<>();
        options.values().forEach(known::addAll);
        root.values().forEach((key, value) -> {
            if (options.containsKey(key) && value.node() instanceof MappingNode) {
                value.section().ifPresent(section -> read(key, section, options.get(key)));
            } else {
                read(EVERY_COMMAND, key, value, known);
            }
        });
    }

    private void read(String command, Section section, Set<String> known) {
        section.values().forEach((key, value) -> read(command, key, value, known));
    }

    private void read(String command, String key, Value value, Set<String> known) {
        if (!known.contains(key)) {
            problems.add(value.keyPlace(), command.isEmpty() ? "no command has such an option" : command + " has no such option",
                    Suggestion.among(known).forWord(key));
        } else if (!(value.node() instanceof ScalarNode) || value.isNull()) {
            value.refuse("expected one value, found " + Nodes.describe(value.node()), "write " + key + ": and what follows --" + key + " on the command line");
        } else {
            settings.add(new Setting(command, key, value.scalar(), value.place()));
        }
    }
}
