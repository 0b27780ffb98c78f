/** What goes: originals and details by age, a person's data on demand. Keys and outcomes stay, so that no mail comes back. */
@NullMarked
package dev.waybill.consumer.retention;

import org.jspecify.annotations.NullMarked;
