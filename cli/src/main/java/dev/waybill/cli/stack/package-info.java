/** The verbs that run Waybill on one machine: up, down, status, logs; and the supervisor behind them. */
@NullMarked
package dev.waybill.cli.stack;

import org.jspecify.annotations.NullMarked;
