namespace Shop.ServiceDefaults.LoadBalancing.Policies;

/// <summary>
/// Any. Needs no state, and many callers can't fall into step; the fullest endpoint gets more above the mean than with any other policy.
/// Source: M. Raab, A. Steger, "Balls into Bins: A Simple and Tight Analysis", RANDOM 1998.
/// </summary>
internal sealed class RandomChoice(Endpoint[] endpoints) : Policy
{
    /// <summary>With these many draws hardly any load is left to go to the neighbour of one that is passed over.</summary>
    private const int Draws = 4;

    internal override Endpoint? Choose(in ChoiceContext context)
    {
        var drawn = 0;
        for (var i = 0; i < Draws; i++)
        {
            drawn = Random.Shared.Next(endpoints.Length);
            if (context.Allows(endpoints[drawn]))
                return endpoints[drawn];
        }
        return FirstAllowed(endpoints, drawn, context);
    }
}
