package org.partitiontools.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.partitiontools.ConfigurationException;
import org.partitiontools.Version;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What no command foresees is told like any other error, with what to do; a name of one of Java's exceptions alone helps nobody. */
class UnexpectedErrorTest {

    @Test
    void aMistakeOfTheProgramIsSaidToBeOne() {
        Invocation invocation = invoke(() -> Optional.<String>empty().map(String::length).get());

        assertThat(invocation.exitCode()).isEqualTo(2);
        assertThat(invocation.err()).startsWith("partition-tools broken: an unexpected error, which is a mistake of this program, " + Version.current())
                .contains("DETAIL: java.util.NoSuchElementException: No value present at org.partitiontools.cli.UnexpectedErrorTest.",
                        "HINT: Tables are whole", "--verbose")
                .doesNotContain("\tat ");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anErrorOfJavaIsOneToo(boolean isError) {
        Invocation invocation = invoke(() -> {
            if (isError) {
                throw new StackOverflowError();
            }
            throw new NullPointerException("Cannot invoke \"String.toUpperCase()\" because \"compression\" is null");
        });

        assertThat(invocation.exitCode()).isEqualTo(2);
        assertThat(invocation.err()).startsWith("partition-tools").contains("an unexpected error", "HINT: Tables are whole").doesNotContain("\tat ");
    }

    @Test
    void aLogHasItAsAnEntry() {
        Invocation invocation = invoke(() -> {
            throw new ArrayIndexOutOfBoundsException(3);
        }, "--log-format", "json");

        assertThat(invocation.err().lines()).singleElement().asString()
                .contains("\"level\":\"error\"", "\"sqlstate\":\"XX000\"", "ArrayIndexOutOfBoundsException", "Tables are whole");
    }

    @Test
    void theStackIsForVerbose() {
        assertThat(invoke(() -> {
            throw new NullPointerException();
        }, "--verbose").err()).contains("Caused by: java.lang.NullPointerException", "\tat org.partitiontools.cli.UnexpectedErrorTest.");
    }

    @Test
    void whatIsForeseenIsNotSaidToBeAMistake() {
        Invocation invocation = invoke(() -> {
            throw new ConfigurationException("write a bucket", new IllegalStateException());
        });

        assertThat(invocation.exitCode()).isEqualTo(1);
        assertThat(invocation.err().strip()).isEqualTo("partition-tools broken: write a bucket");
    }

    private static Invocation invoke(Callable<Integer> doing, String... more) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commands = PartitionTools.everyCommand().addSubcommand(new Broken(doing));
        String[] arguments = new String[more.length + 1];
        arguments[0] = "broken";
        System.arraycopy(more, 0, arguments, 1, more.length);
        int exitCode = PartitionTools.run(commands, new PrintWriter(out, true), new PrintWriter(err, true), Map.of(), arguments);
        return new Invocation(exitCode, out.toString(), err.toString());
    }

    @Command(name = "broken")
    private static final class Broken implements Callable<Integer> {

        private final Callable<Integer> doing;

        @Mixin
        private Verbose verbose;

        private Broken(Callable<Integer> doing) {
            this.doing = doing;
        }

        @Override
        public Integer call() throws Exception {
            return doing.call();
        }
    }
}
