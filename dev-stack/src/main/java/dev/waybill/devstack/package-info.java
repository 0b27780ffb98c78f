/** Real servers for a laptop and for tests: Redis, PostgreSQL, GreenMail, Dovecot; their processes and ports. */
@NullMarked
package dev.waybill.devstack;

import org.jspecify.annotations.NullMarked;
