namespace Shop.Catalog.Checkout;

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

    /// <summary>Null where nobody says how long it takes.</summary>
    public WorkingDays? WorkingDays { get; set; }

    internal bool IsValid =>
        WorkingDays is not { IsValid: false } && Countries.Count > 0 && Rates.Count > 0 && Rates[0].From == 0
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
