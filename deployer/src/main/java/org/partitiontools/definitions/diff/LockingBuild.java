package org.partitiontools.definitions.diff;

import java.util.ArrayList;
import java.util.List;
import org.partitiontools.definitions.model.DbObject;
import org.partitiontools.definitions.model.Statement;

/**
 * On Greenplum 6, which builds no index while others write, and for partitions of partitions, whose indexes have parents of their own: the server reaches
 * the partitions by itself, and each statement is a transaction of its own.
 */
final class LockingBuild implements Building {

    private final List<Statement> statements = new ArrayList<>();

    @Override
    public List<Statement> index(DbObject index) {
        add("DROP INDEX IF EXISTS " + index.identity(), "");
        add(Creation.index(index, index.name(), index.parent()), "SHARE on " + index.parent() + " and its partitions while the index is built: writers wait");
        if (index.has("tablespace")) {
            add("ALTER INDEX " + index.identity() + " SET TABLESPACE " + index.get("tablespace"), Lock.moment(index.identity()));
        }
        if (index.comment() != null) {
            add(Sql.comment(index), "");
        }
        return statements;
    }

    /** There is no name to spare: the indexes of partitions would keep it. */
    @Override
    public List<Statement> replacement(DbObject index) {
        return index(index);
    }

    @Override
    public List<Statement> constraint(DbObject constraint) {
        String table = "ALTER TABLE " + constraint.parent();
        add(table + " DROP CONSTRAINT IF EXISTS " + constraint.name(), "");
        add(table + " ADD CONSTRAINT " + constraint.name() + " " + constraint.get("definition"), Lock.reading(constraint.parent()));
        if (constraint.comment() != null) {
            add(Sql.comment(constraint), "");
        }
        return statements;
    }

    @Override
    public List<Statement> notNull(DbObject column) {
        add("ALTER TABLE " + column.parent() + " ALTER COLUMN " + column.name() + " SET NOT NULL", Lock.reading(column.parent()));
        return statements;
    }

    private void add(String sql, String lock) {
        statements.add(Statement.online(sql, lock));
    }
}
