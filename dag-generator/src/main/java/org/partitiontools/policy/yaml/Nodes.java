package org.partitiontools.policy.yaml;

import java.nio.file.Path;
import java.util.Map;
import org.partitiontools.policy.model.Place;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Questions about YAML nodes. */
final class Nodes {

    private static final int SHOWN_LENGTH = 40;
    private static final Map<Tag, String> TYPES = Map.of(
            Tag.STR, "the text",
            Tag.INT, "the number",
            Tag.FLOAT, "the number",
            Tag.BOOL, "the boolean",
            Tag.TIMESTAMP, "the date");

    private Nodes() {
    }

    static Place placeOf(Node node, Path file, String keyPath) {
        return new Place(file, node.getStartMark().getLine() + 1, node.getStartMark().getColumn() + 1, keyPath);
    }

    /** What a node is, in words: {@code the number 5}, {@code a list}. */
    static String describe(Node node) {
        if (node instanceof MappingNode) {
            return "keys and values";
        }
        if (node instanceof SequenceNode) {
            return "a list";
        }
        String type = TYPES.get(node.getTag());
        return type == null ? "nothing" : type + " " + shown(((ScalarNode) node).getValue());
    }

    /** A text as it may appear in a message: short, and without characters that would confuse a terminal. */
    static String shown(String text) {
        String cut = text.length() <= SHOWN_LENGTH ? text : text.substring(0, SHOWN_LENGTH) + "...";
        return cut.replaceAll("[\\p{Cntrl}\\p{Zl}\\p{Zp}\\p{Cs}\\x{202A}-\\x{202E}\\x{2066}-\\x{2069}]", "?");
    }
}
