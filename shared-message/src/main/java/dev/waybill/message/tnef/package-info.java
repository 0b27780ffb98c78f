/** Opens {@code winmail.dat}: the files and the body that Outlook packs into one part (TNEF, [MS-OXTNEF]). */
@NullMarked
package dev.waybill.message.tnef;

import org.jspecify.annotations.NullMarked;
