package org.partitiontools.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;

/**
 * One command line, executed.
 *
 * @param exitCode what the shell sees
 * @param out standard output
 * @param err standard error
 */
public record Invocation(int exitCode, String out, String err) {

    /** Executes it. */
    public static Invocation of(String... arguments) {
        return with(System.getenv(), arguments);
    }

    /** Executes it with these environment variables alone. */
    public static Invocation with(Map<String, String> environment, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = PartitionTools.run(new PrintWriter(out, true), new PrintWriter(err, true), environment, arguments);
        return new Invocation(exitCode, out.toString(), err.toString());
    }

    /** Standard output, read as JSON. */
    public JsonNode json() throws JsonProcessingException {
        return new ObjectMapper().readTree(out);
    }
}
