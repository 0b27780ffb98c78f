/** The verbs that talk to the admin API of a running Waybill, and {@code send}. */
@NullMarked
package dev.waybill.cli.admin;

import org.jspecify.annotations.NullMarked;
