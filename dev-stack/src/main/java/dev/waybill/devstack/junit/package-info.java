/** What tests on servers of the system's package manager need: a condition that never skips silently. */
@NullMarked
package dev.waybill.devstack.junit;

import org.jspecify.annotations.NullMarked;
