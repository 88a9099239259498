package org.partitiontools.policy.yaml;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Set;
import org.partitiontools.policy.check.Problems;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Refuses every tag that is not a plain type of JSON or a date, above all those that name classes. */
final class TagCheck {

    private static final Set<Tag> PLAIN = Set.of(
            Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL, Tag.TIMESTAMP, Tag.MAP, Tag.SEQ, Tag.MERGE);

    private final Path file;
    private final Problems problems;
    // Aliases make a graph of the tree, with circles even.
    private final Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Deque<Node> open = new ArrayDeque<>();

    private TagCheck(Path file, Problems problems) {
        this.file = file;
        this.problems = problems;
    }

    static void refuseForeignTags(Node root, Path file, Problems problems) {
        TagCheck check = new TagCheck(file, problems);
        check.visit(root);
        while (!check.open.isEmpty()) {
            check.visitChildren(check.open.pop());
        }
    }

    private void visit(Node node) {
        if (seen.add(node)) {
            open.push(node);
        }
    }

    private void visitChildren(Node node) {
        if (!PLAIN.contains(node.getTag())) {
            problems.add(Nodes.placeOf(node, file, ""),
                    "the tag " + Nodes.shown(node.getTag().getValue()) + " is not allowed", "remove the tag");
        }
        if (node instanceof SequenceNode sequence) {
            sequence.getValue().forEach(this::visit);
        } else if (node instanceof MappingNode mapping) {
            mapping.getValue().forEach(tuple -> {
                visit(tuple.getKeyNode());
                visit(tuple.getValueNode());
            });
        }
    }
}
