package org.partitiontools.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.partitiontools.database.Rows;
import org.partitiontools.policy.check.PolicyProblem;
import org.partitiontools.policy.yaml.PolicyReader;
import org.partitiontools.policy.yaml.PolicyReading;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code validate}: checks policy files without a database. */
@Command(name = "validate",
        description = {
            "Checks policy files; needs no database.",
            "",
            "Each problem is named with file, line and key: unknown keys, wrong types, contradictions between operations."
        },
        footer = {
            "",
            "Example:",
            "  partition-tools validate policies/*.yaml",
            "",
            "Exit code 1 if a file has a problem."
        })
final class ValidateCommand implements Callable<Integer> {

    @Mixin
    private Verbose verbose;

    @Mixin
    private Output output;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Policy files (YAML).")
    private List<Path> files;

    @Override
    public Integer call() {
        PolicyReading reading = PolicyReader.read(files);
        String summary = reading.policies().size() + " of " + files.size() + " files are valid";
        output.print(rows(reading.problems()), problems -> text(reading.problems()) + "\n" + summary, summary);
        return reading.isValid() ? ExitCode.DONE : ExitCode.BAD_POLICY_OR_CONFIGURATION;
    }

    private static String text(List<PolicyProblem> problems) {
        return problems.stream().map(PolicyProblem::toString).collect(Collectors.joining("\n"));
    }

    private static Rows rows(List<PolicyProblem> problems) {
        return new Rows(
                List.of("file", "line", "column", "key", "message", "hint"),
                problems.stream().map(ValidateCommand::row).toList());
    }

    private static List<Object> row(PolicyProblem problem) {
        return List.of(problem.file().toString(), problem.line(), problem.column(), problem.keyPath(), problem.message(),
                problem.hint());
    }
}
