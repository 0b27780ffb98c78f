@NullMarked
package dev.waybill.devstack;

import org.jspecify.annotations.NullMarked;
