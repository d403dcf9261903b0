using System.Security.Claims;
using System.Text.RegularExpressions;
using Shop.ServiceDefaults.Auth;

namespace Shop.Catalog.Cart;

/// <summary>
/// Whose cart it is: a person's, the same on all their devices, or a stranger's, who names it by an id of their own making in the header
/// <c>Shop-Cart</c>. Whoever knows that id has the cart, so it is to be random: 22 characters and more, which is 128 bits.
/// </summary>
readonly partial record struct CartOwner(Guid? User, string? Anonymous)
{
    public const string Header = "Shop-Cart";

    /// <summary>Null for a stranger who names no cart, or not rightly.</summary>
    public static CartOwner? Of(ClaimsPrincipal caller, string? header) =>
        caller.TryGetUserId(out var user) ? new(user, null) : IsId(header) ? new(null, header) : null;

    public static CartOwner OfUser(Guid user) => new(user, null);

    public static bool IsId(string? text) => text is not null && Id().IsMatch(text);

    /// <summary>The id itself stays out of logs.</summary>
    public override string ToString() => User is { } user ? $"the cart of {user}" : "a stranger's cart";

    [GeneratedRegex("^[A-Za-z0-9_-]{22,64}$")]
    private static partial Regex Id();
}
