/** The webhook that Cloud Pub/Sub calls for Gmail. */
@NullMarked
package dev.waybill.ingress.google;

import org.jspecify.annotations.NullMarked;
