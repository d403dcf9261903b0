using System.ComponentModel.DataAnnotations;

namespace Shop.Catalog.Checkout;

/// <summary>The section <c>Checkout</c>: where the shop sends to and for how much, which taxes it takes, and how long it holds pieces for who has not paid.</summary>
sealed class CheckoutOptions : IValidatableObject
{
    public const string Section = "Checkout";

    /// <summary>The one currency that the shop sells in; what is priced in another can't be bought.</summary>
    [RegularExpression("^[A-Z]{3}$")]
    public string Currency { get; set; } = "USD";

    /// <summary>How long pieces are reserved for an order that is not paid.</summary>
    public TimeSpan ReservationLifetime { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How often a replica looks for reservations that are over.</summary>
    public TimeSpan ExpiryInterval { get; set; } = TimeSpan.FromSeconds(5);

    public IList<ShippingMethod> ShippingMethods { get; } = [];

    /// <summary>Days on which nothing is sent, beside Saturdays and Sundays.</summary>
    public IList<DateOnly> Holidays { get; } = [];

    /// <summary>By country; where a country has none, no tax is taken.</summary>
    public IDictionary<string, TaxRule> Taxes { get; } = new Dictionary<string, TaxRule>(StringComparer.Ordinal);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (ReservationLifetime <= TimeSpan.Zero || ExpiryInterval <= TimeSpan.Zero)
            yield return new("Checkout:ReservationLifetime and Checkout:ExpiryInterval must be positive.");
        if (ShippingMethods.GroupBy(method => method.Code).Any(group => group.Key.Length == 0 || group.Count() > 1))
            yield return new("Each of Checkout:ShippingMethods needs a Code of its own.");
        foreach (var method in ShippingMethods.Where(method => !method.IsValid))
            yield return new($"The shipping method {method.Code} needs Countries, Rates with two places at most that begin From 0 and go up, and WorkingDays, if any, From few To more.");
        foreach (var (country, tax) in Taxes)
            if (tax.Regions.Values.Append(tax.Rate).Any(rate => rate is < 0 or >= 1))
                yield return new($"The tax rates of {country} must be fractions from 0 to 1, such as 0.0725.");
    }
}
