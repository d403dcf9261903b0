namespace Shop.ServiceDefaults.LoadBalancing.Policies;

/// <summary>
/// The better of two drawn at random. Looking at all would send every caller to the same best one at once; two choices keep the fullest
/// within log log n of the mean. Source: M. Mitzenmacher, "The Power of Two Choices in Randomized Load Balancing", IEEE TPDS 12(10), 2001.
/// </summary>
internal abstract class PowerOfTwoChoices(Endpoint[] endpoints) : Policy
{
    /// <summary>Whether one more request would make no more of the first endpoint than of the second.</summary>
    private protected abstract bool IsLighter(Endpoint first, Endpoint second, TimeSpan now);

    internal override Endpoint? Choose(in ChoiceContext context)
    {
        if (endpoints.Length == 1)
            return context.Allows(endpoints[0]) ? endpoints[0] : null;

        // The second is drawn from the others, so that the two are never the same.
        var i = Random.Shared.Next(endpoints.Length);
        var j = Random.Shared.Next(endpoints.Length - 1);
        if (j >= i)
            j++;
        var (first, second) = (endpoints[i], endpoints[j]);
        if (!context.Allows(first))
            return context.Allows(second) ? second : FirstAllowed(endpoints, j, context);
        if (!context.Allows(second))
            return first;
        return IsLighter(first, second, context.Now) ? first : second;
    }
}
