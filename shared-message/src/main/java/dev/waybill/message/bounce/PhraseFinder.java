package dev.waybill.message.bounce;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds which of many phrases stand in a text, in one pass over it (Aho and Corasick, 1975): the time is linear in the text, however many
 * phrases there are and whatever a hostile text repeats.
 */
final class PhraseFinder {
    private static final int NONE = Integer.MAX_VALUE;

    private static final class Node {
        final Map<Character, Node> next = new HashMap<>();
        Node fall = this;
        int phrase = NONE;
    }

    private final Node root = new Node();

    /** The phrases in the order of their weight. */
    PhraseFinder(List<String> phrases) {
        for (int i = 0; i < phrases.size(); i++) {
            Node node = root;
            for (char c : phrases.get(i).toCharArray()) {
                node = node.next.computeIfAbsent(c, key -> new Node());
            }
            node.phrase = Math.min(node.phrase, i);
        }
        link();
    }

    /** The index of the first phrase of the list that stands in the text, or -1. */
    int first(String text) {
        int best = NONE;
        Node node = root;
        for (int i = 0; i < text.length() && best > 0; i++) {
            node = step(node, text.charAt(i));
            best = Math.min(best, node.phrase);
        }
        return best == NONE ? -1 : best;
    }

    boolean anyIn(String text) {
        return first(text) >= 0;
    }

    private Node step(Node from, char c) {
        Node node = from;
        while (node != root && !node.next.containsKey(c)) {
            node = node.fall;
        }
        return node.next.getOrDefault(c, root);
    }

    /** Each node falls to the longest end of its own text that begins a phrase, and knows the best phrase that ends there. */
    private void link() {
        Deque<Node> open = new ArrayDeque<>();
        for (Node child : root.next.values()) {
            child.fall = root;
            open.add(child);
        }
        while (!open.isEmpty()) {
            Node node = open.remove();
            List<Map.Entry<Character, Node>> children = new ArrayList<>(node.next.entrySet());
            for (Map.Entry<Character, Node> child : children) {
                child.getValue().fall = step(node.fall, child.getKey());
                child.getValue().phrase = Math.min(child.getValue().phrase, child.getValue().fall.phrase);
                open.add(child.getValue());
            }
        }
    }
}
