package org.partitiontools.definitions.diff;

import java.util.ArrayList;
import java.util.List;
import org.partitiontools.definitions.model.Catalogue;
import org.partitiontools.definitions.model.DbObject;
import org.partitiontools.definitions.model.Key;
import org.partitiontools.definitions.model.Kind;
import org.partitiontools.definitions.model.Statement;

/** A type that cannot be altered gets another name; a new one takes its place, and the columns of it are converted by way of text. */
final class TypeConversion {

    private final Comparison comparison;
    private final Catalogue current;
    private final DbObject type;

    TypeConversion(Comparison comparison, DbObject type) {
        this.comparison = comparison;
        this.current = comparison.current;
        this.type = type;
    }

    List<Statement> statements() {
        String old = Sql.joined(Sql.unquoted(type.name()), "old");
        String word = type.kind().name();
        List<Statement> statements = new ArrayList<>();
        statements.add(Statement.of("ALTER " + word + " " + type.identity() + " RENAME TO " + old));
        new Creation(comparison.wanted).of(type).forEach(sql -> statements.add(Statement.of(sql)));
        for (DbObject column : columns()) {
            convert(column, statements);
        }
        statements.add(Statement.of("DROP " + word + " " + Sql.schemaOf(type.identity()) + "." + old));
        Rights.restored(current, type.key(), comparison.wanted.declaredOwner(type)).forEach(sql -> statements.add(Statement.of(sql)));
        return statements;
    }

    private List<DbObject> columns() {
        return current.objects().values().stream().filter(object -> object.kind() == Kind.COLUMN && current.needs(object.key()).contains(type.key())
                && current.has(new Key(Kind.TABLE, object.parent()))).toList();
    }

    private void convert(DbObject column, List<Statement> statements) {
        if (column.has("in_key")) {
            throw new IllegalStateException("column " + column.identity() + " is a partition key, and its type changes");
        }
        String alter = "ALTER TABLE " + column.parent() + " ALTER COLUMN " + column.name();
        boolean hasDefault = column.has("default") && !column.has("generated");
        if (hasDefault) {
            statements.add(Statement.of(alter + " DROP DEFAULT"));
        }
        String to = column.get("type");
        statements.add(Statement.locking(alter + " TYPE " + to + " USING " + column.name() + "::text::" + to, Lock.rewrites(column.parent())));
        DbObject wanted = comparison.wanted.find(column.key()).orElse(column);
        if (hasDefault && wanted.has("default")) {
            statements.add(Statement.of(alter + " SET DEFAULT " + wanted.get("default")));
        }
    }
}
