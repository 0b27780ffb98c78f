@NullMarked
package dev.waybill.ingress;

import org.jspecify.annotations.NullMarked;
