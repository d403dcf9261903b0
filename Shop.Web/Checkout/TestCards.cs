namespace Shop.Web.Checkout;

/// <summary>
/// The cards of the simulated payment gateway, which take no money. With a real gateway its own form stands in their place, and gives the browser a token too:
/// a card's number never comes here.
/// </summary>
static class TestCards
{
    public static readonly (string Token, string Digits, string Behaviour)[] All =
    [
        ("tok_visa_4242", "4242", "approved"), ("tok_declined_0002", "0002", "declined"), ("tok_insufficient_9995", "9995", "insufficient"),
        ("tok_slow_3220", "3220", "slow"), ("tok_silent_0119", "0119", "silent"), ("tok_twice_1000", "1000", "twice"),
    ];
}
