/** What the simulators of HTTP services share: a server on loopback, a request taken apart, an answer. */
@NullMarked
package dev.waybill.devstack.http;

import org.jspecify.annotations.NullMarked;
