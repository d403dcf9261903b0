using Microsoft.Extensions.Localization;
using Shop.ServiceDefaults.Auth;
using Shop.Web.Resources;

namespace Shop.Web.Components.Admin.Users;

static class UserWords
{
    /// <summary>What somebody is to the shop; that all are customers goes without saying.</summary>
    public static string Of(IStringLocalizer<Text> T, IReadOnlyList<string> roles)
    {
        var more = roles.Where(static role => role != Roles.Customer).Select(role => role switch
        {
            Roles.Staff => T["Admin.RoleStaff"].Value,
            Roles.Admin => T["Admin.RoleAdmin"].Value,
            _ => role,
        }).ToList();
        return more.Count == 0 ? T["Admin.RoleCustomer"] : string.Join(T["List.Separator"], more);
    }
}
