@NullMarked
package dev.waybill.message.bounce;

import org.jspecify.annotations.NullMarked;
