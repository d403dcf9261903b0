namespace Shop.ServiceDefaults.Auth;

/// <summary>
/// What a token may be used for. Each scope stands for one service's interface and is also the audience of the tokens that carry it, so a
/// token for Catalog is worth nothing at Orders unless it names both.
/// </summary>
public static class Scopes
{
    public const string Users = "users", Catalog = "catalog", Orders = "orders";

    public static IReadOnlyList<string> All { get; } = [Users, Catalog, Orders];
}
