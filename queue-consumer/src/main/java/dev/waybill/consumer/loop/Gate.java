package dev.waybill.consumer.loop;

/** Lets the loop claim only while what it claims can be committed. */
@FunctionalInterface
public interface Gate {
    /** Whether it is open; when not, waits a while first. */
    boolean tryOpen() throws InterruptedException;
}
