@NullMarked
package dev.waybill.message;

import org.jspecify.annotations.NullMarked;
