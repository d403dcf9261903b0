namespace Shop.Catalog.Checkout;

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
