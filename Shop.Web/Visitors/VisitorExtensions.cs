using System.Text.RegularExpressions;
using Shop.Web.Admin;

namespace Shop.Web.Visitors;

static partial class VisitorExtensions
{
    public static void AddVisitors(this IServiceCollection services) => services.AddSingleton<VisitorLog>().AddHostedService(static services => services.GetRequiredService<VisitorLog>());

    /// <summary>Whoever is shown a page of the shop has visited it. What a browser fetches before it is asked for, and what search engines read, is no visit.</summary>
    public static void UseVisitors(this WebApplication app)
    {
        var visitors = app.Services.GetRequiredService<VisitorLog>();
        app.Use(async (http, next) =>
        {
            await next(http);
            if (http.Response is { StatusCode: StatusCodes.Status200OK, ContentType: { } type } && type.StartsWith("text/html", StringComparison.Ordinal) && IsVisit(http.Request))
                visitors.Add(http);
        });
    }

    static bool IsVisit(HttpRequest request) => HttpMethods.IsGet(request.Method)
        && !request.Path.StartsWithSegments(AdminSection.Root)
        && !request.Headers.ContainsKey("Sec-Purpose")
        && request.Headers.UserAgent.ToString() is { Length: > 0 } program && !Robot().IsMatch(program);

    [GeneratedRegex("bot|crawl|spider|slurp", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Robot();
}
