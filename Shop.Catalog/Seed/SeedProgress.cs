namespace Shop.Catalog.Seed;

/// <summary>
/// How many products of the seed have been put in. What staff deleted or changed since is not put back by the next start, and a larger
/// <c>Catalog:Seed:Products</c> adds only what is new.
/// </summary>
class SeedProgress
{
    public const string Catalog = "catalog", Coupons = "coupons";

    public required string Name { get; init; }

    public int Products { get; set; }
}
