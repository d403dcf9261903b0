namespace Shop.Web.Gateway;

/// <summary>Marks an endpoint that passes its requests on.</summary>
/// <param name="Service">The service's name in service discovery.</param>
sealed record ForwardedTo(string Service);

/// <summary>The services behind the gateway, by their names in service discovery.</summary>
static class Services
{
    public const string Users = "users", Catalog = "catalog", Orders = "orders";
}
