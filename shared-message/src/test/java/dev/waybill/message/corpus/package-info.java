/** Reads the mails of other projects' tests, where they are at hand, and scores what we make of them. */
@NullMarked
package dev.waybill.message.corpus;

import org.jspecify.annotations.NullMarked;
