package org.partitiontools.generator;

import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.partitiontools.policy.interval.WrittenInterval;
import org.partitiontools.policy.model.Operation;
import org.partitiontools.policy.model.PolicyFile;
import org.partitiontools.policy.model.TablePolicy;
import org.partitiontools.policy.model.WindowRule;
import org.partitiontools.policy.model.Word;

/** Shows a policy to the users of a scheduler, as Markdown: a table, and a timeline per table. */
final class PolicyDocument {

    private static final String HEADER = """
            | table | operation | granularity | from | to | further |
            | --- | --- | --- | --- | --- | --- |
            """;

    private PolicyDocument() {
    }

    static String of(PolicyFile policy) {
        String rows = policy.tables().stream().flatMap(PolicyDocument::rows).collect(Collectors.joining("\n"));
        String timelines = policy.tables().stream().map(PolicyDocument::timeline).collect(Collectors.joining("\n"));
        return (policy.description().isEmpty() ? "" : escape(policy.description()) + "\n\n")
                + "Bounds count back from the time of the run; negative ones lie ahead. "
                + "Partitions are aligned in the time zone " + escape(policy.timezone().getId()) + ".\n\n"
                + HEADER + rows + "\n\n" + timelines;
    }

    private static Stream<String> rows(TablePolicy table) {
        return table.inOrderOfExecution().stream().map(operation -> row(table, operation));
    }

    private static String row(TablePolicy table, Operation operation) {
        return Stream.of(
                        escape(table.qualifiedName()),
                        operation.kind().routine(),
                        text(operation.granularity()),
                        operation.lowerBound().map(WrittenInterval::text).orElse("the beginning"),
                        text(operation.upperBound()),
                        further(operation))
                .collect(Collectors.joining(" | ", "| ", " |"));
    }

    private static String text(Optional<WrittenInterval> interval) {
        return interval.map(WrittenInterval::text).orElse("");
    }

    private static String further(Operation operation) {
        return Stream.of(
                        operation.windowRule().filter(it -> it == WindowRule.START).map(it -> "those that begin in the window"),
                        operation.tableSpace().map(it -> "tablespace " + it),
                        operation.s3Bucket().map(it -> "bucket " + it),
                        operation.ddlWithParam(),
                        operation.cleanupPolicy().map(Word::of),
                        operation.limitOperations().map(it -> "at most " + it))
                .flatMap(Optional::stream)
                .map(PolicyDocument::escape)
                .collect(Collectors.joining(", "));
    }

    private static String timeline(TablePolicy table) {
        return "**" + escape(table.qualifiedName()) + "**\n\n```text\n" + Timeline.of(table) + "\n```\n";
    }

    /** The text as Markdown shows it literally. */
    private static String escape(String text) {
        return Quoting.singleLine(text).replaceAll("([\\\\`*_{}\\[\\]<>|#~&!])", "\\\\$1");
    }
}
