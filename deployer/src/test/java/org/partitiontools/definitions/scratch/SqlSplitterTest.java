package org.partitiontools.definitions.scratch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SqlSplitterTest {

    @Test
    void cutsBetweenStatementsOnly() {
        assertThat(split("a; b;")).containsExactly("a", "b");
        assertThat(split("-- c ; d\na /* ; /* ; */ ; */ b; /* no end")).containsExactly("a /* ; /* ; */ ; */ b");
        assertThat(split("a ';' '''; ' b; c \"d;\"\"e\"; f")).containsExactly("a ';' '''; ' b", "c \"d;\"\"e\"", "f");
        assertThat(split("a E'\\'; b'; c '\\'; d")).containsExactly("a E'\\'; b'", "c '\\'", "d");
        assertThat(split("a $$;$$ b; c $x$ $$ ; $y$ $x$; d$1; e")).containsExactly("a $$;$$ b", "c $x$ $$ ; $y$ $x$", "d$1", "e");
        assertThat(split("RULE r AS DO (SELECT 1; SELECT 2); b")).containsExactly("RULE r AS DO (SELECT 1; SELECT 2)", "b");
    }

    @Test
    void aBodyOfSqlEndsWithItsOwnEnd() {
        assertThat(split("CREATE FUNCTION f() BEGIN ATOMIC SELECT CASE WHEN a THEN 1 END; SELECT 2; END; b")).containsExactly(
                "CREATE FUNCTION f() BEGIN ATOMIC SELECT CASE WHEN a THEN 1 END; SELECT 2; END", "b");
        assertThat(split("CREATE TABLE \"begin\" (\"end\" int); CREATE VIEW v AS SELECT CASE WHEN a THEN 1 END; c")).hasSize(3);
    }

    @Test
    void knowsTheLine() {
        assertThat(SqlSplitter.split("-- c\n\na;\n  b\n;c")).extracting(SqlSplitter.Piece::line).containsExactly(3, 4, 5);
    }

    private static List<String> split(String text) {
        return SqlSplitter.split(text).stream().map(SqlSplitter.Piece::sql).toList();
    }
}
