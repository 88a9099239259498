package org.partitiontools.definitions.diff;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.partitiontools.definitions.model.Catalogue;
import org.partitiontools.definitions.model.DbObject;
import org.partitiontools.definitions.model.Kind;

/** Which properties of an object are compared, and what differs in words. */
final class Compared {

    /** Statements are made of them; others say what they mean, or nobody can change them. */
    private static final Set<String> NOT_COMPARED = Set.of("identity_sequence", "type_storage", "in_key", "index_body", "key_words", "suffix", "referenced",
            "column_identity", "signature", "defaults", "columns", "table", "is_constraint", "word_of_aggregate", "first_partition",
            "usual_encoding", "in_distribution", "nested");
    private static final int SHOWN = 120;

    private Compared() {
    }

    /** The owner that is wanted, where one is and it is another. */
    static Optional<String> owner(DbObject old, DbObject want, Catalogue wanted) {
        return wanted.declaredOwner(want).filter(owner -> !owner.equals(old.owner()));
    }

    static boolean same(DbObject old, DbObject want) {
        return differing(old, want).isEmpty();
    }

    /** The properties that differ, each with both values; long ones by name only. */
    static List<String> words(DbObject old, DbObject want, Catalogue wanted) {
        List<String> words = new ArrayList<>();
        for (String property : differing(old, want)) {
            String before = old.get(property, "none").strip();
            String after = want.get(property, "none").strip();
            String name = property.replace('_', ' ');
            words.add(before.length() + after.length() > SHOWN || before.contains("\n") || after.contains("\n")
                    ? name + " differs" : name + ": " + before + " in the database, " + after + " in the definitions");
        }
        if (!Objects.equals(old.comment(), want.comment())) {
            words.add("comment differs");
        }
        owner(old, want, wanted).ifPresent(owner -> words.add("owner: " + old.owner() + " in the database, " + owner + " in the definitions"));
        return words;
    }

    private static List<String> differing(DbObject old, DbObject want) {
        Set<String> properties = new LinkedHashSet<>(want.properties().keySet());
        properties.addAll(old.properties().keySet());
        return properties.stream().filter(property -> !NOT_COMPARED.contains(property))
                .filter(property -> !equal(property, old.get(property), want.get(property), want.kind())).toList();
    }

    private static boolean equal(String property, String old, String want, Kind kind) {
        if (property.equals("attributes") && old != null && want != null) {
            // ALTER TYPE cannot put an attribute between others, as ALTER TABLE cannot with columns.
            return new HashSet<>(Json.rows(old)).equals(new HashSet<>(Json.rows(want)));
        }
        if (property.equals("options") && (kind == Kind.TABLE || kind == Kind.COLUMN) || property.equals("checks") || property.equals("column_comments")) {
            return Json.map(old).equals(Json.map(want));
        }
        return Objects.equals(old, want);
    }
}
