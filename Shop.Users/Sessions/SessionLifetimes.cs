namespace Shop.Users.Sessions;

/// <summary>How long a session lives without a sign of life.</summary>
static class SessionLifetimes
{
    public static readonly TimeSpan Idle = TimeSpan.FromHours(8), Persistent = TimeSpan.FromDays(30);

    public static TimeSpan Of(bool isPersistent) => isPersistent ? Persistent : Idle;
}
