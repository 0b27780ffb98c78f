/** Microsoft Graph for mail on loopback, as strict as its documentation; for demos and tests. */
@NullMarked
package dev.waybill.devstack.graph;

import org.jspecify.annotations.NullMarked;
