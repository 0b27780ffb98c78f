/** {@code waybill bench}: the benchmarks, each on servers of its own, with rivals measured in the same run. */
@NullMarked
package dev.waybill.cli.bench;

import org.jspecify.annotations.NullMarked;
