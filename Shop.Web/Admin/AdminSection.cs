using Microsoft.Extensions.Localization;
using Shop.ServiceDefaults.Auth;
using Shop.Web.Resources;

namespace Shop.Web.Admin;

/// <summary>A part of the back office. Navigation and door both read this list.</summary>
/// <param name="Path">Of its first page; the others lie below.</param>
/// <param name="IsForAdmins">Whether it is closed to staff.</param>
/// <param name="Name">What it is called.</param>
sealed record AdminSection(string Path, bool IsForAdmins, Func<IStringLocalizer<Text>, string> Name)
{
    public const string Root = "/admin";

    public static readonly IReadOnlyList<AdminSection> All =
    [
        new(Root, false, static T => T["Admin.Today"]),
        new(AdminEndpoints.OrdersPath, false, static T => T["Admin.Orders"]),
        new(ProductEndpoints.Path, false, static T => T["Admin.Products"]),
        new(CategoryEndpoints.Path, false, static T => T["Admin.Categories"]),
        new(CouponEndpoints.Path, false, static T => T["Admin.Coupons"]),
        new(ReviewEndpoints.Path, false, static T => T["Admin.Reviews"]),
        new(UserEndpoints.Path, true, static T => T["Admin.Users"]),
        new(WorkEndpoints.Path, true, static T => T["Admin.Work"]),
    ];

    /// <summary>The one that an address within the back office belongs to; what belongs to none is the first's.</summary>
    public static AdminSection Of(PathString path) => All.Skip(1).FirstOrDefault(section => path.StartsWithSegments(section.Path)) ?? All[0];

    public static bool IsAdmin(HttpContext http) => http.User.IsInRole(Roles.Admin);

    /// <summary>Whether the person of the session may enter. The services ask for themselves again.</summary>
    public bool IsOpenTo(HttpContext http) => IsForAdmins ? IsAdmin(http) : http.IsStaff();
}
