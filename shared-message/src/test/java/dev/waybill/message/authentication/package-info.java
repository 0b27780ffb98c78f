@NullMarked
package dev.waybill.message.authentication;

import org.jspecify.annotations.NullMarked;
