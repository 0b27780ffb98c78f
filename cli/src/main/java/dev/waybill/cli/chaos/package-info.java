/**
 * {@code waybill bench chaos}: the packaged services on real servers while mail arrives and everything fails, and a checker that knows
 * every mail that was sent.
 */
@NullMarked
package dev.waybill.cli.chaos;

import org.jspecify.annotations.NullMarked;
