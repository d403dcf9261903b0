using Shop.ServiceDefaults.Auth;

namespace Shop.Web.Admin;

/// <summary>The forms of the back office. What they may do is decided by the services, for the person of the session.</summary>
static class AdminEndpoints
{
    public const string OrdersPath = "/admin/orders";

    public static string Order(Guid id) => $"{OrdersPath}/{id}";

    public static bool IsStaff(this HttpContext http) => http.User.IsInRole(Roles.Staff) || http.User.IsInRole(Roles.Admin);

    public static void MapAdmin(this IEndpointRouteBuilder routes)
    {
        routes.MapOfficeOrderForms();
        routes.MapWork();
        routes.MapProductForms();
        routes.MapGalleryForms();
        routes.MapImportForm();
        routes.MapCategoryForms();
        routes.MapCouponForms();
        routes.MapReviewForms();
        routes.MapUserForms();
    }
}
