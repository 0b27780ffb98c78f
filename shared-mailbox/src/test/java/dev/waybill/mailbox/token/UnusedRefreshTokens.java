package dev.waybill.mailbox.token;

import dev.waybill.mailbox.OAuth;
import java.time.Duration;
import java.util.UUID;

/** For grants that have none. */
public final class UnusedRefreshTokens implements RefreshTokens {
    @Override
    public Claim claim(UUID mailbox, Duration atMost) {
        throw new AssertionError("no refresh token is used here");
    }

    @Override
    public boolean store(Held held, OAuth.RefreshToken next) {
        throw new AssertionError("no refresh token is used here");
    }

    @Override
    public void release(Held held) {
        throw new AssertionError("no refresh token is used here");
    }
}
