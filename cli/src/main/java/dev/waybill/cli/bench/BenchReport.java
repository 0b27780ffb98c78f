package dev.waybill.cli.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** What a benchmark found, and under which conditions. */
interface BenchReport {
    ObjectNode json();

    /** A table for people. */
    List<String> lines();
}
