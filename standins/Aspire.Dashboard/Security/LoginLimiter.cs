using System.Net;

namespace Aspire.Dashboard.Security;

/// <summary>At most <see cref="Limit"/> wrong tokens a minute from one address; until the minute is over not even the right one is looked at.</summary>
internal sealed class LoginLimiter(TimeProvider time)
{
    public const int Limit = 10;
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    const int MostAddresses = 1_000;

    readonly Lock _lock = new();
    readonly Dictionary<IPAddress, (DateTimeOffset Since, int Failures)> _failures = [];

    /// <summary>How long this address must wait, or null when it may try.</summary>
    public TimeSpan? Wait(IPAddress address)
    {
        lock (_lock)
        {
            if (!_failures.TryGetValue(address, out var seen) || seen.Failures < Limit)
                return null;
            var left = seen.Since + Window - time.GetUtcNow();
            return left > TimeSpan.Zero ? left : null;
        }
    }

    public void Failed(IPAddress address)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            if (_failures.Count >= MostAddresses)
            {
                foreach (var old in _failures.Where(f => now - f.Value.Since >= Window).Select(f => f.Key).ToArray())
                    _failures.Remove(old);
                if (_failures.Count >= MostAddresses)
                    _failures.Clear();
            }

            _failures[address] = _failures.TryGetValue(address, out var seen) && now - seen.Since < Window
                ? (seen.Since, seen.Failures + 1)
                : (now, 1);
        }
    }
}
