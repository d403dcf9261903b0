namespace Shop.Users.Accounts;

static class PasswordRules
{
    /// <summary>The longest is for the sake of the machine: what is hashed costs its length.</summary>
    public const int ShortestLength = 10, LongestLength = 128;
}
