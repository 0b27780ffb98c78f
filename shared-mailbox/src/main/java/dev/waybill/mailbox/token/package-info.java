/** Access tokens of OAuth 2: asked for over HTTP, kept in memory, renewed early; refresh tokens that change are kept in PostgreSQL. */
@NullMarked
package dev.waybill.mailbox.token;

import org.jspecify.annotations.NullMarked;
