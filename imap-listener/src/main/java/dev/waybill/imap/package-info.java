@NullMarked
package dev.waybill.imap;

import org.jspecify.annotations.NullMarked;
