using Shop.Users.Security;

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
    /// <summary>The key of the text that says why it did not work, after setting the answer's status accordingly.</summary>
    public string Describe(HttpResponse response, string refused)
    {
        switch (Outcome)
        {
            case SignInOutcome.TooMany:
                response.TooMany(RetryAfter);
                return "SignIn.TooMany";
            case SignInOutcome.Busy:
                response.TooBusy(RetryAfter);
                return "SignIn.Busy";
            default:
                return refused;
        }
    }

    public static implicit operator SignInResult(SignInOutcome outcome) => new(outcome);
}
