/** Gmail and its push through Pub/Sub on loopback, as strict as their documentation; for demos and tests. */
@NullMarked
package dev.waybill.devstack.gmail;

import org.jspecify.annotations.NullMarked;
