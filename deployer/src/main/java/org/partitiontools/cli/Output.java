package org.partitiontools.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.function.Function;
import org.partitiontools.database.Rows;
import org.partitiontools.log.Log;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Option {@code --format}, and printing by it: results on standard output, remarks for people only in format table. */
final class Output {

    @Option(names = "--format", paramLabel = "table|json", defaultValue = "table",
            description = "How to print the result; check also knows openmetrics. Default: ${DEFAULT-VALUE}.")
    private Format format;

    @Spec(Target.MIXEE)
    private CommandSpec command;

    /**
     * Prints rows, or a remark when there are none.
     *
     * @param text how to write them for people
     */
    void print(Rows rows, Function<Rows, String> text, String whenEmpty) {
        if (format == Format.json) {
            json(rows.toMaps());
        } else {
            out().println(rows.isEmpty() ? whenEmpty : text.apply(rows).stripTrailing());
        }
        out().flush();
    }

    /** Prints the answers of several tables: in format json the errors, too, which people have seen already. */
    void print(TableQueries queries, Function<Rows, String> text, String whenEmpty) {
        if (format == Format.json) {
            json(queries.objects());
            out().flush();
        } else {
            print(queries.rows(), text, whenEmpty);
        }
    }

    /** Prints one object in format json, and text otherwise. */
    void print(Map<String, ?> object, String text) {
        if (format == Format.json) {
            json(object);
        } else {
            out().println(text);
        }
        out().flush();
    }

    /** Whether metrics are wanted, which only {@code check} has. */
    boolean isMetrics() {
        return format == Format.openmetrics;
    }

    boolean isTable() {
        return format == Format.table;
    }

    PrintWriter out() {
        return command.commandLine().getOut();
    }

    PrintWriter err() {
        return command.commandLine().getErr();
    }

    /** Where errors of single tables and progress go; results never do. */
    Log log() {
        return PartitionTools.log(command);
    }

    private void json(Object value) {
        out().println(Json.text(value));
    }

    /** By itself, for loading what writes JSON takes longer than many a command. */
    private static final class Json {

        private static final ObjectMapper MAPPER = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

        static String text(Object value) {
            try {
                return MAPPER.writeValueAsString(value);
            } catch (JsonProcessingException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
