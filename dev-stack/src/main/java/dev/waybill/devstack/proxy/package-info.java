/** A TCP proxy on loopback that makes the network between two programs as bad as it is asked to. */
@NullMarked
package dev.waybill.devstack.proxy;

import org.jspecify.annotations.NullMarked;
