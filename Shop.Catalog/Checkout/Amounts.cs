namespace Shop.Catalog.Checkout;

/// <summary>
/// Money has two places. Each amount is rounded once, where it comes to be, halves away from zero as tills do; what is made of rounded amounts
/// is their sum and never rounded again, so that the parts of a total always add up to it.
/// </summary>
static class Amounts
{
    /// <summary>With two places even where they are zeros.</summary>
    public static decimal Round(decimal amount) => decimal.Round(amount, 2, MidpointRounding.AwayFromZero) + 0.00m;

    /// <summary>
    /// Splits an amount by weights, without a remainder: each share is what the rounded total up to it grows by. No share is larger than its
    /// weight where the amount is not larger than all of them together.
    /// </summary>
    public static decimal[] Split(decimal amount, IReadOnlyList<decimal> weights)
    {
        var shares = new decimal[weights.Count];
        var all = weights.Sum();
        if (all == 0)
            return shares;
        var (weight, given) = (0m, 0m);
        for (var i = 0; i < shares.Length; i++)
        {
            weight += weights[i];
            var upToHere = Round(amount * (weight / all));
            shares[i] = upToHere - given;
            given = upToHere;
        }
        return shares;
    }
}
