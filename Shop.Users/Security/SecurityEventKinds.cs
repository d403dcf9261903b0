namespace Shop.Users.Security;

/// <summary>What the audit log tells of. The names are data: they stay.</summary>
static class SecurityEventKinds
{
    public const string
        SignedIn = "signed-in",
        SignInFailed = "sign-in-failed",
        SignInRefused = "sign-in-refused",
        TwoFactorFailed = "two-factor-failed",
        RecoveryCodeUsed = "recovery-code-used",
        LockedOut = "locked-out",
        SignedOut = "signed-out",
        SessionRevoked = "session-revoked",
        SessionsRevoked = "sessions-revoked",
        TokenReused = "token-reused",
        KeysRotated = "keys-rotated",
        AdminCreated = "admin-created";
}
