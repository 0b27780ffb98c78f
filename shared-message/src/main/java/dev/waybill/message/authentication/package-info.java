/** Reads what the receiving server says about the authenticity of a mail (RFC 8601). */
@NullMarked
package dev.waybill.message.authentication;

import org.jspecify.annotations.NullMarked;
