package dev.waybill.devstack.proxy;

/** How a connection is ended. */
public enum Ending {
    /** In order: both sides read the end of the stream. */
    FIN,
    /** Torn: both sides get "connection reset". */
    RST
}
