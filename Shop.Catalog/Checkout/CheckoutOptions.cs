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

    /// <summary>By country; where a country has none, no tax is taken.</summary>
    public IDictionary<string, TaxRule> Taxes { get; } = new Dictionary<string, TaxRule>(StringComparer.Ordinal);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (ReservationLifetime <= TimeSpan.Zero || ExpiryInterval <= TimeSpan.Zero)
            yield return new("Checkout:ReservationLifetime and Checkout:ExpiryInterval must be positive.");
        if (ShippingMethods.GroupBy(method => method.Code).Any(group => group.Key.Length == 0 || group.Count() > 1))
            yield return new("Each of Checkout:ShippingMethods needs a Code of its own.");
        foreach (var method in ShippingMethods.Where(method => !method.IsValid))
            yield return new($"The shipping method {method.Code} needs Countries, and Rates with two places at most that begin From 0 and go up.");
        foreach (var (country, tax) in Taxes)
            if (tax.Regions.Values.Append(tax.Rate).Any(rate => rate is < 0 or >= 1))
                yield return new($"The tax rates of {country} must be fractions from 0 to 1, such as 0.0725.");
    }
}

enum ShippingBasis
{
    /// <summary>Rates go by the weight in grams.</summary>
    Weight,

    /// <summary>Rates go by what the goods cost after the discount.</summary>
    Total,
}

sealed class ShippingMethod
{
    public string Code { get; set; } = "";

    public string NameEn { get; set; } = "";

    public string NameZh { get; set; } = "";

    /// <summary>ISO 3166-1 alpha-2.</summary>
    public IList<string> Countries { get; } = [];

    public ShippingBasis By { get; set; }

    /// <summary>Steps, from the lowest on: the last whose From is not above the weight or total counts.</summary>
    public IList<ShippingRate> Rates { get; } = [];

    /// <summary>Goods that cost so much travel free.</summary>
    public decimal? FreeFrom { get; set; }

    /// <summary>What is heavier can't go this way.</summary>
    public long? MostGrams { get; set; }

    internal bool IsValid =>
        Countries.Count > 0 && Rates.Count > 0 && Rates[0].From == 0
        && Rates.Zip(Rates.Skip(1)).All(pair => pair.First.From < pair.Second.From)
        && Rates.All(rate => rate.Price >= 0 && Amounts.Round(rate.Price) == rate.Price);

    /// <summary>Null where it does not go there, or not with that weight.</summary>
    public decimal? PriceFor(string country, long grams, decimal total)
    {
        if (!Countries.Contains(country) || grams > MostGrams)
            return null;
        if (total >= FreeFrom)
            return 0.00m;
        var measure = By == ShippingBasis.Weight ? grams : total;
        return Amounts.Round(Rates.Last(rate => rate.From <= measure).Price);
    }
}

sealed class ShippingRate
{
    public decimal From { get; set; }

    public decimal Price { get; set; }
}

sealed class TaxRule
{
    public string NameEn { get; set; } = "";

    public string NameZh { get; set; } = "";

    /// <summary>A fraction: 0.13 is 13 %. Of regions that <see cref="Regions"/> does not have.</summary>
    public decimal Rate { get; set; }

    /// <summary>Prices hold the tax already, as in China; else it comes on top, as in the US.</summary>
    public bool Included { get; set; }

    /// <summary>Whether shipping is taxed too.</summary>
    public bool OnShipping { get; set; }

    /// <summary>By the code of the state or province. Where there are any, an address must name one of them.</summary>
    public IDictionary<string, decimal> Regions { get; } = new Dictionary<string, decimal>(StringComparer.Ordinal);

    public decimal RateIn(string? region) => region is not null && Regions.TryGetValue(region, out var rate) ? rate : Rate;

    /// <summary>The tax on an amount, or within it.</summary>
    public decimal On(decimal amount, decimal rate) => Amounts.Round(Included ? amount * rate / (1 + rate) : amount * rate);
}
