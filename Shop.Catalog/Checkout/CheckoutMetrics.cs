using System.Diagnostics.Metrics;

namespace Shop.Catalog.Checkout;

sealed class CheckoutMetrics
{
    public const string Name = "Shop.Catalog.Checkout";

    readonly Counter<long> checkouts;

    public CheckoutMetrics(IMeterFactory meters) =>
        checkouts = meters.Create(Name).CreateCounter<long>("shop.checkouts", "{checkout}", "Checkouts by what became of them: accepted (repetitions too), moved, invalid or unavailable.");

    public void Count(CheckoutOutcome outcome) => checkouts.Add(1, new KeyValuePair<string, object?>("outcome", outcome switch
    {
        CheckoutOutcome.Accepted => "accepted",
        CheckoutOutcome.Moved => "moved",
        CheckoutOutcome.CartAway => "unavailable",
        _ => "invalid",
    }));
}
