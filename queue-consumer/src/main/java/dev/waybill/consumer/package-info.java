/**
 * The queue consumer: claims pointers, resolves them to mails, processes each once, settles it. Reads in this order: {@link
 * dev.waybill.consumer.ConsumerWiring} (with {@code QueueWiring}, {@code DatabaseWiring}, {@code MailboxWiring}), {@code ConsumerStart}, then the packages {@code loop}, {@code resolve}, {@code process},
 * {@code ledger}, {@code answer}.
 */
@NullMarked
package dev.waybill.consumer;

import org.jspecify.annotations.NullMarked;
