package org.partitiontools.generator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.partitiontools.policy.model.SqlIdentifier;

class QuotingTest {

    @Test
    void writesSqlLiteralsInOneLine() {
        assertThat(SqlLiteral.quote("plain")).isEqualTo("'plain'");
        assertThat(SqlLiteral.quote("it's")).isEqualTo("'it''s'");
        assertThat(SqlLiteral.quote("a\\'b")).isEqualTo("E'a\\\\''b'");
        assertThat(SqlLiteral.quote("a\nb\tc\rd")).isEqualTo("E'a\\nb\\tc\\rd'");
    }

    @Test
    void keepsValuesFromBecomingJinja() {
        assertThat(SqlLiteral.quote("{{ x }}")).isEqualTo("E'\\x7B{ x }}'");
        assertThat(SqlLiteral.quote("{% x %}{# y #}")).isEqualTo("E'\\x7B% x %}\\x7B# y #}'");
        assertThat(SqlLiteral.quote("{{{")).isEqualTo("E'\\x7B\\x7B{'");
        assertThat(SqlLiteral.quote("{\"a\":{\"b\":1}}")).isEqualTo("'{\"a\":{\"b\":1}}'");
    }

    @Test
    void findsADollarQuoteThatTheTextDoesNotContain() {
        assertThat(SqlLiteral.dollarQuote("a")).isEqualTo("$partition_tools$a$partition_tools$");
        assertThat(SqlLiteral.dollarQuote("$partition_tools$")).startsWith("$partition_tools_1$");
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', value = {
        "orders,orders", "_a1,_a1", "Orders,\"Orders\"", "1a,\"1a\"", "a b,\"a b\"", "select,\"select\"",
        "user,\"user\"", "a\"b,\"a\"\"b\"", "a.b,\"a.b\"", "größe,\"größe\"", "a$b,\"a$b\""
    })
    void quotesIdentifiersAsPostgresDoes(String name, String expected) {
        assertThat(SqlIdentifier.quote(name)).isEqualTo(expected);
    }

    @Test
    void writesPythonLikeRuff() {
        assertThat(PythonLiteral.of("it's", 0)).isEqualTo("\"it's\"");
        assertThat(PythonLiteral.of("say \"x\"", 0)).isEqualTo("'say \"x\"'");
        assertThat(PythonLiteral.of("a\\b\n\u0001", 0)).isEqualTo("\"a\\\\b\\n\\x01\"");
        assertThat(PythonLiteral.of(true, 0)).isEqualTo("True");
        assertThat(PythonLiteral.of(List.of(), 0)).isEqualTo("[]");
        assertThat(PythonLiteral.of(Map.of("a", List.of(1, 2)), 4))
                .isEqualTo("{\n        \"a\": [\n            1,\n            2,\n        ],\n    }");
        assertThat(PythonLiteral.block("a\\\n\"\"\"", 2)).isEqualTo("\"\"\"\n  a\\\\\n  \"\"\\\"\n  \"\"\"");
    }

    @Test
    void writesShellCrontabAndYaml() {
        assertThat(Quoting.shell("it's $(x) `y`")).isEqualTo("'it'\\''s $(x) `y`'");
        assertThat(Quoting.crontab("100%")).isEqualTo("'100\\%'");
        assertThat(Quoting.yaml("a\"b\\c\n: #")).isEqualTo("\"a\\\"b\\\\c\\u000A: #\"");
        assertThat(Quoting.yamlBlock("a\n\n b", 2)).isEqualTo("|\n  a\n\n   b");
    }
}
