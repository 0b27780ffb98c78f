/** The admin API {@code /v1}: mailboxes, queue, dead letters, the life of a mail, tickets. One bearer token guards all of it. */
@NullMarked
package dev.waybill.consumer.admin;

import org.jspecify.annotations.NullMarked;
