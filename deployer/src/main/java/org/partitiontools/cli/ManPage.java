package org.partitiontools.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.partitiontools.Version;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The page of the manual, written from the same words as {@code --help}. The build calls it for the package. */
final class ManPage {

    private static final String TAB = ".TP\n";

    private final StringBuilder page = new StringBuilder();

    private ManPage() {
    }

    /** @param arguments the file to write */
    public static void main(String[] arguments) throws IOException {
        Path file = Path.of(arguments[0]);
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, of(PartitionTools.everyCommand()));
    }

    static String of(CommandLine program) {
        ManPage manual = new ManPage();
        manual.write(program);
        return manual.page.toString();
    }

    private void write(CommandLine program) {
        CommandSpec spec = program.getCommandSpec();
        page.append(".TH PARTITION-TOOLS 1 \"\" \"Partition Tools ").append(escaped(Version.current())).append("\" \"User Commands\"\n");
        section("NAME");
        line("partition-tools - keeps the partitions of PostgreSQL and Greenplum tables in the shape their owner declared");
        section("SYNOPSIS");
        line("partition-tools COMMAND [OPTIONS]");
        section("DESCRIPTION");
        paragraphs(spec.usageMessage().description());
        section("COMMANDS");
        List<CommandSpec> commands = program.getSubcommands().values().stream().map(CommandLine::getCommandSpec).distinct().toList();
        commands.stream().filter(command -> !command.name().equals("help")).forEach(this::command);
        section("ENVIRONMENT");
        line("PARTITION_TOOLS_<OPTION> sets any option, for example PARTITION_TOOLS_LOG_FORMAT. libpq's variables say where the database is:"
                + " PGHOST, PGPORT, PGDATABASE, PGUSER, PGPASSWORD, PGPASSFILE, PGSERVICE, PGOPTIONS, PGSSLMODE and others.");
        section("FILES");
        page.append(TAB);
        line("partition-tools.yaml");
        line("Options by their names; those of one command stand under its name. Looked for in the current folder, or named by --config.");
        section("EXIT STATUS");
        paragraphs(Arrays.stream(spec.usageMessage().footer()).dropWhile(text -> !text.startsWith("Exit codes")).toArray(String[]::new));
    }

    private void command(CommandSpec command) {
        page.append(".SS ").append(escaped(command.name())).append('\n');
        paragraphs(command.usageMessage().description());
        command.positionalParameters().forEach(argument -> {
            page.append(TAB);
            line(argument.paramLabel());
            line(String.join(" ", argument.renderedDescription()));
        });
        command.options().stream()
                .filter(option -> !option.hidden())
                .sorted(Comparator.comparing(OptionSpec::longestName))
                .forEach(option -> {
                    page.append(TAB);
                    line(String.join(", ", option.names()) + (option.arity().max() == 0 ? "" : "=" + option.paramLabel()));
                    line(String.join(" ", option.renderedDescription()));
                });
        List<String> footer = Arrays.stream(command.usageMessage().footer()).filter(text -> !text.isBlank()).toList();
        if (!footer.isEmpty()) {
            page.append(".PP\n.nf\n");
            footer.forEach(this::line);
            page.append(".fi\n");
        }
    }

    private void section(String name) {
        page.append(".SH ").append(name).append('\n');
    }

    private void paragraphs(String... lines) {
        for (String text : lines) {
            if (text.isBlank()) {
                page.append(".PP\n");
            } else {
                line(text);
            }
        }
    }

    private void line(String text) {
        page.append(escaped(text)).append('\n');
    }

    /** A line must not begin with what is an order to roff, and a hyphen is one only behind a backslash. */
    private static String escaped(String text) {
        String safe = text.replace("\\", "\\e").replace("-", "\\-");
        return safe.startsWith(".") || safe.startsWith("'") ? "\\&" + safe : safe;
    }
}
