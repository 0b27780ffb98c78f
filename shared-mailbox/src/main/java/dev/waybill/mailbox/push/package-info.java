/** How providers tell of mail: the channels of push, and the copy of them that a webhook authenticates by. */
@NullMarked
package dev.waybill.mailbox.push;

import org.jspecify.annotations.NullMarked;
