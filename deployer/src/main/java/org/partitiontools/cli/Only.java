package org.partitiontools.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import org.partitiontools.api.TableWork;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Option {@code --only}: some of the operations of a policy. */
final class Only {

    private static final Set<String> OPERATIONS = Set.of("create", "merge", "move", "unload", "delete");

    @Option(names = "--only", paramLabel = "OPERATION", split = ",", converter = Converter.class,
            description = "Only these operations of the policies: create, merge, move, unload, delete; several with commas. Default: all.")
    private List<String> operations = List.of();

    /** The same tables, for the operations that are wanted. */
    List<TableWork> of(List<TableWork> tables) {
        return operations.isEmpty() ? tables : tables.stream().map(this::of).toList();
    }

    private TableWork of(TableWork table) {
        return new TableWork(table.table(), Json.restricted(table.operations(), operations), table.settings(), table.zone());
    }

    /** By itself, for loading what reads JSON takes longer than many a command. */
    private static final class Json {

        private static final ObjectMapper MAPPER = new ObjectMapper();

        static String restricted(String policy, List<String> operations) {
            try {
                ObjectNode restricted = (ObjectNode) MAPPER.readTree(policy);
                ArrayNode only = restricted.putArray("only");
                operations.forEach(only::add);
                return MAPPER.writeValueAsString(restricted);
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("it was written by this program", e);
            }
        }
    }

    static final class Converter implements ITypeConverter<String> {

        @Override
        public String convert(String text) {
            if (!OPERATIONS.contains(text)) {
                throw new TypeConversionException("'" + text + "' is not one of create, merge, move, unload, delete");
            }
            return text;
        }
    }
}
