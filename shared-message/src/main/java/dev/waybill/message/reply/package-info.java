/**
 * Parts a reply into what its sender wrote, what it quotes, and the signature.
 *
 * <p>A body becomes lines ({@link dev.waybill.message.reply.Body}); the scans give each line its kind; nothing is
 * dropped. Words of programs and languages stand in the tables beside this package; all matching is linear.
 */
@NullMarked
package dev.waybill.message.reply;

import org.jspecify.annotations.NullMarked;
