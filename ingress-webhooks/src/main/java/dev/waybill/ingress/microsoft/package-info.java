/** The webhooks that Microsoft Graph calls. */
@NullMarked
package dev.waybill.ingress.microsoft;

import org.jspecify.annotations.NullMarked;
