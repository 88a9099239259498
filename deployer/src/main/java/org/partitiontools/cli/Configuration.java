package org.partitiontools.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.partitiontools.policy.model.Setting;
import org.partitiontools.policy.yaml.SettingsReader;
import org.partitiontools.policy.yaml.SettingsReading;
import picocli.CommandLine;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * What options are when the command line does not say: {@code PARTITION_TOOLS_<OPTION>} of the environment, then the file
 * {@code partition-tools.yaml}, there the section of the command before what stands at its top.
 */
final class Configuration implements IDefaultValueProvider {

    static final String OPTION = "--config";

    private static final String FILE = "partition-tools.yaml";
    private static final String PREFIX = "PARTITION_TOOLS_";
    /** They ask for something else than the command, once. */
    private static final Set<String> NEVER = Set.of("help", "version", "config");

    private final Map<String, String> environment;
    private final Map<String, Setting> settings = new HashMap<>();

    private Configuration(Map<String, String> environment) {
        this.environment = environment;
    }

    /**
     * @param program the command line with all commands, whose options a file may set
     * @param arguments looked through for the name of the file
     * @param environment the environment variables
     * @throws InvalidPolicyException if there is a file, and it is not right
     */
    static Configuration of(Supplier<CommandLine> program, List<String> arguments, Map<String, String> environment) {
        Configuration configuration = new Configuration(environment);
        Optional<Path> named = named(arguments).or(() -> configuration.variable("config")).map(Path::of);
        named.or(() -> Optional.of(Path.of(FILE)).filter(Files::exists)).ifPresent(file -> configuration.read(file, options(program.get())));
        return configuration;
    }

    @Override
    public String defaultValue(ArgSpec argument) {
        if (!(argument instanceof OptionSpec option) || NEVER.contains(nameOf(option))) {
            return null;
        }
        String name = nameOf(option);
        String command = option.command() == null ? "" : option.command().name();
        return variable(name)
                .or(() -> setting(command, name))
                .or(() -> setting("", name))
                .orElse(null);
    }

    private Optional<String> variable(String option) {
        return Optional.ofNullable(environment.get(PREFIX + option.toUpperCase(Locale.ROOT).replace('-', '_'))).filter(value -> !value.isEmpty());
    }

    private Optional<String> setting(String command, String option) {
        return Optional.ofNullable(settings.get(command + " " + option)).map(Setting::value);
    }

    private void read(Path file, Map<String, Set<String>> options) {
        SettingsReading reading = SettingsReader.read(file, options);
        if (!reading.problems().isEmpty()) {
            throw new InvalidPolicyException("the configuration", reading.problems());
        }
        reading.settings().forEach(setting -> settings.put(setting.command() + " " + setting.option(), setting));
    }

    /** The parser cannot be asked: it needs the defaults before it begins. */
    private static Optional<String> named(List<String> arguments) {
        for (int i = 0; i < arguments.size() && !arguments.get(i).equals("--"); i++) {
            if (arguments.get(i).startsWith(OPTION + "=")) {
                return Optional.of(arguments.get(i).substring(OPTION.length() + 1));
            }
            if (arguments.get(i).equals(OPTION) && i + 1 < arguments.size()) {
                return Optional.of(arguments.get(i + 1));
            }
        }
        return Optional.empty();
    }

    private static Map<String, Set<String>> options(CommandLine program) {
        Map<String, Set<String>> options = new TreeMap<>();
        program.getSubcommands().forEach((name, command) -> options.put(name, options(command.getCommandSpec())));
        return options;
    }

    private static Set<String> options(CommandSpec command) {
        Set<String> names = new TreeSet<>();
        command.options().stream().map(Configuration::nameOf).filter(name -> !NEVER.contains(name)).forEach(names::add);
        return names;
    }

    private static String nameOf(OptionSpec option) {
        return option.longestName().replaceFirst("^-+", "");
    }
}
