namespace Shop.ServiceDefaults.LoadBalancing.Policies;

/// <summary>What a choice depends on besides the endpoints themselves.</summary>
/// <param name="now">A moment of the monotonic clock (see <see cref="Clock"/>).</param>
/// <param name="key">The hash of what the request belongs to, such as a cart; null where it belongs to nothing.</param>
/// <param name="tried">Those that this request has been sent to already.</param>
internal readonly ref struct ChoiceContext(TimeSpan now, ulong? key = null, List<Endpoint>? tried = null)
{
    internal TimeSpan Now { get; } = now;

    internal ulong? Key { get; } = key;

    /// <summary>One more that is passed over.</summary>
    internal Endpoint? Except { get; private init; }

    internal bool Allows(Endpoint endpoint) =>
        endpoint.HasRoom && !ReferenceEquals(endpoint, Except) && (tried is null || !tried.Contains(endpoint));

    internal ChoiceContext Without(Endpoint endpoint) => new(Now, Key, tried) { Except = endpoint };
}
