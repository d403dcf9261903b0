namespace Shop.Users.Accounts;

/// <summary>What the audit log tells of accounts. The names are data: they stay.</summary>
static class AccountEventKinds
{
    public const string
        Registered = "registered",
        RegisteredAgain = "registered-again",
        ConfirmationRequested = "confirmation-requested",
        EmailConfirmed = "email-confirmed",
        PasswordResetRequested = "password-reset-requested",
        PasswordReset = "password-reset",
        PasswordChanged = "password-changed",
        PasswordRefused = "password-refused",
        EmailChangeRequested = "email-change-requested",
        EmailChanged = "email-changed",
        TwoFactorOn = "two-factor-on",
        TwoFactorOff = "two-factor-off",
        RecoveryCodesRenewed = "recovery-codes-renewed",
        DataDownloaded = "data-downloaded",
        Deleted = "account-deleted";
}
