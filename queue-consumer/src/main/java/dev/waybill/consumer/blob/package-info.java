/** Raw mails and attachments by their content. */
@NullMarked
package dev.waybill.consumer.blob;

import org.jspecify.annotations.NullMarked;
