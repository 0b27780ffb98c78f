/** The process behind {@code up}: starts servers and services, starts again what dies, stops all in order. */
@NullMarked
package dev.waybill.cli.supervisor;

import org.jspecify.annotations.NullMarked;
