/** {@code waybill inspect}: what the pipeline would make of a mail, without any server. */
@NullMarked
package dev.waybill.cli.inspect;

import org.jspecify.annotations.NullMarked;
