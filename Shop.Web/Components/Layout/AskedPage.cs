using Microsoft.AspNetCore.Diagnostics;
using Shop.ServiceDefaults.Pages;

namespace Shop.Web.Components.Layout;

static class AskedPage
{
    /// <summary>The address to come back to; on an error's page, of the page that was asked for. It names no language: that may just be changed.</summary>
    public static string AskedAddress(this HttpContext http) =>
        http.Features.Get<IExceptionHandlerPathFeature>() is { } failed ? failed.Path
        : http.Features.Get<IStatusCodeReExecuteFeature>() is { } missing ? LocalAddress.WithoutLanguage(missing.OriginalPath, new(missing.OriginalQueryString ?? ""))
        : LocalAddress.WithoutLanguage(http.Request.Path, http.Request.QueryString);
}
