namespace Shop.Users.SignIn;

enum SignInOutcome
{
    SignedIn,

    /// <summary>The password was right; a code is asked for.</summary>
    NeedsCode,

    /// <summary>The password was right, but nobody has shown yet that the address is theirs.</summary>
    NeedsConfirmation,

    /// <summary>Wrong, unknown or locked: which one is nobody's business.</summary>
    Refused,

    /// <summary>Too often in too short a time.</summary>
    TooMany,

    /// <summary>Too many others at this moment.</summary>
    Busy,
}

/// <param name="RetryAfter">When it is worth another try, where it is not worth one now.</param>
readonly record struct SignInResult(SignInOutcome Outcome, TimeSpan RetryAfter = default)
{
    public static implicit operator SignInResult(SignInOutcome outcome) => new(outcome);
}
