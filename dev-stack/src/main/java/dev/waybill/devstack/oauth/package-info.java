/** A token endpoint of OAuth 2 on loopback, as strict as the real ones. */
@NullMarked
package dev.waybill.devstack.oauth;

import org.jspecify.annotations.NullMarked;
