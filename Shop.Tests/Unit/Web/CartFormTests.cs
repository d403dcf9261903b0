using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Shop.Web.Cart;
using Shop.Web.Clients;
using Shop.Web.SignIn;
using Xunit;

namespace Shop.Tests.Unit.Web;

public sealed class CartFormTests
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(429, "/cart?problem=too-many")]
    [InlineData(503, "/cart?problem=away")]
    [InlineData(422, "/cart?problem=sold-out")]
    [InlineData(404, "/cart")]
    public async Task A_cart_that_could_not_be_changed_says_why(int answered, string leadsTo)
    {
        await using var catalog = await RunningApp.StartAsync(app => app.MapFallback(() => Results.StatusCode(answered)));
        await using var web = await RunningApp.StartAsync(static app => app.MapCart(), builder =>
        {
            builder.Configuration["Identity:Issuer"] = "http://shop.example";
            builder.Configuration["Identity:Clients:shop-web:Secret"] = "none is needed";
            builder.Services.AddHttpContextAccessor();
            builder.Services.AddSingleton<Provider>().AddSingleton<CartCookie>().AddSingleton<CouponCookie>();
            builder.Services.AddHttpClient<CartClient>(client => client.BaseAddress = new(catalog.Address));
        });
        using var form = new HttpRequestMessage(HttpMethod.Post, "/cart/lines")
        {
            Content = new FormUrlEncodedContent([new("productId", Guid.NewGuid().ToString())]),
            Headers = { { "Sec-Fetch-Site", "same-origin" } },
        };

        using var answer = await web.Http.SendAsync(form, Cancel);

        Assert.Equal((302, leadsTo), ((int)answer.StatusCode, answer.Headers.Location?.OriginalString));
    }
}
