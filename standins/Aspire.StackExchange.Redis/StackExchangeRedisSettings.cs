namespace Aspire.StackExchange.Redis;

/// <summary>How <c>AddRedisClient</c> connects.</summary>
public sealed class StackExchangeRedisSettings
{
    /// <summary>The connection string of the Redis server, in StackExchange.Redis' form.</summary>
    public string? ConnectionString { get; set; }

    public bool DisableHealthChecks { get; set; }

    public bool DisableTracing { get; set; }

    /// <summary>Whether the connection is only made when it is first asked for, and not when the application starts.</summary>
    public bool DisableAutoActivation { get; set; }
}
