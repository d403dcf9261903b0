using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Shop.ServiceDefaults.Localization;

namespace Shop.ServiceDefaults.Pages;

/// <summary>Where to go back to: only within the shop, whatever an address made up by someone else says.</summary>
public static class LocalAddress
{
    /// <summary><paramref name="address"/> where it is a path of this site, else the home page.</summary>
    public static string OrHome(string? address) => IsLocal(address) ? address! : "/";

    /// <summary>A path begins with one slash. Browsers read two, or a backslash, as another host, and skip control characters when they do.</summary>
    public static bool IsLocal(string? address) =>
        address is ['/', ..] and not ['/', '/' or '\\', ..] && !address.Any(char.IsControl);

    /// <summary>Without the language that it names, which a choice would otherwise not win over.</summary>
    public static string WithoutLanguage(PathString path, QueryString query)
    {
        var kept = QueryHelpers.ParseQuery(query.Value);
        kept.Remove(Language.Parameter);
        return path.ToUriComponent() + QueryString.Create(kept).ToUriComponent();
    }
}
