using System.Globalization;
using System.Security.Claims;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Shop.ServiceDefaults.Auth;

namespace Shop.Users.Accounts;

static class DataExportEndpoint
{
    public const string Path = "/account/data/download";

    /// <summary>To be read by people too: Chinese as it is, and a line for each value.</summary>
    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <summary>For the link on the page: behind its cookie, and no part of the interface.</summary>
    public static void MapDataExport(this IEndpointRouteBuilder routes) =>
        routes.MapGet(Path, async (ClaimsPrincipal person, DataExport export, HttpContext http, CancellationToken cancellationToken) =>
        {
            var data = await export.ReadAsync(person.UserId(), cancellationToken);
            http.Response.Headers.CacheControl = "no-store";
            return TypedResults.File(
                JsonSerializer.SerializeToUtf8Bytes(data, Json), "application/json", string.Create(CultureInfo.InvariantCulture, $"shop-data-{data.WrittenAt:yyyy-MM-dd}.json"));
        }).RequireAuthorization().ExcludeFromDescription();
}
