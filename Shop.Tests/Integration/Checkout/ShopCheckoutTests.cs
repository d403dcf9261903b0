using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Shop.Tests.Integration.Identity;
using Xunit;

namespace Shop.Tests.Integration.Checkout;

/// <summary>In the whole shop, with a token that Users has issued.</summary>
public sealed class ShopCheckoutTests(ShopApplication shop)
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_person_who_has_signed_in_orders_what_the_list_shows()
    {
        using var client = await shop.SignedInAsync("catalog");
        var page = await client.GetFromJsonAsync<JsonElement>("/api/catalog/products?limit=2&inStock=true&sort=-price", Cancellation);
        Guid[] products = [.. page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetGuid())];
        var body = await TwoReplicas.BodyAsync(client, [.. products.Select(product => (product, 1))]);
        using var answer = await TwoReplicas.PlaceAsync(client, body);
        Assert.True(answer.StatusCode == HttpStatusCode.Accepted, await answer.Content.ReadAsStringAsync(Cancellation));
        var quote = (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("quote");
        Assert.Equal((decimal)body["expectedTotal"]!, quote.GetProperty("total").GetDecimal());
        Assert.Equal(0.0725m, quote.GetProperty("tax").GetProperty("rate").GetDecimal());
    }
}
