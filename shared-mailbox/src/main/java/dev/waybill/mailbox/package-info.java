@NullMarked
package dev.waybill.mailbox;

import org.jspecify.annotations.NullMarked;
