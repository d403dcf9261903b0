using System.Net;
using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Shop.Tests.Integration.Identity;
using Shop.Web.Admin;
using Shop.Web.Cart;
using Xunit;

namespace Shop.Tests.Integration.BackOffice;

/// <summary>Every page and every form of the back office, found as the router finds them, for everybody who may come to it.</summary>
public sealed partial class AdminAccessTests(ShopApplication shop)
{
    static string[] Pages => [.. typeof(AdminSection).Assembly.GetTypes()
        .SelectMany(static type => type.GetCustomAttributes<RouteAttribute>()).Select(static route => route.Template)
        .Where(static template => template.StartsWith(AdminSection.Root, StringComparison.Ordinal)).Select(Filled).Order(StringComparer.Ordinal)];

    static string[] Forms
    {
        get
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Services.AddSingleton(TimeProvider.System).AddBuying().AddAdmin();
            var app = builder.Build();
            app.MapAdmin();
            return [.. ((IEndpointRouteBuilder)app).DataSources.SelectMany(static source => source.Endpoints).OfType<RouteEndpoint>()
                .Select(static endpoint => Filled("/" + endpoint.RoutePattern.RawText!.TrimStart('/'))).Order(StringComparer.Ordinal)];
        }
    }

    /// <summary>With ids that nothing has.</summary>
    static string Filled(string template) => GuidParameter().Replace(template, "019a1f3e-7c2a-7b5e-9d43-2f6c1f0b8a11").Replace("{id:long}", "17", StringComparison.Ordinal);

    [GeneratedRegex("""\{\w+:guid\}""")]
    private static partial Regex GuidParameter();

    static bool IsForAdmins(string path) => path.StartsWith("/admin/work", StringComparison.Ordinal) || path.StartsWith("/admin/users", StringComparison.Ordinal);

    [Fact]
    public async Task Everybody_gets_where_they_may_and_nowhere_else()
    {
        var (pages, forms) = (Pages, Forms);
        Assert.InRange(pages.Length, 15, 100);
        Assert.InRange(forms.Length, 15, 100);
        Assert.DoesNotContain(pages.Concat(forms), static path => path.Contains('{', StringComparison.Ordinal) || !path.StartsWith("/admin", StringComparison.Ordinal));
        // What is no page may become one.
        pages = [.. pages, "/admin/nothing", "/Admin/Work", "/admin/work/"];

        using (var stranger = await PlainBrowser.OpenAsync(shop, "web"))
        {
            foreach (var path in pages)
                Assert.Equal((path, HttpStatusCode.Redirect, $"/sign-in?back={Uri.EscapeDataString(path)}"), await AskAsync(stranger, path));
            foreach (var path in forms)
                Assert.Equal((path, HttpStatusCode.Redirect, "/sign-in"), await PostAsync(stranger, path));
        }
        foreach (var roles in (string[][])[[], ["staff"], ["admin"], ["staff", "admin"]])
        {
            using var person = await PlainBrowser.OpenAsync(shop, "web");
            var user = await RegisteredUser.CreateAsync(shop, roles);
            await person.SignInAsync(user);
            await person.FollowAsync(await person.GetAsync("/sign-in?back=/"));
            foreach (var path in pages)
            {
                var mayEnter = roles.Contains("admin") || roles.Contains("staff") && !IsForAdmins(path.ToLowerInvariant());
                var (_, status, _) = await AskAsync(person, path);
                Assert.True(
                    mayEnter ? status == (path.Contains("019a1f3e", StringComparison.Ordinal) || path.EndsWith("nothing", StringComparison.Ordinal) ? HttpStatusCode.NotFound : HttpStatusCode.OK) : status == HttpStatusCode.Forbidden,
                    $"{path} for {string.Join(", ", roles)}: {status}");
            }
            // A form that no page of the shop has sent is refused to those who may send it, too.
            foreach (var path in forms)
                Assert.Equal(
                    (path, roles.Contains("admin") || roles.Contains("staff") && !IsForAdmins(path) ? HttpStatusCode.BadRequest : HttpStatusCode.Forbidden, (string?)null), await PostAsync(person, path));
        }
    }

    static async Task<(string Path, HttpStatusCode Status, string? Location)> AskAsync(PlainBrowser browser, string path)
    {
        var page = await browser.GetAsync(path);
        return (path, page.Status, page.Next);
    }

    static async Task<(string Path, HttpStatusCode Status, string? Location)> PostAsync(PlainBrowser browser, string path)
    {
        var page = await browser.PostAsync(path, ("version", "1"));
        return (path, page.Status, page.Next?.Split('?')[0]);
    }
}
