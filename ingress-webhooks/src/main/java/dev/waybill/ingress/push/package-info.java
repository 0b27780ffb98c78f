/** What the webhooks of all providers share: pointers on their way into the queue, and what is remembered of pushes. */
@NullMarked
package dev.waybill.ingress.push;

import org.jspecify.annotations.NullMarked;
